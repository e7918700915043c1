import { describe, expect, test } from 'vitest';
import { ageOn, belongs, type Cohort, overlap } from './cohort';

describe('a birth date belongs to a cohort', () => {
  const within: Cohort = { bornFrom: '1972-01-01', bornTo: '1985-12-31' };
  test.each<[string, Cohort, string, boolean]>([
    ['without restriction', {}, '1950-05-05', true],
    ['on its first day', within, '1972-01-01', true],
    ['the day before', within, '1971-12-31', false],
    ['on its last day', within, '1985-12-31', true],
    ['the day after', within, '1986-01-01', false],
    ['from a day on, without an end', { bornFrom: '1972-01-01' }, '2020-01-01', true],
    ['up to a day, without a beginning', { bornTo: '1961-12-31' }, '1920-01-01', true],
    ['30th for digit 0', { dayDigits: [0] }, '1980-04-30', true],
    ['31st for digit 1', { dayDigits: [1] }, '1980-05-31', true],
    ['31st for digit 3', { dayDigits: [3] }, '1980-05-31', false],
    ['29 February for digit 9', { dayDigits: [9] }, '1980-02-29', true],
    ['one of two digits', { yearDigits: [1, 6] }, '1966-01-02', true],
    ['the digit of the day is not that of the year', { yearDigits: [1, 6] }, '1965-01-06', false],
    ['digit right, year outside', { ...within, dayDigits: [9] }, '1990-01-09', false],
    ['year right, digit wrong', { ...within, dayDigits: [9] }, '1980-01-08', false],
    ['no digit at all', { dayDigits: [] }, '1980-01-08', false],
  ])('%s', (_, cohort, birthDate, expected) => {
    expect(belongs(cohort, birthDate)).toBe(expected);
  });
});

test.each([
  ['1971-08-10', '2021-08-09', 49],
  ['1971-08-10', '2021-08-10', 50],
  ['1972-01-01', '2021-12-31', 49],
  ['2000-02-29', '2021-02-28', 20],
  ['2000-02-29', '2021-03-01', 21],
  ['2000-02-29', '2024-02-29', 24],
  ['2021-08-09', '2021-08-09', 0],
])('born %s, on %s one is %i', (birthDate, date, age) => {
  expect(ageOn(birthDate, date)).toBe(age);
});

test.each<[Cohort, Cohort, boolean]>([
  [{}, {}, true],
  [{ dayDigits: [9] }, { bornFrom: '1972-01-01', bornTo: '1985-12-31' }, true],
  [{ dayDigits: [9] }, { dayDigits: [0] }, false],
  [{ dayDigits: [9, 0] }, { dayDigits: [0] }, true],
  [{ yearDigits: [1, 6] }, { yearDigits: [2, 7] }, false],
  [{ bornTo: '1985-12-31' }, { bornFrom: '1985-12-31' }, true],
  [{ bornTo: '1985-12-31' }, { bornFrom: '1986-01-01' }, false],
  [{ bornFrom: '1986-01-01' }, { bornTo: '1985-12-31' }, false],
])('%j and %j share people: %s', (a, b, expected) => {
  expect(overlap(a, b)).toBe(expected);
  expect(overlap(b, a)).toBe(expected);
});
