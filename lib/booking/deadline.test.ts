import { describe, expect, test } from 'vitest';
import { cancelUntil, mayCancel } from './deadline';

// Written by hand: the appointment and the last day on which it can be cancelled, both in Seoul.
const lastDays: [appointment: string, lastDay: string][] = [
  ['2021-08-26T09:00', '2021-08-24'],
  ['2021-08-26T00:00', '2021-08-24'],
  ['2021-08-26T23:30', '2021-08-24'],
  ['2021-09-01T10:00', '2021-08-30'],
  ['2021-09-02T10:00', '2021-08-31'],
  ['2024-03-01T10:00', '2024-02-28'],
  ['2024-03-02T10:00', '2024-02-29'],
  ['2023-03-01T10:00', '2023-02-27'],
  ['2022-01-01T10:00', '2021-12-30'],
  ['2022-01-02T10:00', '2021-12-31'],
];

describe('an appointment can be cancelled until 24:00 in Seoul two calendar days before', () => {
  test.each(lastDays)('%s until the end of %s', (appointment, lastDay) => {
    const startsAt = new Date(`${appointment}:00+09:00`);
    expect(mayCancel(startsAt, new Date(`${lastDay}T00:00:00+09:00`))).toBe(true);
    expect(mayCancel(startsAt, new Date(`${lastDay}T23:59:59.999+09:00`))).toBe(true);
    expect(mayCancel(startsAt, new Date(Date.parse(`${lastDay}T23:59:59.999+09:00`) + 1))).toBe(false);
    expect(cancelUntil(startsAt)).toEqual(new Date(Date.parse(`${lastDay}T23:59:59.999+09:00`) + 1));
  });

  test('before nine in the morning in Seoul, when it is still the day before in UTC', () => {
    expect(cancelUntil(new Date('2021-08-25T23:30:00Z'))).toEqual(new Date('2021-08-24T15:00:00Z'));
  });
});
