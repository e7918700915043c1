export const done = ['opened', 'closed', 'tickets', 'wishes', 'settled', 'consent', 'agreed'] as const;
export const refusals = [
  'no-case',
  'too-often',
  'foreign-origin',
  'bad-request',
  'resident-number',
  'no-ticket',
  'nothing-to-settle',
  'not-at-counter',
  'helper-unknown',
  'helper-self',
  'too-many-people',
] as const;
export type Remark = (typeof done)[number] | (typeof refusals)[number];
