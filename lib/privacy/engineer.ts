/**
 * What an engineer's account may read: enough to see how the lines, the clinics and the servers fare, and nobody. A table that
 * is not here can't be read, nor a column: no name, telephone, birth date, hash, session, pass, reason or text of a notice.
 */
export const readable: Record<string, 'all' | string[]> = {
  region: 'all',
  clinic: 'all',
  slot: 'all',
  holiday: 'all',
  campaign: 'all',
  round: 'all',
  front_segment: 'all',
  line_state: 'all',
  line_presence: 'all',
  line_node: 'all',
  provider_sample: 'all',
  provider_light: 'all',
  line_estimate: 'all',
  lease: 'all',
  draw_record: ['id', 'round_id', 'kind', 'at', 'body'],
  person: ['id', 'on_roll', 'created_at', 'erased_at'],
  ticket: ['round_id', 'issued_at', 'late_position', 'came_at', 'entered_at', 'retry_at'],
  seat: ['round_id', 'number', 'granted_at', 'expires_at', 'seen_at', 'extensions', 'takeovers'],
  booking: ['id', 'campaign_id', 'round_id', 'clinic_id', 'slot_id', 'product', 'dose', 'status', 'held_at', 'held_until', 'ended_at'],
  booking_event: ['id', 'booking_id', 'kind', 'at'],
  notice: ['id', 'template', 'created_at', 'attempts', 'sent_at', 'dead_at', 'last_problem'],
  access_waiting: 'all',
  access_chain: 'all',
  access_head: 'all',
};

const quoted = (name: string) => `"${name}"`;

/** Statements that make the role, or bring it to what stands above: nothing else is left to it. It can't sign in by itself: grant it to people's own accounts. */
export const engineerStatements = (role = 'charye_engineer'): string[] => [
  `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${quoted(role)} NOLOGIN; END IF; END $$`,
  `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${quoted(role)}`,
  `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${quoted(role)}`,
  `GRANT USAGE ON SCHEMA public TO ${quoted(role)}`,
  ...Object.entries(readable).map(
    ([table, columns]) =>
      `GRANT SELECT${columns === 'all' ? '' : ` (${columns.map(quoted).join(', ')})`} ON ${quoted(table)} TO ${quoted(role)}`,
  ),
];
