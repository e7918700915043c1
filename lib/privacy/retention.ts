/** What is kept, and for how many days after what. The job and the page are made from this table alone. */
export const retention = [
  /** Days after the vaccination. */
  { what: 'vaccination', tables: ['booking', 'booking_event', 'person'], days: 3_650, byLaw: true },
  /** Days after the entry. */
  { what: 'access', tables: ['access_record', 'access_chain', 'access_head'], days: 730, byLaw: true },
  /** Days after the word was said, when it is not the newest any more, or the person's data was deleted. */
  { what: 'consent', tables: ['privacy_consent'], days: 1_095, byLaw: true },
  /** Days after the closing of the campaign's last round. */
  { what: 'person', tables: ['person', 'contact', 'consent'], days: 365, byLaw: false },
  /** Days after the closing of the round. */
  {
    what: 'line',
    tables: ['ticket', 'ticket_try', 'wish_list', 'waiting', 'when_answer', 'turn_place', 'household', 'household_member'],
    days: 90,
    byLaw: false,
  },
  /** Days after it was written. */
  { what: 'notice', tables: ['notice'], days: 180, byLaw: false },
  /** Days after its end. */
  { what: 'session', tables: ['session'], days: 90, byLaw: false },
  /** Days after it was closed, or was worked on last. */
  { what: 'case', tables: ['agent_case'], days: 90, byLaw: false },
  /** Days after an office has settled it; of what nobody settled, after the last round's closing. */
  { what: 'application', tables: ['provisional', 'provisional_place'], days: 90, byLaw: false },
  /** Days after they ran out. */
  { what: 'asking', tables: ['asking', 'household_code', 'sign_in_code'], days: 30, byLaw: false },
  /** Days after the count began. */
  { what: 'attempt', tables: ['attempt'], days: 2, byLaw: false },
] as const;

export type Kept = (typeof retention)[number]['what'];

export const daysOf = (what: Kept): number => {
  const row = retention.find((one) => one.what === what);
  if (!row) throw new Error(`nothing is known of ${what}`);
  return row.days;
};

/** Of somebody who had everything deleted. */
export const keptAfterErasing = retention.filter(({ byLaw }) => byLaw);
