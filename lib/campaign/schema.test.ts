import { expect, test } from 'vitest';
import { birthDateForm, calendarDate, cohortSchema } from './schema';

test.each([
  [{}],
  [{ bornFrom: '1972-01-01', bornTo: '2003-12-31', dayDigits: [9] }],
  [{ bornFrom: '2000-02-29', bornTo: '2000-02-29' }],
  [{ yearDigits: [1, 6] }],
])('the cohort %j is read as it is', (cohort) => {
  expect(cohortSchema.parse(cohort)).toEqual(cohort);
});

test.each([
  [{ bornFrom: '1900-02-29' }],
  [{ bornTo: '2021-02-31' }],
  [{ bornTo: '2021-2-3' }],
  [{ bornTo: 20210203 }],
  [{ bornFrom: '2003-12-31', bornTo: '1972-01-01' }],
  [{ dayDigits: [10] }],
  [{ dayDigits: [-1] }],
  [{ dayDigits: [1.5] }],
  [{ dayDigits: ['1'] }],
  [{ dayDigits: [1, 1] }],
  [{ dayDigits: [] }],
  [{ yearDigits: 6 }],
  [{ daysDigits: [1] }],
  [null],
  ['everybody'],
])('the cohort %j is refused', (cohort) => {
  expect(cohortSchema.safeParse(cohort).success).toBe(false);
});

test('a birth date is a day of the calendar', () => {
  expect(calendarDate.safeParse('1980-02-29').success).toBe(true);
  expect(calendarDate.safeParse('1981-02-29').success).toBe(false);
});

test.each([[{ year: '1980', month: '1' }], [{ year: 1980, month: '1', day: '1' }], [{ year: '1'.repeat(21), month: '1', day: '1' }]])(
  'the form %j is refused',
  (form) => {
    expect(birthDateForm.safeParse(form).success).toBe(false);
  },
);
