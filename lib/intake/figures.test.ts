import { expect, test } from 'vitest';
import { median, slipOf } from './figures';

const many = (value: number) => Array.from({ length: 10 }, () => value);

test.each([
  [[3], 3],
  [[1, 9], 5],
  [[9, 1, 2], 2],
])('the middle of %j is %d', (values, middle) => expect(median(values)).toBe(middle));

test.each<[number, number[], number[], ReturnType<typeof slipOf>]>([
  [1000, [10, 10, 12], [], { usual: 10, of: 'own' }],
  [80, [10, 10, 12], [], { usual: 10, of: 'own' }],
  [79, [10, 10, 12], [], null],
  [10, [100, 80, 90], [], { usual: 90, of: 'own' }],
  [12, [100, 80, 90], [], null],
  // Two figures are no habit: then all clinics are asked, which differ more.
  [1000, [10, 10], many(10), { usual: 10, of: 'all' }],
  [200, [10, 10], many(10), null],
  [1, [], many(100), { usual: 100, of: 'all' }],
  [1000, [], [10], null],
])('%d where one’s own are %j and all are %j', (value, own, all, slip) => expect(slipOf(value, own, all)).toEqual(slip));
