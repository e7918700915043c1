import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Given, meetWishes, type OpenDay, type Supply, type Waiting } from './meet';
import type { Wish } from './wish';

const rules = [
  { product: 'a', validFrom: '2021-01-01', minAge: 12, maxAge: null, doses: 2 },
  { product: 'b', validFrom: '2021-01-01', minAge: 30, maxAge: null, doses: 1 },
];
const products = ['a', 'b'];
const nine = 9 * 60;

/** `free` of half hours from nine on. */
const openDay = (clinicId: string, day: string, free: number[], shares: Record<string, number> = { a: 100 }, district = 'd1'): OpenDay => ({
  clinicId,
  district,
  day,
  shares: Object.entries(shares).map(([product, left], id) => ({ id: id + 1, product, free: left })),
  slots: free.map((left, index) => ({ id: Number(day.slice(-2)) * 1000 + index, minute: nine + index * 30, free: left })),
});

const wish = (more: Partial<Wish> = {}): Wish => ({
  where: { district: 'd1' },
  fromDay: '2021-08-24',
  toDay: '2021-08-26',
  fromMinute: 0,
  toMinute: 1440,
  ...more,
});

const someone = (listId: string, wishes: Wish[], birthDates = ['1980-01-01']): Waiting => ({
  listId,
  wishes,
  members: birthDates.map((birthDate, index) => ({ personId: `${listId}${index || ''}`, birthDate })),
});

const met = (waiting: Waiting[], open: OpenDay[]): (string | null)[] =>
  meetWishes(waiting, { open, products, rules }).map((given) =>
    given.length ? given.map((g) => `${g.clinicId} ${g.slotId} ${g.product}`).join(', ') : null,
  );

describe('what one gets', () => {
  const cases: [string, Waiting[], OpenDay[], (string | null)[]][] = [
    [
      'the earliest day, then the earliest time',
      [someone('p', [wish()])],
      [openDay('k', '2021-08-25', [1]), openDay('l', '2021-08-24', [0, 1])],
      ['l 24001 a'],
    ],
    [
      'of equal times the emptier clinic',
      [someone('p', [wish()])],
      [openDay('k', '2021-08-24', [1]), openDay('l', '2021-08-24', [2])],
      ['l 24000 a'],
    ],
    [
      'nothing before or after the days',
      [someone('p', [wish()])],
      [openDay('k', '2021-08-23', [9]), openDay('k', '2021-08-27', [9])],
      [null],
    ],
    [
      'only within the hours, the last one left out',
      [
        someone('p', [wish({ fromMinute: nine + 30, toMinute: nine + 60 })]),
        someone('q', [wish({ fromMinute: nine + 30, toMinute: nine + 60 })]),
      ],
      [openDay('k', '2021-08-24', [5, 1, 5])],
      ['k 24001 a', null],
    ],
    [
      'the second wish, when the first is full',
      [someone('p', [wish({ where: { clinic: 'k' } }), wish({ where: { district: 'd2' } })])],
      [openDay('k', '2021-08-24', [0]), openDay('m', '2021-08-26', [1], { a: 1 }, 'd2')],
      ['m 26000 a'],
    ],
    [
      'the other product, when the preferred one is used up',
      [someone('p', [wish()])],
      [openDay('k', '2021-08-24', [1], { a: 0, b: 1 })],
      ['k 24000 b'],
    ],
    ['no product that one is too young for', [someone('p', [wish()], ['1995-01-01'])], [openDay('k', '2021-08-24', [1], { b: 1 })], [null]],
    [
      'only the product wished for',
      [someone('p', [wish({ product: 'b' })])],
      [openDay('k', '2021-08-24', [1], { a: 1 }), openDay('k', '2021-08-25', [1], { b: 1 })],
      ['k 25000 b'],
    ],
    [
      'what those before left over',
      [someone('p', [wish()]), someone('q', [wish()]), someone('r', [wish()])],
      [openDay('k', '2021-08-24', [1, 1])],
      ['k 24000 a', 'k 24001 a', null],
    ],
    [
      'no more than the share of the day',
      [someone('p', [wish()]), someone('q', [wish()])],
      [openDay('k', '2021-08-24', [5], { a: 1 })],
      ['k 24000 a', null],
    ],
    [
      'for a household adjacent half hours',
      [someone('p', [wish()], ['1980-01-01', '1981-01-01', '1982-01-01'])],
      [openDay('k', '2021-08-24', [2, 0, 1, 2])],
      ['k 24002 a, k 24003 a, k 24003 a'],
    ],
    [
      'for a household all or nothing',
      [someone('p', [wish()], ['1980-01-01', '1981-01-01']), someone('q', [wish()])],
      [openDay('k', '2021-08-24', [1])],
      [null, 'k 24000 a'],
    ],
    [
      'for a household what all of them may have',
      [someone('p', [wish()], ['1980-01-01', '2000-01-01'])],
      [openDay('k', '2021-08-24', [2], { b: 2 }), openDay('k', '2021-08-25', [2], { a: 2 })],
      ['k 25000 a, k 25000 a'],
    ],
  ];
  it.each(cases)('%s', (_, waiting, open, expected) => {
    expect(met(waiting, open)).toEqual(expected);
  });

  it('no half hour that the clinic leaves out lies between', () => {
    const lunch = openDay('k', '2021-08-24', [1, 1]);
    const [, second] = lunch.slots;
    if (second) second.minute += 60;
    expect(met([someone('p', [wish()], ['1980-01-01', '1981-01-01'])], [lunch])).toEqual([null]);
  });
});

