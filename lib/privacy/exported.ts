/** Under which keys what is kept of a person in a table stands in their own data. A test compares both lists with the schema. */
export const exported: Record<string, string> = {
  person: 'person',
  ticket: 'tickets',
  ticket_try: 'placesTaken',
  wish_list: 'wishes',
  waiting: 'waiting',
  seat: 'passes',
  booking: 'bookings',
  booking_event: 'bookingEvents',
  provisional: 'application',
  provisional_place: 'application',
  agent_case: 'cases',
  asking: 'askings',
  sign_in_code: 'codes',
  consent: 'helpers',
  session: 'sessions',
  contact: 'contact',
  notice: 'notices',
  household: 'households',
  household_member: 'households',
  when_answer: 'likelyDates',
  privacy_consent: 'consents',
  staff_role: 'roles',
  access_record: 'accesses',
};

/** What has somebody's id in it and says nothing of them beyond what they get. */
export const notExported: Record<string, string> = {
  turn_place: 'worked out from the ticket and the published draw, until the round is over',
  draw_record: 'of the operators’ work; published',
  leftover: 'of the clinics’ work',
  disruption: 'of the operators’ work',
  notice_switch: 'of the operators’ work',
  roll_seen: 'ids alone, while an import runs',
  roll_pending: 'lines of the roll’s file, while an import runs: whom they mean is not known yet',
};
