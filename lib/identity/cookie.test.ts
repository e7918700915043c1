import { expect, it } from 'vitest';
import { cookieSetting } from './cookie';

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
