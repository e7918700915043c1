import { describe, expect, it } from 'vitest';
import { pathLanguage, returnPath } from './return-path';

describe('the way back after the sign-in', () => {
  it.each(['/', '/me', '/en/me', '/line/day-9', '/bookings/0197?done=1', '/%EC%B0%A8%EB%A1%80'])('keeps a path of ours: %s', (path) => {
    expect(returnPath(path)).toBe(path);
  });

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'me',
    '',
    ' /me',
    '/\t/evil.example',
    '/\n/evil.example',
    '/me\r\nSet-Cookie: a=b',
    '/..//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/\u200b/evil.example',
    `/${'a'.repeat(300)}`,
    null,
    undefined,
    7,
    ['/me'],
  ])('refuses what leads elsewhere: %j', (path) => {
    expect(returnPath(path)).toBeNull();
  });

  it('tells the language by the path', () => {
    expect(['/en', '/en/me', '/en?x', '/entry', '/me', '/'].map(pathLanguage)).toEqual(['en', 'en', 'en', 'ko', 'ko', 'ko']);
  });
});
