import { describe, expect, test } from 'vitest';
import { belongs } from './cohort';
import { fivePartWeek, tenPart } from './rotation';
import { weekdayOf } from './seoul';

test('rotation in ten counts up from its first digit, over the end of a month', () => {
  const windows = tenPart('2026-02-24', 7, { bornTo: '1966-12-31' });
  expect(windows.map(({ date, digits }) => [date, ...digits])).toEqual([
    ['2026-02-24', 7],
    ['2026-02-25', 8],
    ['2026-02-26', 9],
    ['2026-02-27', 0],
    ['2026-02-28', 1],
    ['2026-03-01', 2],
    ['2026-03-02', 3],
    ['2026-03-03', 4],
    ['2026-03-04', 5],
    ['2026-03-05', 6],
  ]);
  expect(windows[4]).toMatchObject({
    cohort: { bornTo: '1966-12-31', dayDigits: [1] },
    opensAt: new Date('2026-02-28T20:00:00+09:00'),
    closesAt: new Date('2026-03-01T18:00:00+09:00'),
  });
});

/** The week of 9 March 2020, the first of the rule: the digit of the year, the day to go. */
const maskDays: [digit: number, date: string][] = [
  [0, '2020-03-13'],
  [1, '2020-03-09'],
  [2, '2020-03-10'],
  [3, '2020-03-11'],
  [4, '2020-03-12'],
  [5, '2020-03-13'],
  [6, '2020-03-09'],
  [7, '2020-03-10'],
  [8, '2020-03-11'],
  [9, '2020-03-12'],
];

describe('the five-part rule of the masks of 2020', () => {
  const week = fivePartWeek('2020-03-09');

  test.each(maskDays)('a year of birth ending in %i goes on %s and at the weekend', (digit, date) => {
    for (let year = 1920; year <= 2010; year += 1) {
      if (!String(year).endsWith(String(digit))) continue;
      for (const birthDate of [`${year}-01-01`, `${year}-02-28`, `${year}-12-31`]) {
        const mine = week.filter(({ cohort }) => belongs(cohort, birthDate)).map((window) => window.date);
        expect([birthDate, ...mine]).toEqual([birthDate, date, '2020-03-14', '2020-03-15']);
      }
    }
  });

  test('runs from Monday to Sunday, each day from midnight to midnight in Seoul', () => {
    expect(week.map(({ date }) => weekdayOf(date))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(week.map(({ opensAt }) => opensAt.toISOString())).toEqual([
      '2020-03-08T15:00:00.000Z',
      '2020-03-09T15:00:00.000Z',
      '2020-03-10T15:00:00.000Z',
      '2020-03-11T15:00:00.000Z',
      '2020-03-12T15:00:00.000Z',
      '2020-03-13T15:00:00.000Z',
      '2020-03-14T15:00:00.000Z',
    ]);
    expect(week[6]?.closesAt.toISOString()).toBe('2020-03-15T15:00:00.000Z');
  });
});
