import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { letterCode, phoneCode, plainCode } from '@/lib/helping/code';
import type { AgentProof } from '@/lib/identity/proof';
import { countAttempt, mayPrint } from '@/lib/identity/sql';
import { queueNotices, sealCode, template } from '@/lib/notice/sql';
import { decrypt, lookupHash } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { evenly } from '@/lib/platform/evenly';
import { refuse } from '@/lib/platform/refusal';
import { recordAccess } from '@/lib/record/sql';

type Target = Uint8Array<ArrayBuffer>;
type Way = 'phone' | 'letter';

/** In a day, for one name, birth date and telephone together, and each of the two ways, whether anybody answers to them or not. */
export const asksPerTarget = 9;
/** Of those, from one address: whoever knows somebody's facts must not use up what is theirs. */
export const asksPerAddress = 3;
/** A code of six digits then falls to chance once in twenty-two thousand targets a day. */
export const triesPerCode = 5;
export const codeMinutes = 10;
/** Days for which a letter may wait to be printed, and then its code holds. */
const letterDays = 14;
const window = '1 day';

const hexOf = (target: Target) => Buffer.from(target).toString('hex');
const codeHash = (target: Target, code: string) => lookupHash('sign-in-code', hexOf(target), plainCode(code));

/** Not those who work here: what they may see takes more than a code. */
const mayUseCodes = Prisma.sql`person.erased_at IS NULL AND NOT EXISTS (SELECT FROM staff_role WHERE staff_role.person_id = person.id)`;

/**
 * Sends a code to the number on the roll, or into a letter, where these facts name somebody there. The same statement and the
 * same answer where they name nobody. `from`: the address that asks.
 */
export const askForCode = (target: Target, way: Way, from: string) => evenly(() => ask(target, way, from));

async function ask(target: Target, way: Way, from: string) {
  const id = randomUUID();
  const code = phoneCode(randomInt(1_000_000));
  const life = way === 'phone' ? Prisma.sql`make_interval(mins => ${codeMinutes})` : Prisma.sql`make_interval(days => ${letterDays})`;
  const here = lookupHash('code-ask-from', hexOf(target), way, from);
  const all = lookupHash('code-ask', hexOf(target), way);
  const [row] = await database().$queryRaw<{ asked: boolean }[]>`
    WITH ${countAttempt(Prisma.sql`by_address`, 'code-ask-from', Prisma.sql`SELECT ${here}::bytea`, asksPerAddress, window)},
    ${countAttempt(Prisma.sql`counted`, 'code-ask', Prisma.sql`SELECT ${all}::bytea FROM by_address WHERE ok`, asksPerTarget, window)},
    found AS (
      SELECT id FROM person
      WHERE match_hash = ${target} AND on_roll AND NOT hearsay AND ${mayUseCodes}
      ORDER BY ci_hash IS NULL, created_at, id LIMIT 1
    ),
    made AS (
      INSERT INTO sign_in_code (id, target, person_id, way, code_hash, expires_at)
      SELECT ${id}::uuid, ${target}, (SELECT id FROM found), ${way}, ${way === 'phone' ? codeHash(target, code) : null}::bytea, now() + ${life}
      FROM counted WHERE counted.ok
      RETURNING id, person_id
    ),
    told AS (${queueNotices(
      Prisma.sql`
        SELECT made.person_id, ${template('one-time-code')} AS template, made.id::text AS subject,
          jsonb_build_object('minutes', ${codeMinutes}::int) AS facts
        FROM made WHERE made.person_id IS NOT NULL AND ${way} = 'phone'`,
      { sealed: sealCode(code), expiresAt: Prisma.sql`now() + ${life}` },
    )})
    SELECT EXISTS (SELECT FROM made) AS asked`;
  return row?.asked ? { ok: true as const, id } : refuse('asked-too-often');
}

/**
 * Whose code this is, used with that. One answer for a wrong code, one of somebody else, one that was used, is over or was tried
 * too often, and for somebody whom nobody knows. A telephone's code is good only where it was asked for (`asked`), so that nobody
 * else can use up its tries; a letter's is typed anywhere, and too long to guess.
 */
export const takeCode = (target: Target, code: string, asked: readonly string[] | 'letter'): Promise<string | null> =>
  evenly(() => take(target, code, asked));

async function take(target: Target, code: string, asked: readonly string[] | 'letter'): Promise<string | null> {
  const hash = codeHash(target, code);
  const these =
    asked === 'letter' ? Prisma.sql`way = 'letter'` : Prisma.sql`way = 'phone' AND id = ANY (${asked}::uuid[]) AND tries < ${triesPerCode}`;
  const rows = await database().$queryRaw<{ person_id: string }[]>`
    WITH tried AS (
      UPDATE sign_in_code SET tries = least(tries + 1, 1000),
        used_at = CASE WHEN code_hash = ${hash} AND EXISTS (SELECT FROM person WHERE person.id = sign_in_code.person_id AND ${mayUseCodes})
          THEN now() END
      WHERE target = ${target} AND used_at IS NULL AND expires_at > now() AND ${these}
      RETURNING person_id, used_at
    )
    SELECT person_id FROM tried WHERE used_at IS NOT NULL LIMIT 1`;
  return rows[0]?.person_id ?? null;
}

/** The letter's code is made while it is printed and stands nowhere but on the paper. Printed once; who has asked for it again gets one. */
export async function printSignInLetter(agent: AgentProof, id: string, reason?: string) {
  const code = letterCode(randomBytes(12));
  const [waiting] = await database().$queryRaw<{ target: Target }[]>`SELECT target FROM sign_in_code WHERE id = ${id}::uuid`;
  if (!waiting) return refuse('no-letter');
  const access = { action: 'letter.printed', objectKind: 'sign-in-code', objectId: id, ...(reason && { reason }) };
  const [row] = await database().$queryRaw<{ name: Uint8Array; until: Date }[]>`
    WITH printed AS (
      UPDATE sign_in_code SET code_hash = ${codeHash(new Uint8Array(waiting.target), code)}, printed_at = now(),
        expires_at = now() + make_interval(days => ${letterDays})
      WHERE id = ${id}::uuid AND way = 'letter' AND printed_at IS NULL AND expires_at > now()
        AND person_id <> ${agent.personId}::uuid AND ${mayPrint(agent, Prisma.sql`sign_in_code.person_id`)}
      RETURNING person_id, expires_at
    ),
    again AS (
      UPDATE sign_in_code SET expires_at = now() FROM printed
      WHERE sign_in_code.person_id = printed.person_id AND sign_in_code.id <> ${id}::uuid AND sign_in_code.way = 'letter'
        AND sign_in_code.printed_at IS NULL AND sign_in_code.expires_at > now()
    ),
    recorded AS (${recordAccess(
      { role: 'agent', ...agent },
      access,
      Prisma.sql`SELECT person_id FROM printed`,
      Prisma.sql`EXISTS (SELECT FROM printed)`,
    )})
    SELECT person.name, printed.expires_at AS until FROM printed JOIN person ON person.id = printed.person_id`;
  return row ? { ok: true as const, name: decrypt(row.name, 'person.name'), until: row.until, code } : refuse('no-letter');
}
