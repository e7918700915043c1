import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '@/lib/campaign/seoul';
import { Carries, type KnownShare, type PlannedRound, sharesOf } from './shares';
import { type Cell, type Clinic, type Course, cellKey, clinicCells, type Delivery } from './stock';

const monday = '2026-11-23';
const day = (ahead: number): string => addDays(monday, ahead);
const comirnaty: Delivery = { id: 1, product: 'comirnaty', doses: 100, from: monday, to: day(60) };
const courses: Course = (product) => (product === 'single' ? null : { interval: 21, intervalMax: 42 });
const clinic = (places: number[], deliveries: Delivery[] = [comirnaty], known: Clinic['known'] = []): Clinic => ({
  places: new Map(places.map((count, ahead) => [day(ahead), count])),
  deliveries,
  spent: new Map(),
  known,
});
/** `ahead:dose:delivery:places` */
const said = (cells: Cell[]) =>
  cells
    .filter(({ places }) => places > 0)
    .map((cell) => `${(Date.parse(cell.day) - Date.parse(monday)) / 86_400_000}:${cell.dose}:${cell.delivery.id}:${cell.places}`);
const spread = (days: Record<number, number>) => Array.from({ length: 43 }, (_, ahead) => days[ahead] ?? 0);
const single: Delivery = { id: 9, product: 'single', doses: 12, from: day(1), to: day(2) };

describe('a clinic’s places', () => {
  test.each<[string, Clinic, string[]]>([
    ['a second dose is kept for each first one', clinic(spread({ 0: 10, 21: 10 })), ['0:1:1:10', '21:2:1:10']],
    ['without a day for the second dose there is no first', clinic(spread({ 0: 10, 20: 10 })), []],
    ['the next day with room takes the second dose', clinic(spread({ 0: 10, 21: 4, 22: 10 })), ['0:1:1:10', '21:2:1:4', '22:2:1:6']],
    ['doses bound it, two for each person', clinic(spread({ 0: 10, 21: 10 }), [{ ...comirnaty, doses: 7 }]), ['0:1:1:3', '21:2:1:3']],
    ['half hours bound it', clinic(spread({ 0: 10, 21: 3 })), ['0:1:1:3', '21:2:1:3']],
    ['not before it is there, not after it has expired', clinic([5, 5, 5, 5], [single]), ['1:1:9:5', '2:1:9:5']],
    ['one dose may be enough', clinic([0, 5, 9], [single]), ['1:1:9:5', '2:1:9:7']],
    [
      'the second dose may come of another delivery of the same product',
      clinic(spread({ 0: 10, 21: 10 }), [
        { ...comirnaty, doses: 10, to: day(20) },
        { ...comirnaty, id: 2, doses: 8, from: day(7) },
        { ...single, from: day(9), to: day(20) },
      ]),
      ['0:1:1:8', '21:2:2:8'],
    ],
    [
      'products share a day by their doses',
      clinic(
        [12],
        [
          { ...single, from: monday, doses: 30 },
          { ...single, id: 10, from: monday, doses: 10 },
        ],
      ),
      ['0:1:9:9', '0:1:10:3'],
    ],
    ['what must not be used is not planned', clinic([5], [{ ...single, from: '9999-12-31', to: '0001-01-01' }]), []],
  ])('%s', (_, given, expected) => expect(said(clinicCells(given, courses))).toEqual(expected));

  test('doses of days that are over are gone', () => {
    expect(said(clinicCells({ ...clinic([0, 9], [single]), spent: new Map([[9, 8]]) }, courses))).toEqual(['1:1:9:4']);
  });

  test.each<[string, Partial<Delivery>, number, string[]]>([
    ['closed half hours take back what is not taken', {}, 3, ['1:1:9:3']],
    ['never what is', {}, 1, ['1:1:9:2']],
    ['vaccine that must not be used, too', { from: '9999-12-31' }, 9, ['1:1:9:2']],
    ['vaccine that did not come', { doses: 4 }, 9, ['1:1:9:4']],
  ])('%s', (_, change, places, expected) => {
    const delivery = { ...single, ...change };
    const known = [{ day: day(1), dose: 1, delivery, places: 5, taken: 2 } as const];
    const after = { ...clinic([0, places], [delivery], known), deliveries: [{ ...delivery, doses: Math.min(delivery.doses, 5) }] };
    expect(said(clinicCells(after, courses))).toEqual(expected);
  });
});

