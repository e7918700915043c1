import { expect, test } from 'vitest';
import { readBirthDate } from './birth-date';

const today = '2021-08-09';

test.each([
  ['1980', '2', '29', '1980-02-29'],
  ['2000', '02', '29', '2000-02-29'],
  ['1920', '1', '1', '1920-01-01'],
  [' 1960 ', ' 12', '31 ', '1960-12-31'],
  ['2021', '8', '9', '2021-08-09'],
  ['1900', '1', '1', '1900-01-01'],
  ['１９６１', '５', '９', '1961-05-09'],
  ['1961년', '5월', '9일', '1961-05-09'],
])('%s / %s / %s is %s', (year, month, day, birthDate) => {
  expect(readBirthDate(year, month, day, today)).toEqual({ ok: true, birthDate });
});

test.each([
  ['1981', '2', '29', 'no-such-date'],
  ['1900', '2', '29', 'no-such-date'],
  ['1980', '2', '31', 'no-such-date'],
  ['1980', '4', '31', 'no-such-date'],
  ['1980', '13', '1', 'no-such-date'],
  ['1980', '0', '1', 'no-such-date'],
  ['1980', '1', '0', 'no-such-date'],
  ['80', '1', '1', 'no-such-date'],
  ['', '', '', 'no-such-date'],
  ['년', '월', '일', 'no-such-date'],
  ['천구백', '1', '1', 'no-such-date'],
  ['1980', '1.5', '1', 'no-such-date'],
  ['1980', '-1', '1', 'no-such-date'],
  ['1980', '1e0', '1', 'no-such-date'],
  ['19800', '1', '1', 'no-such-date'],
  ['1'.repeat(100_000), '1', '1', 'no-such-date'],
  ['1980', '1', '1\n2', 'no-such-date'],
  ['2021', '8', '10', 'date-in-future'],
  ['2999', '1', '1', 'date-in-future'],
  ['1899', '12', '31', 'date-too-old'],
  ['0080', '1', '1', 'date-too-old'],
])('%s / %s / %s is refused: %s', (year, month, day, code) => {
  expect(readBirthDate(year, month, day, today)).toEqual({ ok: false, code });
});
