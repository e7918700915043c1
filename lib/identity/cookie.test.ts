import { expect, it } from 'vitest';
import { cookieSetting, lastsByItsOwn } from './cookie';

it('is tied to this host and to https where there is https', () => {
  expect(cookieSetting('https://charye.example', 'session')).toEqual({
    name: '__Host-charye.session',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
  });
});

it('works on the http of one’s own machine', () => {
  const { name, options } = cookieSetting('http://localhost:3000', 'session');
  expect([name, options.secure, options.httpOnly]).toEqual(['charye.session', false, true]);
});

const noon = new Date('2026-08-17T12:00:00Z');
it.each([
  ['a date becomes seconds, too', 'a=b; Expires=Mon, 17 Aug 2026 20:00:00 GMT; Path=/', 28_800],
  ['one that is taken away is gone at once', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('%s', (_, line, seconds) => {
  expect(lastsByItsOwn(line, noon)).toBe(`${line}; Max-Age=${seconds}`);
});

it.each(['a=b; Path=/; HttpOnly', 'a=b; Max-Age=60; Expires=Mon, 17 Aug 2026 20:00:00 GMT'])('%s stays as it is', (line) => {
  expect(lastsByItsOwn(line, noon)).toBe(line);
});
