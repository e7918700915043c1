export const done = ['asked', 'agreed', 'ended', 'lead'] as const;
export const refusals = [
  'code-refused',
  'too-many-people',
  'asked-too-often',
  'not-verified',
  'too-often',
  'foreign-origin',
  'unchanged',
] as const;
export type Done = (typeof done)[number];
export type Refused = (typeof refusals)[number];
export type Remark = Done | Refused;

/** What the last form led to, from the address; nothing for what is none of ours. */
export const remarkIn = <Known extends string>(known: readonly Known[], said: string | string[] | undefined): Known | undefined =>
  known.find((one) => one === said);
