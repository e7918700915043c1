import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '@/lib/campaign/seoul';
import { type District, type OfDay, type Part, uptakeOf } from './district';
import { gateHour } from './hour';
import { whenOf } from './range';

const today = '2026-12-01';
const day = (ahead: number) => addDays(today, ahead);
const part = (more: Partial<Part> = {}): Part => ({
  round: 'r1',
  opensOn: day(0),
  over: false,
  front: 0,
  people: 1_000,
  taken: 0,
  received: 0,
  free: [],
  announced: [],
  shut: 0,
  heir: null,
  handsOn: day(1),
  ...more,
});
const uptake = { low: 0.5, high: 0.5, rounds: 3 };
const district = (parts: Part[], more: Partial<District> = {}): District => ({ today, uptake, parts, ...more });
/** Fifty a day for so many days. */
const fifties = (days: number, from = 1): OfDay[] => Array.from({ length: days }, (_, index): OfDay => [day(from + index), 50]);
const rangeOf = (one: District, place: number | null, round = 'r1') => {
  const { from, to } = whenOf(one, round, place);
  return [from, to];
};

describe('the day', () => {
  // 500 of 1,000 book, 50 a day. Half of those before take the first days; the last end counts all of them and a week of choice.
  it.each<[string, District, number | null, (string | null)[]]>([
    ['first in the line', district([part({ free: fifties(20) })]), 0, [day(1), day(1 + 7)]],
    ['in the middle: 250 before, by chance 230 to 270', district([part({ free: fifties(20) })]), 0.5, [day(3), day(6 + 7)]],
    ['last', district([part({ free: fifties(20) })]), 1, [day(5), day(11 + 7)]],
    ['nobody knows the place: 50 to 450 before', district([part({ free: fifties(20) })]), null, [day(1), day(10 + 7)]],
    ['the front has passed', district([part({ free: fifties(20), front: 0.6 })]), 0.5, [day(1), day(1 + 7)]],
    ['half of the line called, half has booked', district([part({ free: fifties(20), front: 0.5, taken: 250 })]), 1, [day(3), day(6 + 7)]],
    ['places for the early alone', district([part({ free: fifties(5) })]), null, [day(1), null]],
    ['no places at all', district([part()]), 0.5, [null, null]],
    ['places only before the round opens', district([part({ free: fifties(3), opensOn: day(9) })]), 0, [null, null]],
    ['the round is over', district([part({ free: fifties(9), over: true })]), 0, [null, null]],
    ['announced for day 4: from day 5 on, or a week later', district([part({ announced: [[day(4), 700]] })]), 0, [day(5), day(12 + 7)]],
  ])('%s', (_, one, place, expected) => expect(rangeOf(one, place)).toEqual(expected));

  it('comes from what a round before leaves, after it has handed on', () => {
    const before = part({ round: 'r0', over: true, free: fifties(6), heir: 'r1', handsOn: day(2) });
    expect(rangeOf(district([before, part({ people: 100 })]), 0)).toEqual([day(3), day(3 + 7)]);
    expect(whenOf(district([before, part({ people: 100 })]), 'r1', 0).rests?.handed).toBe(200);
  });

  it('does not count on what people of the round before still take: 500 of 1,000 want 300 places', () => {
    const before = part({ round: 'r0', free: fifties(6), heir: 'r1', handsOn: day(2) });
    expect(whenOf(district([before, part()]), 'r1', 0)).toMatchObject({ from: null, to: null, unknown: 'no-supply' });
  });

  it('is said of no round that is not there', () => {
    expect(whenOf(district([]), 'r1', 0)).toEqual({ from: null, to: null, unknown: 'no-round', rests: null });
  });
});

describe('what books', () => {
  it.each([
    ['nothing seen: the assumption', [], { low: 0.4, high: 0.8, rounds: 0 }],
    [
      'a line that has hardly begun',
      [{ over: false, front: 0.2, people: 100, taken: 60, full: false }],
      { low: 0.4, high: 0.8, rounds: 0 },
    ],
    ['one round', [{ over: true, front: 1, people: 100, taken: 60, full: false }], { low: 0.5, high: 0.7, rounds: 1 }],
    [
      'one round that had no more places',
      [{ over: true, front: 1, people: 100, taken: 30, full: true }],
      { low: 0.2, high: 0.8, rounds: 1 },
    ],
    ['half of a line', [{ over: false, front: 0.5, people: 100, taken: 25, full: false }], { low: 0.4, high: 0.6, rounds: 1 }],
  ])('%s', (_, seen, { low, high, rounds }) => {
    const found = uptakeOf(seen);
    expect([found.low, found.high]).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
    expect(found.rounds).toBe(rounds);
  });
});

