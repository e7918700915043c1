import { expect, test } from 'vitest';
import { digitsOf, secondsToNextTry, takesText } from './retry';

test.each([
  [1, 0, 15],
  [1, 1, 30],
  [2, 0.5, 45],
  [3, 1, 120],
  [7, 1, 1_920],
  [8, 1, 3_600],
  [30, 0, 1_800],
])('after %d tries, with chance %d, the next one is in %d seconds', (tries, chance, seconds) => {
  expect(secondsToNextTry(tries, chance)).toBe(seconds);
});

test.each([
  ['01012345678', '01012345678', true],
  ['010-1234-5678', '01012345678', true],
  ['+82 10-1234-5678', '01012345678', true],
  ['+82 010 1234 5678', '01012345678', true],
  ['011-123-4567', '0111234567', true],
  ['02-123-4567', '021234567', false],
  ['070-1234-5678', '07012345678', false],
  ['1339', '1339', false],
  ['', '', false],
])('%j is dialled %j; takes a text: %j', (written, digits, text) => {
  expect(digitsOf(written)).toBe(digits);
  expect(takesText(digits)).toBe(text);
});
