import { expect, test } from 'vitest';
import { bookingNumber, typedNumber } from './number';

test('two groups of five symbols, each from five bits of one byte', () => {
  expect(bookingNumber(Uint8Array.from([0, 1, 9, 10, 17, 18, 31, 32, 63, 255]))).toBe('019AH-JZ0ZZ');
});

test('no symbol that is read as another, and every other one as likely', () => {
  const seen = new Map<string, number>();
  for (let start = 0; start < 256; start += 1) {
    const symbol = bookingNumber(new Uint8Array(10).fill(start)).charAt(0);
    seen.set(symbol, (seen.get(symbol) ?? 0) + 1);
  }
  expect([...seen.keys()].join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
  expect(new Set(seen.values())).toEqual(new Set([8]));
});

test('a number of fewer random bytes is a fault', () => {
  expect(() => bookingNumber(new Uint8Array(9))).toThrow();
});

test.each([
  ['ABCDE-12345', 'ABCDE-12345'],
  [' abcde 12345 ', 'ABCDE-12345'],
  ['ABCDEoil45', 'ABCDE-01145'],
  ['ＡＢＣＤＥ１２３４５', 'ABCDE-12345'],
  ['ABCDE-1234', null],
  ['ABCDE-1234U', null],
  ['', null],
])('%s is read as %s', (typed, number) => expect(typedNumber(typed)).toBe(number));
