import { createDecipheriv, hkdfSync } from 'node:crypto';
import { z } from 'zod';

/** The only header that next-auth writes: the key itself, AES-256-GCM. */
const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM' })).toString('base64url');
const payload = z.object({ sid: z.string(), exp: z.number() });
const tolerance = 15;

/** As next-auth derives it from its secret. Once per process, not for every request: it costs as much as a statement. */
export const sealingKey = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'NextAuth.js Generated Encryption Key', 32));

/**
 * The session's token out of next-auth's encrypted cookie (a compact JWE), or null for one that is forged, altered,
 * expired or sealed with another key. `next-auth/jwt` does the same in five steps that wait for each other.
 */
export function unseal(sealed: string, key: Uint8Array, now: Date): string | null {
  const [protectedHeader, wrappedKey, iv, body, tag, ...rest] = sealed.split('.');
  if (protectedHeader !== header || wrappedKey !== '' || !iv || !body || !tag || rest.length > 0) return null;
  const text = open(protectedHeader, Buffer.from(iv, 'base64url'), Buffer.from(body, 'base64url'), Buffer.from(tag, 'base64url'), key);
  const claims = text === null ? undefined : payload.safeParse(parse(text)).data;
  return claims && claims.exp > now.getTime() / 1_000 - tolerance ? claims.sid : null;
}

function open(aad: string, iv: Uint8Array, body: Uint8Array, tag: Uint8Array, key: Uint8Array): string | null {
  // Anything shorter than these would still open, with less of a proof.
  if (iv.length !== 12 || tag.length !== 16) return null;
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(Buffer.from(aad, 'ascii')).setAuthTag(tag);
    return cipher.update(body, undefined, 'utf8') + cipher.final('utf8');
  } catch {
    // GCM has no other fault: this was not sealed with the key.
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
