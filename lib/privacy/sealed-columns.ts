/** A column whose values are sealed with a data key (lib/platform/crypto.ts). */
export interface SealedColumn {
  table: string;
  id: string;
  /** Of the id; a uuid unless told otherwise. */
  idType?: 'bigint';
  column: string;
  /** Authenticated with the value: what the code that reads it says, too. */
  context: string;
}

/** All of them: the keys of a column that is missing here can't be rotated. A test compares this with the schema. */
export const sealedColumns: SealedColumn[] = [
  { table: 'person', id: 'id', column: 'name', context: 'person.name' },
  { table: 'person', id: 'id', column: 'phone', context: 'person.phone' },
  { table: 'roll_pending', id: 'line', idType: 'bigint', column: 'name', context: 'person.name' },
  { table: 'roll_pending', id: 'line', idType: 'bigint', column: 'phone', context: 'person.phone' },
  { table: 'contact', id: 'person_id', column: 'email', context: 'contact.email' },
  { table: 'notice', id: 'id', column: 'sealed', context: 'notice.sealed' },
  { table: 'notice', id: 'id', column: 'body', context: 'notice.body' },
];

/** Bytes that are no sealed value: hashes, keys of draws, signatures. */
export const otherBytes = [
  'person.ci_hash',
  'person.match_hash',
  'person.near_name',
  'person.near_phone',
  'asking.target',
  'asking.code_hash',
  'sign_in_code.target',
  'sign_in_code.code_hash',
  'attempt.key',
  'roll_import.file_hash',
  'roll_pending.ci_hash',
  'roll_pending.match_hash',
  'roll_pending.near_name',
  'roll_pending.near_phone',
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
