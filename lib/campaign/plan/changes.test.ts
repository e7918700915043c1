import { describe, expect, it } from 'vitest';
import { type KnownRound, roundChanges, ruleProblems } from './changes';
import type { PlannedRound, PlannedRule } from './plan';

const at = (time: string) => new Date(`2027-03-${time}:00Z`);
const round: PlannedRound = {
  ...{
    id: 'a',
    sequence: 1,
    nameKo: '가',
    nameEn: 'A',
    cohort: { bornTo: '1962-12-31', dayDigits: [1] },
    cohortSize: 10,
    cohortSizeAssumed: false,
  },
  ...{ lineOrder: 'drawn', helpersAllowed: false, drawAt: at('02T09:00'), opensAt: at('02T10:00'), closesAt: at('03T10:00'), seatCount: 5 },
  ...{
    minSweep: 1,
    callHold: 1,
    passLength: 1,
    holdLength: 1,
    maxExtensions: 1,
    lateShare: 0.5,
    shareWeight: null,
    handOnAt: null,
    beacon: null,
  },
  tranches: [
    { at: at('02T10:00'), permille: 500 },
    { at: at('02T20:00'), permille: 1000 },
  ],
};
const known: KnownRound = { ...round, formerly: [], hasTickets: false };
const [early, drawn, open, over] = [at('01T00:00'), at('02T09:00'), at('02T10:00'), at('03T10:00')];

const codes = (change: Partial<PlannedRound>, now: Date, more: Partial<KnownRound> = {}) => {
  const { changes, problems } = roundChanges({ ...known, ...more }, { ...round, ...change }, 'r', now);
  return [...changes.map(({ what }) => what), ...problems.map(({ path, code }) => `${path} ${code}`)];
};

describe('a round that is made', () => {
  it('is the same whatever the order of keys', () => {
    expect(codes({ cohort: { dayDigits: [1], bornTo: '1962-12-31' } }, open)).toEqual([]);
  });

  const table: [change: Partial<PlannedRound>, now: Date, said: string, more?: Partial<KnownRound>][] = [
    [{ sequence: 2 }, early, 'r.sequence fixed'],
    [{ opensAt: at('02T11:00') }, early, 'r.opensAt times-fixed'],
    [{ beacon: { source: 'x', from: at('02T09:01'), graceSeconds: 600 } }, early, 'r.beacon committed'],
    [{ cohort: {} }, early, 'round a: cohort'],
    [{ cohort: {} }, early, 'r.cohort has-tickets', { hasTickets: true }],
    [{ cohort: {} }, drawn, 'r.cohort has-tickets'],
    [{ lineOrder: 'arrival' }, early, 'r.lineOrder has-tickets', { hasTickets: true }],
    [{ seatCount: 6 }, drawn, 'round a: seatCount', { hasTickets: true }],
    [{ seatCount: 6 }, open, 'r.seatCount open-already'],
    [{ shareWeight: 0 }, open, 'r.shareWeight open-already'],
    [{ helpersAllowed: true }, open, 'round a: helpersAllowed'],
    [{ helpersAllowed: true }, over, 'r.helpersAllowed over'],
    [{ tranches: [] }, drawn, 'round a: tranches'],
    [{ tranches: [{ at: at('02T10:00'), permille: 400 }] }, open, 'r.tranches released-already'],
    [{ tranches: [] }, open, 'r.tranches released-already'],
    [{ tranches: [{ at: at('02T10:00'), permille: 500 }, { at: at('02T18:00'), permille: 900 }] }, open, 'round a: tranches'],
    [{ tranches: [{ at: at('02T20:00'), permille: 500 }] }, open, 'r.tranches released-already', { tranches: [] }],
  ]; // biome-ignore format: a line a case
  it.each(table)('%j at %o: %s', (change, now, said, more) => {
    expect(codes(change, now, more)).toEqual([said]);
  });

  it('that was postponed is still the one of the file', () => {
    const { drawAt, opensAt, closesAt } = round;
    const later = { drawAt: at('04T09:00'), opensAt: at('04T10:00'), closesAt: at('05T10:00') };
    expect(codes({}, open, { ...later, formerly: [{ drawAt, opensAt, closesAt }] })).toEqual([]);
    expect(codes({ opensAt: at('02T10:01') }, open, { ...later, formerly: [{ drawAt, opensAt, closesAt }] })).toHaveLength(3);
  });
});

describe('rules of a vaccine that people are booked for', () => {
  const rule = (validFrom: string, minAge: number, interval: number): PlannedRule => ({
    ...{ validFrom, minAge, maxAge: null, doses: 2, interval, intervalMin: 21, intervalMax: 42 },
  });
  const before = [rule('2027-01-01', 18, 21), rule('2027-04-01', 16, 28)];
  const table: [wanted: PlannedRule[], said: string[]][] = [
    [before, []],
    [[rule('2027-01-01', 19, 21)], ['rule-in-force']],
    [[rule('2027-03-01', 18, 21)], []],
    [[rule('2027-03-01', 17, 21)], ['rule-in-force']],
    [[rule('2027-03-11', 12, 21)], []],
    [[rule('2027-03-11', 18, 28)], ['interval-by-command']],
    [[rule('2027-04-01', 12, 28)], []],
    [[rule('2027-04-01', 12, 21)], ['interval-by-command']],
    [[rule('2026-12-01', 18, 21)], ['rule-in-force']],
  ];
  it.each(table)('%j: %j', (wanted, said) => {
    expect(ruleProblems(before, wanted, 'p', '2027-03-10').map(({ code }) => code)).toEqual(said);
  });
});