const cell = (places: number): Cell => ({ day: monday, dose: 1, delivery: comirnaty, places });
const rounds = (phases: string): PlannedRound[] =>
  phases.split(' ').map((text) => {
    const [id = '', weight, phase] = text.split(':');
    return { id, weight: Number(weight), phase: phase === 'a' ? 'ahead' : phase === 'o' ? 'open' : 'closed' };
  });
const knownOf = (text: string): KnownShare[] =>
  text.split(' ').flatMap((one) => {
    const [roundId = '', quota, taken = 0, received = 0] = one.split(':');
    return roundId ? [{ roundId, quota: Number(quota), taken: Number(taken), received: Number(received) }] : [];
  });

test.each<[string, string, string, number, boolean, string]>([
  ['a new cell goes to all that are not over', 'A:1:c B:1:o C:3:a', '', 8, false, 'B:2 C:6'],
  ['what stands stays', 'A:1:a B:3:a', 'A:5 B:3', 8, false, ''],
  ['more goes to those that have not opened', 'A:1:o B:1:a C:1:a', 'A:2 B:2 C:2', 10, false, 'B:4 C:4'],
  ['and to those that have where no other is to come', 'A:1:o B:1:o', 'A:2 B:2', 6, false, 'A:3 B:3'],
  ['a round that comes later takes from nobody who has opened', 'A:1:o B:1:a C:1:a', 'A:4 B:4', 8, true, 'B:2 C:2'],
  ['what was handed on stays where it went', 'A:1:c B:1:a C:1:a', 'A:1:1 B:4:0:2 C:3', 8, true, 'B:5 C:2'],
  ['less is taken from those that have not opened first', 'A:1:o B:1:a', 'A:4:1 B:4:1', 5, false, 'B:1'],
  ['then from the others, never what is taken', 'A:1:o B:1:a', 'A:4:3 B:4', 3, false, 'A:3 B:0'],
  ['another programme keeps its own', 'B:1:a', 'X:4:4', 6, false, 'B:2'],
])('%s', (_, phases, known, places, resplit, expected) => {
  const before = new Map([[cellKey(cell(0)), knownOf(known)]]);
  const changed = sharesOf([cell(places)], rounds(phases), before, new Carries(), resplit);
  expect(changed.map((share) => `${share.roundId}:${share.places}`).join(' ')).toBe(expected);
});

test('over many clinics the country’s shares are in proportion, and each first dose finds its second', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1_800_000 }), { minLength: 2, maxLength: 13 });
  const clinics = fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 43, maxLength: 43 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(weights, clinics, (list, country) => {
      const carries = new Carries();
      const all: PlannedRound[] = list.map((weight, index) => ({ id: String(index), weight, phase: 'ahead' }));
      const sums = { 1: new Map<string, number>(), 2: new Map<string, number>() };
      for (const places of country) {
        const one = clinic(places, [{ ...comirnaty, doses: 120 }]);
        const cells = clinicCells(one, courses);
        const used = new Map<string, number>();
        for (const share of sharesOf(cells, all, new Map(), carries)) {
          sums[share.dose].set(share.roundId, (sums[share.dose].get(share.roundId) ?? 0) + share.places);
          used.set(share.day, (used.get(share.day) ?? 0) + share.places);
        }
        for (const [date, count] of used) expect(count).toBeLessThanOrEqual(one.places.get(date) ?? 0);
        expect([...used.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(120);
        // Run again, it adds nothing.
        const known = cells.map((planned) => ({ ...planned, taken: 0 }));
        expect(clinicCells({ ...one, known }, courses).map(({ places: count }) => count)).toEqual(cells.map(({ places: count }) => count));
      }
      for (const dose of [1, 2] as const) {
        const total = [...sums[dose].values()].reduce((sum, count) => sum + count, 0);
        const weight = list.reduce((sum, one) => sum + one, 0);
        list.forEach((one, index) => {
          expect(Math.abs((sums[dose].get(String(index)) ?? 0) - (total * one) / weight)).toBeLessThan(2);
        });
      }
      expect([...sums[1].values()].reduce((a, b) => a + b, 0)).toBe([...sums[2].values()].reduce((a, b) => a + b, 0));
    }),
    { numRuns: 60 },
  );
});
