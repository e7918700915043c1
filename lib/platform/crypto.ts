import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { env } from './env';
import { keyedHash } from './keyed-hash';

const ivLength = 12;
const tagLength = 16;

/** The hash by which a person is found again; `purpose` keeps hashes of different columns apart. */
export const lookupHash = (purpose: string, ...parts: string[]) => keyedHash(env().CHARYE_LOOKUP_KEY, purpose, ...parts);

/** Half as long, where a hash narrows a search and decides nothing: the roll's indexes hold millions. */
export const shortHash = (purpose: string, ...parts: string[]) => lookupHash(purpose, ...parts).slice(0, 16);

/** AES-256-GCM: key version (one byte), iv, tag, ciphertext. `context` (table and column) is authenticated with it. */
export function encrypt(plain: string, context: string): Uint8Array<ArrayBuffer> {
  const current = env().CHARYE_DATA_KEYS[0];
  if (!current) throw new Error('no data key');
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', current.key.subarray(0, 32), iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.from([Number(current.id)]), iv, cipher.getAuthTag(), body]));
}

/** Throws when the bytes were changed, belong elsewhere or were written with an unknown key. */
export function decrypt(sealed: Uint8Array, context: string): string {
  const bytes = Buffer.from(sealed);
  const version = String(bytes[0]);
  const ring = env().CHARYE_DATA_KEYS.find((entry) => entry.id === version);
  if (!ring) throw new Error(`no data key of version ${version}`);
  const iv = bytes.subarray(1, 1 + ivLength);
  const tag = bytes.subarray(1 + ivLength, 1 + ivLength + tagLength);
  const decipher = createDecipheriv('aes-256-gcm', ring.key.subarray(0, 32), iv, { authTagLength: tagLength })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  return decipher.update(bytes.subarray(1 + ivLength + tagLength), undefined, 'utf8') + decipher.final('utf8');
}
