import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

/** A signing key and its id; the first of a ring signs, all verify, so keys can rotate without touching a place. */
export interface SigningKey {
  id: string;
  key: Uint8Array;
}

const issuer = 'charye';
const algorithm = 'HS256';
const roundId = z.string().regex(/^[a-z0-9-]{1,40}$/);

export const ticketClaims = z.object({ sub: z.uuid(), round: roundId, number: z.string().regex(/^[A-Z2-7]{16}$/) });
export const passClaims = z.object({ sub: z.uuid(), round: roundId, pass: z.uuid(), session: z.string().min(1) });
const claimsOf = { ticket: ticketClaims, pass: passClaims };

type Audience = keyof typeof claimsOf;
type Claims = { ticket: z.infer<typeof ticketClaims>; pass: z.infer<typeof passClaims> };

const importedKeys = new WeakMap<Uint8Array, Promise<CryptoKey>>();

/** Once per key: jose would import the same bytes again for every token. */
function imported(key: Uint8Array): Promise<CryptoKey> {
  const known = importedKeys.get(key);
  if (known) return known;
  const made = crypto.subtle.importKey('raw', new Uint8Array(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  importedKeys.set(key, made);
  return made;
}

export async function signToken<A extends Audience>(audience: A, claims: Claims[A], expiresAt: Date, keys: SigningKey[]): Promise<string> {
  const current = keys[0];
  if (!current) throw new Error('no signing key');
  return await new SignJWT({ ...claims })
    .setProtectedHeader({ alg: algorithm, kid: current.id })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(Math.ceil(expiresAt.getTime() / 1000))
    .sign(await imported(current.key));
}

/** The claims, or why the token does not count. Only our algorithm, a known key and the audience asked for are accepted. */
export async function readToken<A extends Audience>(
  audience: A,
  token: string,
  keys: SigningKey[],
  now: Date,
): Promise<Claims[A] | 'forged' | 'expired'> {
  try {
    const { payload } = await jwtVerify(
      token,
      (header) => {
        const found = keys.find((entry) => entry.id === header.kid);
        if (!found) throw new errors.JWKSNoMatchingKey();
        return imported(found.key);
      },
      { algorithms: [algorithm], issuer, audience, currentDate: now, requiredClaims: ['exp', 'sub'] },
    );
    const claims = claimsOf[audience].safeParse(payload);
    return claims.success ? (claims.data as Claims[A]) : 'forged';
  } catch (fault) {
    if (fault instanceof errors.JWTExpired) return 'expired';
    if (fault instanceof errors.JOSEError) return 'forged';
    throw fault;
  }
}
