import { describe, expect, test } from 'vitest';
import type { CourseRule } from '@/lib/supply/product-rule';
import {
  byNearness,
  byWeekday,
  daysFor,
  type Homeless,
  kilometres,
  nearestPlaces,
  neighbours,
  type OpenDay,
  partiesOf,
  withSpare,
} from './nearest';

const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+09:00`);
const rule = { product: 'P', validFrom: '2020-01-01', minAge: 18, maxAge: 64, doses: 2, interval: 21, intervalMin: 21, intervalMax: 42 };
const rules: CourseRule[] = [rule, { ...rule, validFrom: '2027-01-01', interval: 42, intervalMin: 35, intervalMax: 42 }];
const rest = {
  clinicId: 'home',
  roundId: 'R',
  product: 'P',
  dose: 1,
  birthDate: '1980-05-05',
  ownSlot: true,
  firstDay: null,
  anew: false,
  setAside: null,
} as const;
const homeless = (bookingId: string, more: Partial<Homeless> = {}): Homeless => ({
  ...rest,
  bookingId,
  slotId: 1,
  day: '2026-12-10',
  startsAt: at('2026-12-10', '10:00'),
  notBefore: at('2026-12-10', '10:00'),
  togetherId: null,
  ...more,
});
const open = (
  clinicId: string,
  day: string,
  slots: [number, string, number][],
  free = 9,
  more: Partial<OpenDay['shares'][0]> = {},
): OpenDay => ({
  clinicId,
  day,
  shares: [{ id: slots[0]?.[0] ?? 0, roundId: 'R', product: 'P', dose: 1, free, ...more }],
  slots: slots.map(([id, time, places]) => ({ id, startsAt: at(day, time), free: places })),
});
const near = (clinicId: string) => [clinicId, 'next', 'far'];
/** `booking: slot` of everybody who gets a place. */
const given = (people: Homeless[], days: OpenDay[]) =>
  [...nearestPlaces(people, days, near, rules)].map(([bookingId, { slotId }]) => `${bookingId}:${slotId}`);

describe('the dose that was set aside goes along', () => {
  const setAside = { deliveryId: 7, from: '2026-12-01', to: '2026-12-20' };
  const second = homeless('a', { dose: 2, firstDay: '2026-11-12', anew: true, ownSlot: false, setAside });
  const empty = (clinicId: string, day: string, spare: number): OpenDay => ({
    ...{ clinicId, day, shares: [], spare },
    slots: [{ id: 9, startsAt: at(day, '10:00'), free: 5 }],
  });
  test.each<[string, Homeless[], OpenDay[], string[]]>([
    ['to half hours that nobody has planned with', [second], [empty('home', '2026-12-17', 1)], ['2026-12-17']],
    ['not to those of others', [second], [empty('home', '2026-12-17', 0)], []],
    ['not to another clinic', [second], [empty('next', '2026-12-17', 1)], []],
    ['not beyond the day on which it expires', [second], [empty('home', '2026-12-21', 1)], []],
    ['not out of the range', [{ ...second, firstDay: '2026-12-01' }], [empty('home', '2026-12-17', 1)], []],
    ['as many as are spare', [second, { ...second, bookingId: 'b' }], [empty('home', '2026-12-17', 1)], ['2026-12-17']],
    ['for nobody who has none', [{ ...second, setAside: null }], [empty('home', '2026-12-17', 1)], []],
  ])('%s', (_, people, days, along) => {
    expect([...nearestPlaces(people, days, near, rules).values()].map((place) => place.along)).toEqual(along);
  });

  test('only where no dose is there already', () => {
    const there = { ...open('home', '2026-12-17', [[9, '10:00', 5]], 1, { dose: 2 }), spare: 1 };
    const places = nearestPlaces([second, { ...second, bookingId: 'b' }], [there], near, rules);
    expect([...places.values()].map(({ shareId, along }) => [shareId, along])).toEqual([
      [9, undefined],
      [null, '2026-12-17'],
    ]);
  });

  test('what is spare is known of days with shares and of days without', () => {
    const [shared, alone] = [open('home', '2026-12-17', []), empty('home', '2026-12-18', 2)];
    const days = withSpare([shared], [empty('home', '2026-12-17', 3), alone]);
    expect(days).toEqual([{ ...shared, spare: 3 }, alone]);
    expect(withSpare([shared], [])).toEqual([{ ...shared, spare: 0 }]);
  });
});

describe('the nearest place', () => {
  const late = () => open('home', '2026-12-13', [[130, '10:00', 1]]);
  test.each<[string, Homeless, OpenDay[], string[]]>([
    ['the own half hour, of another delivery', homeless('a'), [open('home', '2026-12-10', [[100, '10:30', 5]]), late()], ['a:1']],
    [
      'the nearest time when the own half hour is gone',
      homeless('a', { ownSlot: false }),
      [
        open('home', '2026-12-10', [
          [100, '15:00', 1],
          [101, '11:00', 1],
        ]),
      ],
      ['a:101'],
    ],
    [
      'the own clinic on another day before another clinic on the same',
      homeless('a'),
      [open('next', '2026-12-10', [[200, '10:00', 1]]), late()],
      ['a:130'],
    ],
    [
      'the nearer clinic before the nearer day',
      homeless('a'),
      [open('far', '2026-12-10', [[300, '10:00', 1]]), open('next', '2026-12-20', [[200, '10:00', 1]])],
      ['a:200'],
    ],
    [
      'nothing before the earliest instant',
      homeless('a', { ownSlot: false, notBefore: at('2026-12-10', '12:00') }),
      [
        open('home', '2026-12-10', [
          [100, '10:00', 1],
          [101, '14:00', 1],
        ]),
      ],
      ['a:101'],
    ],
    ['nobody beyond the age limit of the day', homeless('a', { birthDate: '1961-12-12' }), [late()], []],
    ['the last day before the age limit', homeless('a', { birthDate: '1961-12-14' }), [late()], ['a:130']],
    [
      'a second dose in its range only',
      homeless('a', { dose: 2, firstDay: '2026-11-01' }),
      [open('home', '2026-12-14', [[130, '10:00', 1]], 9, { dose: 2 })],
      [],
    ],
    [
      'a second dose on the last day of its range',
      homeless('a', { dose: 2, firstDay: '2026-11-01' }),
      [open('home', '2026-12-13', [[130, '10:00', 1]], 9, { dose: 2 })],
      ['a:130'],
    ],
    [
      'by a new interval the same weekday nearest to the announced day, before a nearer other day',
      homeless('a', { dose: 2, firstDay: '2026-12-10', day: '2027-01-01', anew: true, notBefore: 0 }),
      [
        open('home', '2027-01-14', [[114, '10:00', 1]], 9, { dose: 2 }),
        open('home', '2027-01-15', [[115, '10:00', 1]], 9, { dose: 2 }),
        open('home', '2027-01-21', [[121, '10:00', 1]], 9, { dose: 2 }),
      ],
      ['a:115'],
    ],
    [
      'by a new interval another day of the own clinic before the same weekday of another',
      homeless('a', { dose: 2, firstDay: '2026-12-10', day: '2027-01-01', anew: true, notBefore: 0 }),
      [open('next', '2027-01-15', [[215, '10:00', 1]], 9, { dose: 2 }), open('home', '2027-01-20', [[120, '10:00', 1]], 9, { dose: 2 })],
      ['a:120'],
    ],
    [
      'by a new interval nothing outside of its range',
      homeless('a', { dose: 2, firstDay: '2026-12-10', day: '2027-01-01', anew: true, notBefore: 0 }),
      [open('home', '2027-01-13', [[113, '10:00', 1]], 9, { dose: 2 }), open('home', '2027-01-22', [[122, '10:00', 1]], 9, { dose: 2 })],
      [],
    ],
    ['a first dose not from second doses', homeless('a'), [open('home', '2026-12-13', [[130, '10:00', 1]], 9, { dose: 2 })], []],
    ['no other product', homeless('a'), [open('home', '2026-12-13', [[130, '10:00', 1]], 9, { product: 'Q' })], []],
    ['no full share', homeless('a'), [open('home', '2026-12-13', [[130, '10:00', 1]], 0)], []],
  ])('%s', (_, person, days, expected) => expect(given([person], days)).toEqual(expected));

  test('goes to whoever comes first in the list', () => {
    expect(given([homeless('a'), homeless('b'), homeless('c')], [late(), open('next', '2026-12-13', [[230, '10:00', 1]])])).toEqual([
      'a:130',
      'b:230',
    ]);
  });

  test('keeps those together who come together, and else gives each what there is', () => {
    const two = [homeless('a', { togetherId: 'T' }), homeless('b', { togetherId: 'T' })];
    expect(
      given(two, [
        late(),
        open('home', '2026-12-20', [
          [140, '10:00', 1],
          [141, '10:30', 1],
        ]),
      ]),
    ).toEqual(['a:140', 'b:141']);
    expect(given(two, [late(), open('next', '2026-12-20', [[240, '10:00', 1]])])).toEqual(['a:130', 'b:240']);
  });
});

test('a day is near by its distance, and of two the later', () => {
  const days = ['2026-12-08', '2026-12-12', '2026-12-11', '2026-12-10', '2026-12-09'];
  expect(days.sort(byNearness('2026-12-10'))).toEqual(['2026-12-10', '2026-12-11', '2026-12-09', '2026-12-12', '2026-12-08']);
});

test('the same weekday comes first, then all others; of both the nearest to the day that is aimed at', () => {
  const days = ['2027-01-20', '2027-01-21', '2027-01-22', '2027-01-15', '2027-01-08'];
  expect(days.sort(byWeekday('2027-01-01', '2027-01-15'))).toEqual(['2027-01-15', '2027-01-22', '2027-01-08', '2027-01-20', '2027-01-21']);
});

test('places are looked for around the old day, up to the end of a range, and in the range alone when the interval has changed', () => {
  expect(daysFor([homeless('a')], rules)).toEqual({ from: '2026-12-03', to: '2027-01-14' });
  expect(daysFor([homeless('a', { firstDay: '2026-12-05' }), homeless('b')], rules)).toEqual({ from: '2026-12-03', to: '2027-01-16' });
  expect(daysFor([homeless('a', { firstDay: '2026-12-05', anew: true })], rules)).toEqual({ from: '2026-12-26', to: '2027-01-16' });
});

test('who comes together from the same place is one party', () => {
  const people = [
    homeless('a', { togetherId: 'T' }),
    homeless('b'),
    homeless('c', { togetherId: 'T' }),
    homeless('d', { togetherId: 'T', day: '2026-12-31' }),
  ];
  expect(partiesOf(people).map((party) => party.map(({ bookingId }) => bookingId).join())).toEqual(['a,c', 'b', 'd']);
});

describe('neighbours', () => {
  const seoul = { id: 'seoul', latitude: 37.5665, longitude: 126.978 };
  const suwon = { id: 'suwon', latitude: 37.2636, longitude: 127.0286 };
  const busan = { id: 'busan', latitude: 35.1796, longitude: 129.0756 };
  test('are as far as the map says, to two per cent', () => {
    expect(kilometres(seoul, suwon)).toBeCloseTo(34, 0);
    expect(Math.abs(kilometres(seoul, busan) - 325)).toBeLessThan(6);
  });
  test.each([
    [{ reach: 50, most: 9 }, ['seoul', 'suwon']],
    [{ reach: 500, most: 9 }, ['seoul', 'suwon', 'busan']],
    [{ reach: 500, most: 2 }, ['seoul', 'suwon']],
  ])('%j', (limits, expected) => expect(neighbours([busan, suwon, seoul], 'seoul', limits)).toEqual(expected));
});
