import { createHmac } from 'node:crypto';
import { jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readToken, signToken } from './token';

const oldKey = { id: '1', key: new Uint8Array(32).fill(1) };
const newKey = { id: '2', key: new Uint8Array(32).fill(2) };
const claims = { sub: '0190a1b2-0000-7000-8000-000000000001', round: 'r-1', number: 'ABCDEFGHIJKLMNOP' };
const now = new Date('2026-08-10T12:00:00Z');
const later = new Date('2026-08-10T13:00:00Z');
const ticket = (keys = [newKey, oldKey]) => signToken('ticket', claims, later, keys);

describe('a signed ticket', () => {
  it('is read by the ring that signed it, and after the key has rotated', () => {
    expect(readToken('ticket', ticket(), [newKey, oldKey], now)).toEqual(claims);
    expect(readToken('ticket', ticket([oldKey]), [newKey, oldKey], now)).toEqual(claims);
  });

  it('is expired from its second on', () => {
    expect(readToken('ticket', ticket(), [newKey], later)).toBe('expired');
  });

  it('is a JWT as everybody else writes and reads it', async () => {
    const theirs = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: '2' }).setIssuer('charye').setAudience('ticket');
    const token = ticket();
    expect(await theirs.setExpirationTime(later).sign(newKey.key)).toBe(token);
    const options = { algorithms: ['HS256'], issuer: 'charye', audience: 'ticket', currentDate: now };
    expect((await jwtVerify(token, newKey.key, options)).payload).toMatchObject(claims);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['another key under a known id', () => signToken('ticket', claims, later, [{ id: '2', key: oldKey.key }])],
    ['an unknown key id', () => signToken('ticket', claims, later, [{ id: '9', key: newKey.key }])],
    ['alg none', () => new UnsecuredJWT(claims).setIssuer('charye').setAudience('ticket').setExpirationTime(later).encode()],
    [
      'another algorithm',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS512', kid: '2' })
          .setIssuer('charye')
          .setAudience('ticket')
          .setExpirationTime(later)
          .sign(newKey.key),
    ],
    ['another audience', () => signToken('pass', { sub: claims.sub, round: 'r-1', pass: claims.sub, session: 's' }, later, [newKey])],
    [
      'another issuer',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256', kid: '2' })
          .setIssuer('x')
          .setAudience('ticket')
          .setExpirationTime(later)
          .sign(newKey.key),
    ],
    [
      'no expiry',
      () => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: '2' }).setIssuer('charye').setAudience('ticket').sign(newKey.key),
    ],
    [
      'claims of another shape',
      () =>
        new SignJWT({ ...claims, round: '../x' })
          .setProtectedHeader({ alg: 'HS256', kid: '2' })
          .setIssuer('charye')
          .setAudience('ticket')
          .setExpirationTime(later)
          .sign(newKey.key),
    ],
    [
      'an altered payload',
      () => {
        const [head, , tail] = ticket().split('.');
        return `${head}.${Buffer.from(JSON.stringify({ ...claims, iss: 'charye', aud: 'ticket', exp: 9e9 })).toString('base64url')}.${tail}`;
      },
    ],
    ['a signature of other characters', () => `${ticket().slice(0, -43)}${'é'.repeat(43)}`],
    ['its signature cut off', () => ticket().slice(0, -43)],
    ['a shorter signature', () => ticket().slice(0, -1)],
    ['something after it', () => `${ticket()}.x`],
    [
      'a text that is no JSON',
      () => {
        const text = `${ticket().split('.')[0]}.x`;
        return `${text}.${createHmac('sha256', newKey.key).update(text).digest('base64url')}`;
      },
    ],
    ['no token at all', () => 'x'],
    ['nothing', () => ''],
  ])('is refused with %s', async (_what, make) => {
    expect(readToken('ticket', await make(), [newKey, oldKey], now)).toBe('forged');
  });
});
