import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readToken, signToken } from './token';

const oldKey = { id: '1', key: new Uint8Array(32).fill(1) };
const newKey = { id: '2', key: new Uint8Array(32).fill(2) };
const claims = { sub: '0190a1b2-0000-7000-8000-000000000001', round: 'r-1', number: 'ABCDEFGHIJKLMNOP' };
const now = new Date('2026-08-10T12:00:00Z');
const later = new Date('2026-08-10T13:00:00Z');
const ticket = (keys = [newKey, oldKey]) => signToken('ticket', claims, later, keys);

describe('a signed ticket', () => {
  it('is read by the ring that signed it, and after the key has rotated', async () => {
    expect(await readToken('ticket', await ticket(), [newKey, oldKey], now)).toEqual(claims);
    expect(await readToken('ticket', await ticket([oldKey]), [newKey, oldKey], now)).toEqual(claims);
  });

  it('is expired from its second on', async () => {
    expect(await readToken('ticket', await ticket(), [newKey], later)).toBe('expired');
  });

  it.each<[string, () => Promise<string>]>([
    ['another key under a known id', () => signToken('ticket', claims, later, [{ id: '2', key: oldKey.key }])],
    ['an unknown key id', () => signToken('ticket', claims, later, [{ id: '9', key: newKey.key }])],
    ['alg none', async () => new UnsecuredJWT(claims).setIssuer('charye').setAudience('ticket').setExpirationTime(later).encode()],
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
      async () => {
        const [head, , tail] = (await ticket()).split('.');
        return `${head}.${Buffer.from(JSON.stringify({ ...claims, iss: 'charye', aud: 'ticket', exp: 9e9 })).toString('base64url')}.${tail}`;
      },
    ],
    ['no token at all', async () => 'x'],
  ])('is refused with %s', async (_what, make) => {
    expect(await readToken('ticket', await make(), [newKey, oldKey], now)).toBe('forged');
  });
});
