import { expect, test } from 'vitest';
import { messages } from '@/messages';
import { backTo, remarkOf, remarks } from './remark';

test('every remark has its sentence in every language', () => {
  for (const language of Object.values(messages)) {
    for (const remark of remarks) expect(language.booking.refusal[remark].length).toBeGreaterThan(10);
  }
});

test('what is no remark says nothing', () => {
  expect(remarkOf('slot-full')).toBe('slot-full');
  for (const text of ['SLOT-FULL', 'constructor', '', ['slot-full'], undefined]) expect(remarkOf(text)).toBeUndefined();
});

test.each([
  ['/book', '/book'],
  ['/book/11', '/book/11'],
  ['/book/clinic/c-0001/2021-08-26', '/book/clinic/c-0001/2021-08-26'],
  ['/bookings', '/book'],
  ['//evil.example', '/book'],
  ['/book//evil.example', '/book'],
  ['/book/../me', '/book'],
  ['https://evil.example/book', '/book'],
  ['/book?x', '/book'],
])('a form that names %s leads back to %s', (named, path) => {
  expect(backTo(named)).toBe(path);
});
