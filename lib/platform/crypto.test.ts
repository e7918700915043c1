import { expect, test } from 'vitest';
import { decrypt, encrypt, lookupHash } from './crypto';
import { keyedHash } from './keyed-hash';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('a keyed hash is HMAC-SHA-256 over each part with its length before it', () => {
  // printf '\0\0\0\3abc\0\0\0\0' | openssl dgst -sha256 -hmac key
  expect(hex(keyedHash('key', 'abc', ''))).toBe('4787f767c7842b699e817c52e71bc4067f1221729a00fe5562c03984a8c212ba');
});

test('lists of parts that read the same when joined have different hashes', () => {
  expect(hex(keyedHash('key', 'ab', 'c'))).not.toBe(hex(keyedHash('key', 'a', 'bc')));
  expect(hex(keyedHash('key', '김', ''))).not.toBe(hex(keyedHash('key', '김')));
});

test('the same value has different hashes in different columns', () => {
  expect(hex(lookupHash('person.ci', 'x'))).not.toBe(hex(lookupHash('person.match', 'x')));
});

test('what is encrypted can be read again, and looks different every time', () => {
  const once = encrypt('김말순', 'person.name');
  expect(decrypt(once, 'person.name')).toBe('김말순');
  expect(hex(encrypt('김말순', 'person.name'))).not.toBe(hex(once));
});

test('a value moved to another column, cut or changed in any one byte is refused', () => {
  const sealed = encrypt('010-1234-5678', 'person.phone');
  expect(() => decrypt(sealed, 'person.name')).toThrow();
  expect(() => decrypt(sealed.subarray(0, -1), 'person.phone')).toThrow();
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Uint8Array.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => decrypt(changed, 'person.phone'), `byte ${index}`).toThrow();
  }
});