describe('whole rounds', () => {
  const district = fc.constantFrom('d1', 'd2');
  const day = fc.constantFrom('2021-08-24', '2021-08-25', '2021-08-26');
  const clinicDay = fc
    .record({
      clinic: fc.constantFrom('k', 'l', 'm'),
      day,
      free: fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }),
      a: fc.nat(4),
      b: fc.nat(4),
    })
    .map(({ clinic, day: on, free, a, b }) => ({
      key: `${clinic} ${on}`,
      open: openDay(clinic, on, free, { a, b }, clinic === 'm' ? 'd2' : 'd1'),
    }));
  const anyWish = fc
    .record({
      where: fc.oneof(
        district.map((code) => ({ district: code })),
        fc.constantFrom('k', 'l', 'm').map((id) => ({ clinic: id })),
      ),
      on: fc.tuple(day, day),
      from: fc.nat(2),
      product: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    })
    .map(({ where, on, from, product }): Wish => {
      const [fromDay = '', toDay = ''] = [...on].sort();
      return { where, fromDay, toDay, fromMinute: nine + from * 30, toMinute: nine + 120, product };
    });
  const anybody = fc.record({
    wishes: fc.array(anyWish, { minLength: 1, maxLength: 3 }),
    born: fc.array(fc.constantFrom('1980-01-01', '2000-01-01'), { minLength: 1, maxLength: 3 }),
  });
  const rounds = fc.record({
    clinics: fc.uniqueArray(clinicDay, { selector: ({ key }) => key, maxLength: 7 }),
    people: fc.array(anybody, { minLength: 1, maxLength: 14 }),
  });

  /** Shares and half hours by names that no two clinic-days have in common. */
  const numbered = (open: OpenDay[]): OpenDay[] =>
    structuredClone(open).map((one, index) => ({
      ...one,
      shares: one.shares.map((share) => ({ ...share, id: index * 10 + share.id })),
      slots: one.slots.map((slot) => ({ ...slot, id: index * 100_000 + slot.id })),
    }));

  /** All ways in which this wish could be met with what is free, found by trying them all: no index, no order of search. */
  function ways(one: Wish, members: Waiting['members'], open: OpenDay[]): Set<string> {
    const found = new Set<string>();
    for (const place of open) {
      const here = 'clinic' in one.where ? place.clinicId === one.where.clinic : place.district === one.where.district;
      if (!here || place.day < one.fromDay || place.day > one.toDay) continue;
      for (const share of place.shares) {
        const young = members.some(({ birthDate }) => birthDate === '2000-01-01');
        if (share.free < members.length || (one.product && one.product !== share.product) || (share.product === 'b' && young)) continue;
        for (const first of place.slots) {
          let left = members.length;
          for (let minute = first.minute; left > 0; minute += 30) {
            const slot = place.slots.find((each) => each.minute === minute);
            if (!slot || slot.free === 0 || minute < one.fromMinute || minute >= one.toMinute) break;
            left -= Math.min(left, slot.free);
          }
          if (left <= 0) found.add(`${place.day} ${first.minute}`);
        }
      }
    }
    return found;
  }

  const without = (open: OpenDay[], given: Given[]): OpenDay[] => {
    const left = structuredClone(open);
    for (const { shareId, slotId } of given) {
      for (const place of left) {
        for (const share of place.shares) if (share.id === shareId) share.free -= 1;
        for (const slot of place.slots) if (slot.id === slotId) slot.free -= 1;
      }
    }
    return left;
  };

  function check(meet: (waiting: Waiting[], supply: Supply) => Given[][]) {
    fc.assert(
      fc.property(rounds, ({ clinics, people }) => {
        const open = numbered(clinics.map((one) => one.open));
        const waiting = people.map(({ wishes, born }, index) => someone(`p${index}-`, wishes, born));
        const answers = meet(waiting, { open: structuredClone(open), products, rules });
        let free = open;
        for (const [index, { wishes, members }] of waiting.entries()) {
          const given = answers[index] ?? [];
          const first = wishes.findIndex((one) => ways(one, members, free).size > 0);
          // Nobody is left out who could have had something, with what those before left.
          expect(given.length).toBe(first < 0 ? 0 : members.length);
          const one = wishes[first];
          if (one) {
            const starts = given.map(({ slotId }) => {
              const place = free.find(({ slots }) => slots.some(({ id }) => id === slotId));
              return `${place?.day} ${place?.slots.find(({ id }) => id === slotId)?.minute}`;
            });
            expect(ways(one, members, free).has(starts[0] ?? '')).toBe(true);
            expect(new Set(given.map(({ clinicId, shareId }) => `${clinicId} ${shareId}`)).size).toBe(1);
          }
          free = without(free, given);
          for (const { shares, slots } of free) for (const { free: left } of [...shares, ...slots]) expect(left).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  }

  it('nobody behind gets what somebody before wished for and could have had; nothing is given twice', () => {
    check(meetWishes);
  });

  const broken: [string, (waiting: Waiting[], supply: Supply) => Given[][]][] = [
    ['the last first', (waiting, supply) => meetWishes([...waiting].reverse(), supply).reverse()],
    ['everybody sees all of it', (waiting, supply) => waiting.flatMap((one) => meetWishes([one], structuredClone(supply)))],
    [
      'first wishes alone',
      (waiting, supply) =>
        meetWishes(
          waiting.map((one) => ({ ...one, wishes: one.wishes.slice(0, 1) })),
          supply,
        ),
    ],
    [
      'all first wishes before the second ones',
      (waiting, supply) => {
        const first = meetWishes(
          waiting.map((one) => ({ ...one, wishes: one.wishes.slice(0, 1) })),
          supply,
        );
        return first.map((given, index) => (given.length ? given : (meetWishes([waiting[index] as Waiting], supply)[0] ?? [])));
      },
    ],
    [
      'part of a household',
      (waiting, supply) =>
        meetWishes(
          waiting.map((one) => ({ ...one, members: one.members.slice(0, 1) })),
          supply,
        ),
    ],
    ['whatever the age', (waiting, supply) => meetWishes(waiting, { ...supply, rules: rules.map((rule) => ({ ...rule, minAge: 0 })) })],
  ];
  it.each(broken)('a planner that is wrong is caught: %s', (_, meet) => {
    expect(() => check(meet)).toThrow();
  });
});