const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 80 })), { maxLength: 12 });
const ofDays = counts.map((all) => all.map(([ahead, count]): OfDay => [day(ahead), count]));
const anyPart = (round: string, heir: string | null) =>
  fc
    .record({
      over: fc.boolean(),
      front: fc.double({ min: 0, max: 1, noNaN: true }),
      people: fc.integer({ min: 0, max: 2_000 }),
      taken: fc.integer({ min: 0, max: 500 }),
      free: ofDays,
      announced: ofDays,
      opens: fc.integer({ min: 0, max: 5 }),
      hands: fc.integer({ min: 0, max: 8 }),
    })
    .map(({ opens, hands, ...rest }) => part({ ...rest, round, heir, opensOn: day(opens), handsOn: day(hands) }));
const anyDistrict = fc
  .tuple(
    anyPart('r0', 'r1'),
    anyPart('r1', 'r2'),
    anyPart('r2', null),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([r0, r1, r2, a, b]) =>
    district([r0, r1, { ...r2, over: false }], { uptake: { low: Math.min(a, b), high: Math.max(a, b), rounds: 0 } }),
  );
const place = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
const at = (found: string | null) => found ?? '9999-12-31';

describe('always', () => {
  it('more supply, of the round or of one before it, makes nothing later', () => {
    const more = fc.record({
      to: fc.constantFrom(0, 1, 2),
      kind: fc.constantFrom('free', 'announced'),
      on: fc.integer({ min: 1, max: 30 }),
      by: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(anyDistrict, place, more, (one, where, { to, kind, on, by }) => {
        const parts = one.parts.map((each, index) =>
          index === to ? { ...each, [kind]: [...each[kind as 'free'], [day(on), by] as OfDay] } : each,
        );
        const [before, after] = [whenOf(one, 'r2', where), whenOf({ ...one, parts }, 'r2', where)];
        expect(at(after.from) <= at(before.from)).toBe(true);
        expect(at(after.to) <= at(before.to)).toBe(true);
      }),
    );
  });

  it('the range has its ends in order, begins after today, and is a week wide at least', () => {
    fc.assert(
      fc.property(anyDistrict, place, (one, where) => {
        const { from, to, unknown } = whenOf(one, 'r2', where);
        expect(from === null).toBe(unknown === 'no-supply');
        if (from) expect(from > today).toBe(true);
        if (from && to) expect(to >= addDays(from, 7)).toBe(true);
        if (!from) expect(to).toBeNull();
      }),
    );
  });

  it('who stands further back is not vaccinated earlier', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyDistrict, unit, unit, (one, a, b) => {
        const [before, behind] = [whenOf(one, 'r2', Math.min(a, b)), whenOf(one, 'r2', Math.max(a, b))];
        expect(at(behind.to) >= at(before.to)).toBe(true);
      }),
    );
  });
});

describe('the hour at the gate', () => {
  const opening = {
    opensAt: new Date('2026-12-01T11:00:00Z'),
    closesAt: new Date('2026-12-02T09:00:00Z'),
    minSweep: 1_800,
    seatCount: 240,
    cohortSize: 10_000,
  };
  // 240 seats of which 234.9 are aimed at give 0.979 a second: 5,000 people take 5,109 s.
  it.each<[string, number | null, number, number]>([
    ['first', 0, 0, 0],
    ['middle: 0.7 and 1.5 times 2,554 s', 0.5, 1_788, 3_831],
    ['not known: a tenth and nine tenths', null, 358, 6_897],
  ])('%s', (_, where, from, to) => {
    const hour = gateHour(opening, uptake, where);
    expect((hour.from.getTime() - opening.opensAt.getTime()) / 1_000).toBeCloseTo(from, -1);
    expect((hour.to.getTime() - opening.opensAt.getTime()) / 1_000).toBeCloseTo(to, -1);
  });

  it('is never after the closing', () => {
    expect(gateHour({ ...opening, seatCount: 1 }, uptake, 1).to).toEqual(opening.closesAt);
  });
});
