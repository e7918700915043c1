/** What somebody did in a month with other people's data. */
export interface Account {
  actorId: string | null;
  role: string;
  accesses: number;
  /** Different people whose data it was. */
  people: number;
  exports: number;
  /** Between midnight and six, Seoul. */
  nights: number;
  networks: number;
}

export type Unusual = 'many' | 'nights' | 'exports' | 'networks';

/** A clinic's busiest month is some 40 people a day. A helper acts for a family. */
const manyPeople = (role: string) => (role === 'helper' ? 10 : 1_200);
const networksOfOneWorkplace = 3;

/** What a reviewer should look at: no accusation, and everything else is there to be looked at, too. */
export const unusualIn = ({ role, people, nights, exports, networks }: Account): Unusual[] => [
  ...(people > manyPeople(role) ? (['many'] as const) : []),
  ...(role !== 'helper' && nights > 0 ? (['nights'] as const) : []),
  ...(exports > 0 ? (['exports'] as const) : []),
  ...(networks > networksOfOneWorkplace ? (['networks'] as const) : []),
];

/** `2026-08`; null for what is no month. */
export const askedMonth = (text: unknown): string | null =>
  typeof text === 'string' && /^20\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : null;
