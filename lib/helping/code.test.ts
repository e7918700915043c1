import { expect, test } from 'vitest';
import { letterCode, phoneCode, plainCode } from './code';

test.each([
  [0, '000000'],
  [42, '000042'],
  [999_999, '999999'],
])('a code by telephone from %i is %s', (number, code) => expect(phoneCode(number)).toBe(code));

test('a code of a letter has twelve signs that nobody confuses', () => {
  expect(letterCode(new Uint8Array([0, 1, 9, 10, 17, 18, 19, 20, 31, 32, 63, 255]))).toBe('019A-HJKM-Z0ZZ');
  expect(() => letterCode(new Uint8Array(11))).toThrow();
});

test.each([
  ['012345', '012345'],
  [' 012 345 ', '012345'],
  ['０１２３４５', '012345'],
  ['o12-345', '012345'],
  ['o19a-hjkm-zlzi', '019AHJKMZ1Z1'],
  ['019AHJKMZ1Z1', '019AHJKMZ1Z1'],
])('%s is read as %s', (typed, code) => expect(plainCode(typed)).toBe(code));
