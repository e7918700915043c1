import { expect, test } from 'vitest';
import { againOf, againParameter } from './check';

const now = new Date('2026-08-17T11:00:00Z');

test('the time goes through an address unchanged, to the second', () => {
  const again = new Date('2026-08-17T11:07:12Z');
  expect(againParameter(again)).toBe('again=1786964832');
  expect(againOf('1786964832', now)).toEqual(again);
});

test.each([
  ['nothing', undefined],
  ['two of them', ['1786964832', '1786964832']],
  ['words', 'now'],
  ['a time far ahead', '1786970000'],
  ['a time long ago', '1786800000'],
  ['more than a number', '1786964832 '],
])('%s is no time', (_, parameter) => {
  expect(againOf(parameter, now)).toBeNull();
});
