/** A column whose values are sealed with a data key (lib/platform/crypto.ts). `id` is a uuid. */
export interface SealedColumn {
  table: string;
  id: string;
  column: string;
  /** Authenticated with the value: what the code that reads it says, too. */
  context: string;
}

/** All of them: the keys of a column that is missing here can't be rotated. A test compares this with the schema. */
export const sealedColumns: SealedColumn[] = [
  { table: 'person', id: 'id', column: 'name', context: 'person.name' },
  { table: 'person', id: 'id', column: 'phone', context: 'person.phone' },
  { table: 'contact', id: 'person_id', column: 'email', context: 'contact.email' },
  { table: 'notice', id: 'id', column: 'sealed', context: 'notice.sealed' },
  { table: 'notice', id: 'id', column: 'body', context: 'notice.body' },
];

/** Bytes that are no sealed value: hashes, keys of draws, signatures. */
export const otherBytes = [
  'person.ci_hash',
  'person.match_hash',
  'round_secret.secret',
  'round_secret.ticket_key',
  'household_code.hash',
  'session.from_hash',
  'access_record.from_hash',
  'access_chain.previous',
  'access_chain.hash',
  'access_head.hash',
  'access_head.public_key',
  'access_head.signature',
];
