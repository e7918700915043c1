import { randomBytes } from 'node:crypto';
import { encrypt, lookupHash, shortHash } from '@/lib/platform/crypto';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { checkMinutes, checksPerPerson } from './check';
import { matchParts } from './match';
import { nearNameParts, nearPhoneParts } from './near';
import type { CitizenProof } from './proof';
import { staffIdle } from './queries';
import type { Claims } from './schema';
import { countAttempt } from './sql';
import { sessionIdOf } from './token';
import type { Whence } from './whence';

export interface Provider {
  issuer: string;
  /** It proves who a person is. Only then are its claims believed about a record of the roll. */
  verifying: boolean;
}

/**
 * The person of these claims: known by CI, else the roll's record that nobody has signed in for, else a new one.
 * Of two first sign-ins at once one writes and the other, whose statement then returns nothing, looks again.
 */
export async function personFor(claims: Claims, provider: Provider): Promise<string> {
  // What an unverifying provider says is hearsay: such a person is known by their account there and never joins the roll.
  if (provider.verifying && !claims.ci) throw new Error('a verifying provider says the CI');
  const ciHash = provider.verifying && claims.ci ? lookupHash('ci', claims.ci) : lookupHash('account', provider.issuer, claims.sub);
  const matchHash = lookupHash('match', ...matchParts(claims.name, claims.birthdate, claims.phone_number));
  const nearName = shortHash('near-name', ...nearNameParts(claims.name, claims.birthdate));
  const nearPhone = shortHash('near-phone', ...nearPhoneParts(claims.phone_number, claims.birthdate));
  const name = encrypt(claims.name, 'person.name');
  const phone = encrypt(claims.phone_number, 'person.phone');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const search = database().$queryRaw<{ id: string }[]>`
      WITH known AS (
        SELECT id FROM person WHERE ci_hash = ${ciHash}
      ), matched AS (
        UPDATE person SET ci_hash = ${ciHash}
        WHERE ci_hash IS NULL AND id = (
          SELECT id FROM person
          WHERE match_hash = ${matchHash} AND ci_hash IS NULL AND ${provider.verifying} AND NOT EXISTS (SELECT FROM known)
          ORDER BY on_roll DESC, created_at, id LIMIT 1
        )
        RETURNING id
      ), created AS (
        INSERT INTO person (id, ci_hash, match_hash, near_name, near_phone, birth_date, name, phone, on_roll, hearsay)
        SELECT gen_random_uuid(), ${ciHash}, ${matchHash}, ${nearName}, ${nearPhone}, ${claims.birthdate}::date, ${name}, ${phone}, false,
          ${!provider.verifying}
        WHERE NOT EXISTS (SELECT FROM known) AND NOT EXISTS (SELECT FROM matched)
        ON CONFLICT (ci_hash) DO NOTHING
        RETURNING id
      )
      SELECT id FROM known UNION ALL SELECT id FROM matched UNION ALL SELECT id FROM created`;
    const [found] = await search.catch((fault) => (isCollision(fault) ? [] : Promise.reject(fault)));
    if (found) return found.id;
  }
  throw new Error('a person could be neither found nor made');
}

export interface SignInFacts {
  device?: string;
  whence?: Whence;
  /** When the provider asked who it is, by its own clock: it may have remembered. Without its word, now. */
  authenticatedAt?: Date;
}

/** A session of its own for each sign-in. Returns the token for the cookie; the row has only its hash. */
export async function startSession(personId: string, provider: string, verified: boolean, known: SignInFacts = {}): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const { device = '', whence, authenticatedAt } = known;
  await database().$executeRaw`
    INSERT INTO session (id, person_id, provider, verified, expires_at, device, from_hash, network, authenticated_at)
    VALUES (${sessionIdOf(token)}, ${personId}::uuid, ${provider}, ${verified}, now() + interval '8 hours', ${device},
      ${whence?.hash ?? null}, ${whence?.network ?? null}, least(now(), coalesce(${authenticatedAt ?? null}::timestamptz, now())))`;
  return token;
}

