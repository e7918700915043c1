import { describe, expect, test } from 'vitest';
import { addDays, isDate, seoulDate, seoulInstant, weekdayOf } from './seoul';

describe('the day in Seoul', () => {
  test.each([
    ['2021-08-09T14:59:59.999Z', '2021-08-09'],
    ['2021-08-09T15:00:00.000Z', '2021-08-10'],
    ['2021-12-31T14:59:59.999Z', '2021-12-31'],
    ['2021-12-31T15:00:00.000Z', '2022-01-01'],
    ['2024-02-28T15:00:00.000Z', '2024-02-29'],
    ['2024-02-29T15:00:00.000Z', '2024-03-01'],
    ['2023-02-28T15:00:00.000Z', '2023-03-01'],
  ])('at %s is %s', (instant, date) => {
    expect(seoulDate(new Date(instant))).toBe(date);
  });

  test.each([
    ['2021-08-09', '20:00', '2021-08-09T11:00:00.000Z'],
    ['2021-08-10', '18:00', '2021-08-10T09:00:00.000Z'],
    ['2021-08-10', '00:00', '2021-08-09T15:00:00.000Z'],
    ['2022-01-01', '08:59', '2021-12-31T23:59:00.000Z'],
  ])('%s %s is the instant %s', (date, time, instant) => {
    expect(seoulInstant(date, time).toISOString()).toBe(instant);
  });
});

test.each([
  ['2021-08-31', 1, '2021-09-01'],
  ['2021-12-31', 1, '2022-01-01'],
  ['2020-02-28', 1, '2020-02-29'],
  ['2021-02-28', 1, '2021-03-01'],
  ['2021-03-01', -1, '2021-02-28'],
  ['2021-08-09', 9, '2021-08-18'],
])('%s and %i days is %s', (date, days, expected) => {
  expect(addDays(date, days)).toBe(expected);
});

test.each([
  ['2020-03-09', 1],
  ['2020-03-13', 5],
  ['2020-03-14', 6],
  ['2020-03-15', 7],
  ['2021-08-10', 2],
])('%s is day %i of the week', (date, weekday) => {
  expect(weekdayOf(date)).toBe(weekday);
});

test.each(['2000-02-29', '2024-02-29', '1920-01-01', '2010-12-31', '1970-04-30'])('%s is in the calendar', (text) => {
  expect(isDate(text)).toBe(true);
});

test.each([
  '1900-02-29',
  '2023-02-29',
  '2021-02-30',
  '2021-02-31',
  '2021-04-31',
  '2021-13-01',
  '2021-00-10',
  '2021-01-00',
  '2021-1-1',
  '21-01-01',
  '',
  'yesterday',
  '2021-01-01T00:00',
  ' 2021-01-01',
  '+02021-01-01',
])('“%s” is not in the calendar', (text) => {
  expect(isDate(text)).toBe(false);
});
