import { describe, expect, test } from 'vitest';
import { columns, headerProblems, type Kind, Reader } from './rows';

const delivery = {
  shipment: 'S-1',
  carrier: '운송',
  left_at: '',
  lot: 'L1',
  product: 'comirnaty',
  expires_on: '2028-02-29',
  clinic_id: '11110001',
  doses: '180',
  arrives_at: '2027-12-31 23:30',
};
const read = (kind: Kind, cells: Record<string, string>) => new Reader(kind, Object.keys(cells)).read(2, Object.values(cells));
const wrong = (change: Partial<typeof delivery>) =>
  read('deliveries', { ...delivery, ...change }).problems.map(({ column, code }) => `${column}: ${code}`);

test('a line as it should be; times are Seoul’s, and a leap day is a day', () => {
  expect(read('deliveries', delivery)).toEqual({
    row: { ...delivery, left_at: null, doses: 180, arrives_at: '2027-12-31T14:30:00.000Z' },
    problems: [],
  });
});

test.each<[Partial<typeof delivery>, string[]]>([
  [{ doses: '' }, ['doses: empty']],
  [{ doses: '1,000' }, ['doses: not-a-number']],
  [{ doses: '-5' }, ['doses: not-a-number']],
  [{ doses: '1e3' }, ['doses: not-a-number']],
  [{ doses: '0' }, ['doses: out-of-range']],
  [{ expires_on: '2027-02-29' }, ['expires_on: not-a-date']],
  [{ expires_on: '2027-01-01' }, ['expires_on: backwards']],
  [{ arrives_at: '2027-12-31 24:00' }, ['arrives_at: not-a-time']],
  [{ carrier: '=HYPERLINK("http://x")' }, ['carrier: formula']],
  [{ carrier: '@운송' }, ['carrier: formula']],
  [{ carrier: '운송\uFFFD' }, ['carrier: not-utf8']],
  [{ clinic_id: "1'; DROP TABLE clinic" }, ['clinic_id: not-a-code']],
  [{ lot: '', doses: 'x' }, ['lot: empty', 'doses: not-a-number']],
])('%j is refused, each column for itself', (change, problems) => expect(wrong(change)).toEqual(problems));

test('a line with a cell too many is refused whole, and the same twice is once too often', () => {
  const reader = new Reader('holidays', ['day', 'name_ko', 'name_en']);
  expect(reader.read(2, ['2027-05-01', '가', 'a', 'b']).problems).toEqual([{ line: 2, column: null, code: 'cells' }]);
  expect(reader.read(3, ['2027-05-01', '가', 'a']).problems).toEqual([]);
  expect(reader.read(4, ['2027-05-01', '나', 'b']).problems).toEqual([{ line: 4, column: null, code: 'twice' }]);
});

test('a header must have each column once, and no other', () => {
  const wanted = Object.keys(columns.holidays);
  expect(headerProblems('holidays', wanted)).toEqual([]);
  expect(headerProblems('holidays', wanted.toReversed())).toEqual([]);
  const said = headerProblems('holidays', ['day', 'day', 'name_ko', 'nonsense']).map(({ column }) => column);
  expect(said).toEqual(['name_en', 'nonsense', 'day']);
});

describe('opening hours', () => {
  const clinic = Object.fromEntries(Object.keys(columns.clinics).map((column) => [column, '']));
  const problems = (mon: string) =>
    read('clinics', { ...clinic, mon })
      .problems.filter(({ column }) => column === 'mon')
      .map(({ code }) => code);

  test.each([
    ['', []],
    ['09:00-12:30 13:30-18:00', []],
    ['09:00-09:00', ['not-hours']],
    ['13:30-18:00 09:00-12:30', ['not-hours']],
    ['09:00-12:15', ['not-hours']],
    ['9-12', ['not-hours']],
    ['22:00-25:00', ['not-hours']],
  ])('%s', (mon, codes) => expect(problems(mon)).toEqual(codes));
});

test('a closure ends after it begins', () => {
  const closure = { clinic_id: 'a', from: '2026-12-31 23:00', to: '2027-01-01 01:00' };
  expect(read('closures', closure).problems).toEqual([]);
  expect(read('closures', { ...closure, to: closure.from }).problems).toMatchObject([{ column: 'to', code: 'backwards' }]);
});
