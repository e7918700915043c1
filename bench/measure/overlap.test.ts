import { expect, test } from 'vitest';
import { slowerShare } from './overlap';

test.each([
  ['all are slower', [4, 5, 6], [1, 2, 3], 1],
  ['all are quicker', [1, 2, 3], [4, 5, 6], 0],
  ['the same', [1, 2, 3], [1, 2, 3], 0.5],
  ['one value', [7, 7], [7, 7, 7], 0.5],
  // 3 > 2, 5 > 2, 5 > 4 of four pairs.
  ['mixed', [3, 5], [2, 4], 0.75],
  // 2 = 2 counts half, 3 > 2; 2 < 4 and 3 < 4.
  ['with a tie', [2, 3], [2, 4], 0.375],
])('%s', (_, first, second, share) => {
  expect(slowerShare(first, second)).toBe(share);
});

test('nothing is no share', () => {
  expect(() => slowerShare([], [1])).toThrow('nothing was measured');
});
