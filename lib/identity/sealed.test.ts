import { randomBytes } from 'node:crypto';
import { EncryptJWT } from 'jose';
import { encode } from 'next-auth/jwt';
import { describe, expect, test } from 'vitest';
import { sealingKey, unseal } from './sealed';

const secret = randomBytes(32).toString('base64');
const key = sealingKey(secret);
const now = new Date();
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const sealed = (claims: object = { sid: 'token' }, by = secret) => encode({ token: { ...claims }, secret: by, maxAge: 60 });

test('opens what next-auth sealed, until it is over', async () => {
  const cookie = await sealed();
  expect(unseal(cookie, key, now)).toBe('token');
  expect(unseal(cookie, key, later(70))).toBe('token');
  expect(unseal(cookie, key, later(80))).toBeNull();
});

describe('opens nothing else', () => {
  const changed = (cookie: string, part: number) => {
    const parts = cookie.split('.');
    const bytes = Buffer.from(parts[part] ?? '', 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    parts[part] = bytes.toString('base64url');
    return parts.join('.');
  };

  test('sealed with another secret', async () => {
    expect(unseal(await sealed({ sid: 'token' }, 'another'), key, now)).toBeNull();
  });

  test.each([0, 2, 3, 4])('with part %i changed', async (part) => {
    expect(unseal(changed(await sealed(), part), key, now)).toBeNull();
  });

  test('with a shorter tag, which the cipher itself would accept', async () => {
    const parts = (await sealed()).split('.');
    parts[4] = Buffer.from(parts[4] ?? '', 'base64url')
      .subarray(0, 12)
      .toString('base64url');
    expect(unseal(parts.join('.'), key, now)).toBeNull();
  });

  test('with another algorithm under the same key', async () => {
    const other = new EncryptJWT({ sid: 'token' }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'JWT' }).setExpirationTime('1m');
    expect(unseal(await other.encrypt(key), key, now)).toBeNull();
  });

  test.each(['', '.', '....', 'a.b.c.d.e', 'x'.repeat(4_000)])('%j', (text) => {
    expect(unseal(text, key, now)).toBeNull();
  });

  test('without a token of a session in it', async () => {
    expect(unseal(await sealed({ name: 'x' }), key, now)).toBeNull();
  });
});
