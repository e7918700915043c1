import { expect, it } from 'vitest';
import { movedBy, type Reason, reasonOf, type Sense, senseOf } from './change';
import type { District, Part } from './district';
import type { Range } from './range';

const part: Part = {
  round: 'r',
  opensOn: '2026-12-01',
  over: false,
  front: 0,
  people: 100,
  taken: 10,
  received: 0,
  free: [
    ['2026-12-02', 20],
    ['2026-12-05', 20],
  ],
  announced: [['2026-12-06', 40]],
  shut: 0,
  heir: null,
  handsOn: '2026-12-02',
};
const district = (more: Partial<Part> = {}, today = '2026-12-01'): District => ({
  today,
  uptake: { low: 0.5, high: 0.7, rounds: 1 },
  parts: [{ ...part, ...more }],
});

it.each<[string, Sense, District, Reason]>([
  ['a delivery is put off', 'later', district({ announced: [['2026-12-09', 40]] }), 'supply-late'],
  ['less is announced', 'later', district({ announced: [['2026-12-06', 30]] }), 'supply-late'],
  ['a clinic shuts', 'later', district({ free: [['2026-12-05', 20]], shut: 20 }), 'closure'],
  [
    'ten have booked, which is no change of the vaccine',
    'later',
    district({
      free: [
        ['2026-12-02', 10],
        ['2026-12-05', 20],
      ],
      taken: 20,
    }),
    'line-faster',
  ],
  ['a day passed', 'later', district({ free: [['2026-12-05', 20]] }, '2026-12-02'), 'other'],
  [
    'more is planned',
    'earlier',
    district({
      free: [
        ['2026-12-02', 30],
        ['2026-12-05', 20],
      ],
    }),
    'supply-more',
  ],
  ['a delivery comes earlier', 'earlier', district({ announced: [['2026-12-03', 40]] }), 'supply-more'],
  ['fewer come', 'earlier', district({ front: 0.5 }), 'line-slower'],
])('%s: %s', (_, sense, after, reason) => expect(reasonOf(district(), after, sense)).toBe(reason));

it.each<[Range, Range, number, Sense | null]>([
  [{ from: '2026-12-30', to: '2027-01-02' }, { from: '2026-12-30', to: '2027-01-05' }, 3, 'later'],
  [{ from: '2028-02-28', to: '2028-03-01' }, { from: '2028-03-01', to: '2028-03-01' }, 2, 'later'],
  [{ from: '2026-12-01', to: '2026-12-09' }, { from: '2026-12-03', to: '2026-12-08' }, 2, 'earlier'],
  [{ from: '2026-12-01', to: null }, { from: '2026-12-01', to: '2026-12-09' }, Number.POSITIVE_INFINITY, 'earlier'],
  [{ from: null, to: null }, { from: '2026-12-01', to: null }, Number.POSITIVE_INFINITY, 'earlier'],
  [{ from: null, to: null }, { from: null, to: null }, 0, null],
])('%j to %j moved by %d days', (before, after, days, sense) => {
  expect(movedBy(before, after)).toBe(days);
  expect(senseOf(before, after)).toBe(sense);
});
