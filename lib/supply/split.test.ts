import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Carry, split, type Weighted } from './split';

const among = (weights: number[]): Weighted[] => weights.map((weight, index) => ({ id: String(index), weight }));
const parts = (total: number, weights: number[], carry: Carry = new Map()) => [...split(total, among(weights), carry).values()];

describe('whole places in proportion', () => {
  test.each([
    [10, [1, 1], [5, 5]],
    [10, [1, 1, 1], [4, 3, 3]],
    [1, [1, 2], [0, 1]],
    [0, [1, 2], [0, 0]],
    [7, [0, 2, 5], [0, 2, 5]],
    // 1.41, 1.65 and 1.74 million of August 2021: 2.9375, 3.4375 and 3.625 of ten.
    [10, [141, 165, 174], [3, 3, 4]],
    [48, [141, 165, 174], [14, 17, 17]],
    [100, [1], [100]],
  ])('%i over %j is %j', (total, weights, expected) => expect(parts(total, weights)).toEqual(expected));

  test('one place a day goes round', () => {
    const carry: Carry = new Map();
    const days = Array.from({ length: 6 }, () => parts(1, [1, 1, 1], carry).indexOf(1));
    expect(days).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test('weights without a sum are refused', () => expect(() => parts(1, [0, 0])).toThrow());
});

const weights = fc
  .array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 1, maxLength: 22 })
  .filter((list) => list.some((one) => one > 0));

test('no place is lost or invented, and over many small days every round has its part to within two places', () => {
  fc.assert(
    fc.property(weights, fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 300 }), (list, days) => {
      const carry: Carry = new Map();
      const sums = list.map(() => 0);
      for (const total of days) {
        const one = parts(total, list, carry);
        expect(one.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
        expect(one.reduce((sum, part) => sum + part, 0)).toBe(total);
        one.forEach((part, index) => {
          sums[index] = (sums[index] ?? 0) + part;
        });
      }
      const all = days.reduce((sum, total) => sum + total, 0);
      const weight = list.reduce((sum, one) => sum + one, 0);
      list.forEach((one, index) => {
        expect(Math.abs((sums[index] ?? 0) - (all * one) / weight)).toBeLessThan(2);
      });
    }),
    { numRuns: 300 },
  );
});
