import { describe, expect, test } from 'vitest';
import { august2021 } from './august-2021';
import { belongs } from './cohort';

const { rounds } = august2021;

/** The calendar as the press printed it: digit, opening, closing, all in Seoul. */
const evenings: [digit: number, opens: string, closes: string][] = [
  [9, '2021-08-09T20:00:00.000+09:00', '2021-08-10T18:00:00.000+09:00'],
  [0, '2021-08-10T20:00:00.000+09:00', '2021-08-11T18:00:00.000+09:00'],
  [1, '2021-08-11T20:00:00.000+09:00', '2021-08-12T18:00:00.000+09:00'],
  [2, '2021-08-12T20:00:00.000+09:00', '2021-08-13T18:00:00.000+09:00'],
  [3, '2021-08-13T20:00:00.000+09:00', '2021-08-14T18:00:00.000+09:00'],
  [4, '2021-08-14T20:00:00.000+09:00', '2021-08-15T18:00:00.000+09:00'],
  [5, '2021-08-15T20:00:00.000+09:00', '2021-08-16T18:00:00.000+09:00'],
  [6, '2021-08-16T20:00:00.000+09:00', '2021-08-17T18:00:00.000+09:00'],
  [7, '2021-08-17T20:00:00.000+09:00', '2021-08-18T18:00:00.000+09:00'],
  [8, '2021-08-18T20:00:00.000+09:00', '2021-08-19T18:00:00.000+09:00'],
];
const ages36to49 = '2021-08-19T20:00:00.000+09:00 to 2021-08-20T18:00:00.000+09:00';
const ages18to35 = '2021-08-20T20:00:00.000+09:00 to 2021-08-21T18:00:00.000+09:00';
const everybody = '2021-08-21T20:00:00.000+09:00 to 2021-09-18T18:00:00.000+09:00';

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const leapYears = [
  1920, 1924, 1928, 1932, 1936, 1940, 1944, 1948, 1952, 1956, 1960, 1964, 1968, 1972, 1976, 1980, 1984, 1988, 1992, 1996, 2000, 2004, 2008,
];

/** The days of the month written out by their last digit, so that nothing here computes a digit. */
const daysOfDigit: Record<number, number[]> = {
  0: [10, 20, 30],
  1: [1, 11, 21, 31],
  2: [2, 12, 22],
  3: [3, 13, 23],
  4: [4, 14, 24],
  5: [5, 15, 25],
  6: [6, 16, 26],
  7: [7, 17, 27],
  8: [8, 18, 28],
  9: [9, 19, 29],
};

/** Every birth date from 1920-01-01 to 2010-12-31 whose day is one of `days`. */
function birthDates(days: number[]): { year: number; birthDate: string }[] {
  const found: { year: number; birthDate: string }[] = [];
  for (let year = 1920; year <= 2010; year += 1) {
    for (const [index, length] of monthLengths.entries()) {
      const last = index === 1 && leapYears.includes(year) ? 29 : length;
      for (const day of days) {
        if (day > last) continue;
        found.push({ year, birthDate: `${year}-${String(index + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}` });
      }
    }
  }
  return found;
}

const inSeoul = (at: Date): string => new Date(at.getTime() + 9 * 3_600_000).toISOString().replace('Z', '+09:00');

const windowsOf = (birthDate: string): string[] =>
  rounds.filter(({ cohort }) => belongs(cohort, birthDate)).map(({ opensAt, closesAt }) => `${inSeoul(opensAt)} to ${inSeoul(closesAt)}`);

describe('every birth date from 1920 to 2010', () => {
  test('is looked at', () => {
    const all = Object.values(daysOfDigit).flatMap(birthDates);
    // 91 years of 365 days and 23 leap days.
    expect(new Set(all.map(({ birthDate }) => birthDate)).size).toBe(33_238);
  });

  test.each(evenings)('with the digit %i may book from %s, at the catch-up of its age and in the open phase', (digit, opens, closes) => {
    const wrong = birthDates(daysOfDigit[digit] ?? []).filter(({ year, birthDate }) => {
      const own = `${opens} to ${closes}`;
      let expected: string[] = [];
      if (year >= 1972 && year <= 1985) expected = [own, ages36to49, everybody];
      if (year >= 1986 && year <= 2003) expected = [own, ages18to35, everybody];
      return windowsOf(birthDate).join() !== expected.join();
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ['1971-12-31', []],
    ['1972-01-01', ['2021-08-11T20:00:00.000+09:00 to 2021-08-12T18:00:00.000+09:00', ages36to49, everybody]],
    ['1972-02-29', ['2021-08-09T20:00:00.000+09:00 to 2021-08-10T18:00:00.000+09:00', ages36to49, everybody]],
    ['1985-12-31', ['2021-08-11T20:00:00.000+09:00 to 2021-08-12T18:00:00.000+09:00', ages36to49, everybody]],
    ['1986-01-01', ['2021-08-11T20:00:00.000+09:00 to 2021-08-12T18:00:00.000+09:00', ages18to35, everybody]],
    ['2000-02-29', ['2021-08-09T20:00:00.000+09:00 to 2021-08-10T18:00:00.000+09:00', ages18to35, everybody]],
    ['1990-04-30', ['2021-08-10T20:00:00.000+09:00 to 2021-08-11T18:00:00.000+09:00', ages18to35, everybody]],
    ['2003-12-31', ['2021-08-11T20:00:00.000+09:00 to 2021-08-12T18:00:00.000+09:00', ages18to35, everybody]],
    ['2004-01-01', []],
  ])('%s', (birthDate, windows) => {
    expect(windowsOf(birthDate)).toEqual(windows);
  });
});

test('the sizes of the digits are those published, the others equal and marked as assumed, 17 million in all', () => {
  const sizes = rounds
    .slice(0, 10)
    .map(({ cohort, cohortSize, cohortSizeAssumed }) => [cohort.dayDigits?.[0], cohortSize, cohortSizeAssumed]);
  expect(sizes).toEqual([
    [9, 1_410_000, false],
    [0, 1_650_000, false],
    [1, 1_740_000, false],
    [2, 1_742_857, true],
    [3, 1_742_857, true],
    [4, 1_742_857, true],
    [5, 1_742_857, true],
    [6, 1_742_857, true],
    [7, 1_742_857, true],
    [8, 1_742_857, true],
  ]);
  expect(rounds.slice(10).map(({ cohortSizeAssumed }) => cohortSizeAssumed)).toEqual([true, true, true]);
});

test('the rounds are in order, with ids of their own, and drawn half an hour before the opening', () => {
  expect(rounds.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(new Set(rounds.map(({ id }) => id)).size).toBe(13);
  expect(rounds.map(({ drawAt, opensAt }) => opensAt.getTime() - drawAt.getTime())).toEqual(rounds.map(() => 1_800_000));
});