/** False, and nothing changed, when the session is over or nobody has been at it for too long. */
export async function touchStaffSession(sessionId: string): Promise<boolean> {
  const touched = await database().$executeRaw`
    UPDATE session SET staff_seen_at = now()
    WHERE id = ${sessionId} AND revoked_at IS NULL AND expires_at > now() AND coalesce(staff_seen_at, created_at) > now() - ${staffIdle}`;
  return touched > 0;
}

/** At once and for good: every proof reads the row. */
export async function revokeSession(sessionId: string): Promise<void> {
  await database().$executeRaw`UPDATE session SET revoked_at = now() WHERE id = ${sessionId} AND revoked_at IS NULL`;
}

/** Everywhere, this session too. */
export async function revokeAllSessions(citizen: CitizenProof): Promise<void> {
  await database().$executeRaw`
    UPDATE session SET revoked_at = now() WHERE person_id = ${citizen.personId}::uuid AND revoked_at IS NULL AND expires_at > now()`;
}

type Key = Uint8Array<ArrayBuffer>;

/** One of the counters of checks, and since when it counts. */
export interface Counted {
  key: Key;
  since: Date;
}

/** The row serialises those who come at once: exactly `most` of them are let through. */
async function countCheck(key: Key, most: number): Promise<Counted & { ok: boolean; again: Date }> {
  const [row] = await database().$queryRaw<{ ok: boolean; since: Date; again: Date }[]>`
    WITH ${countAttempt(Prisma.sql`counted`, 'identity-check', Prisma.sql`SELECT ${key}::bytea`, most, `${checkMinutes} minutes`)}
    SELECT ok, since, since + make_interval(mins => ${checkMinutes}) AS again FROM counted`;
  if (!row) throw new Error('a check was not counted');
  return { key, ...row };
}

/** What a provider failed at, or refused before it asked anybody, is no check. Only one's own is taken back, not a later one. */
export async function takeChecksBack(checks: readonly Counted[]): Promise<void> {
  for (const { key, since } of checks) {
    await database().$executeRaw`
      WITH last AS (DELETE FROM attempt WHERE kind = 'identity-check' AND key = ${key} AND since = ${since} AND count <= 1)
      UPDATE attempt SET count = count - 1 WHERE kind = 'identity-check' AND key = ${key} AND since = ${since} AND count > 1`;
  }
}

/** Somebody as they are typed, and where that was typed: neither can be read from the counter. */
export const typedKeys = (name: string, phone: string, address: string) => ({
  all: lookupHash('check-typed', name, phone),
  here: lookupHash('check-typed-at', name, phone, address),
});

type Begun =
  | { is: 'begun'; counted: Counted[] /** Another was begun before, from another address. */; elsewhere: boolean }
  | { is: 'refused' }
  | { is: 'standing'; again: Date };

/**
 * Begins a check of whom somebody has named, where nobody knows yet who that is: once for whoever sits at one address, however many
 * devices they try, and a few times from all. Were it once from all, whoever knows a name and a number could keep that person out.
 */
export async function beginCheck(keys: { all: Key; here: Key }, begin: () => Promise<boolean>): Promise<Begun> {
  const here = await countCheck(keys.here, 1);
  if (!here.ok) return { is: 'standing', again: here.again };
  const all = await countCheck(keys.all, checksPerPerson);
  const counted = [here, all];
  let begun = false;
  try {
    if (!all.ok) return { is: 'standing', again: all.again };
    begun = await begin();
  } finally {
    if (!begun) await takeChecksBack(counted);
  }
  // The counter of all is written after the one of here: it is older only if it was there already.
  return begun ? { is: 'begun', counted, elsewhere: all.since < here.since } : { is: 'refused' };
}

/** A provider has said who it is. Null when that counts; else the time from which on another does. */
export async function finishCheck(ci: string): Promise<Date | null> {
  const { ok, again } = await countCheck(lookupHash('check-ci', ci), checksPerPerson);
  return ok ? null : again;
}
