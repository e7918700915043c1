import { randomInt, randomUUID } from 'node:crypto';
import { matchParts } from '@/lib/identity/match';
import type { CitizenProof } from '@/lib/identity/proof';
import { countAttempt, personMatching } from '@/lib/identity/sql';
import { queueNotices, sealCode, template } from '@/lib/notice/sql';
import { lookupHash } from '@/lib/platform/crypto';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { evenly } from '@/lib/platform/evenly';
import { refuse } from '@/lib/platform/refusal';
import { yieldSeats } from '@/lib/takeover/sql';
import { phoneCode, plainCode } from './code';
import type { Kinship } from './kinship';
import {
  asksPerHelper,
  asksPerPair,
  asksPerTarget,
  letterDays,
  phoneMinutes,
  textVersion,
  triesPerCode,
  triesPerHelper,
  window,
} from './limits';
import { consentGiven, freePlace, tellAgreed } from './sql';

/** Two at once met at a constraint (the same place of a helper, the first helper of a person): the second looks again. */
export async function again<Row>(statement: () => Promise<Row[]>, attempts = 3): Promise<Row[]> {
  return statement().catch((fault: unknown) =>
    isCollision(fault) && attempts > 1 ? again(statement, attempts - 1) : Promise.reject(fault),
  );
}

const codeHash = (askingId: string, code: string) => lookupHash('helper-code', askingId, plainCode(code));
/** A counter's key: a hash, so that the counters say nothing of whom they count. */
const ownKey = (helperId: string) => Prisma.sql`SELECT ${lookupHash('attempt', helperId)}::bytea`;

interface Asked {
  name: string;
  birthDate: string;
  phone: string;
  kinship: Kinship;
  way: 'phone' | 'letter';
}

/**
 * A helper asks to act for somebody. Where these facts name a person, a code goes to their own telephone (or into a letter);
 * where they name nobody, the same is done but for the sending, and the answer is the same.
 */
export const askToHelp = (helper: CitizenProof, asked: Asked) => evenly(() => ask(helper, asked));

async function ask(helper: CitizenProof, { name, birthDate, phone, kinship, way }: Asked) {
  if (!helper.verified) return refuse('not-verified');
  const askingId = randomUUID();
  const code = phoneCode(randomInt(1_000_000));
  const target = lookupHash('match', ...matchParts(name, birthDate, phone));
  const pair = lookupHash('attempt', helper.personId, Buffer.from(target).toString('hex'));
  const life = way === 'phone' ? Prisma.sql`make_interval(mins => ${phoneMinutes})` : Prisma.sql`make_interval(days => ${letterDays})`;
  const [row] = await database().$queryRaw<{ outcome: 'asked' | 'too-many-people' | 'asked-too-often' }[]>`
    WITH room AS (${freePlace(helper.personId, env().CHARYE_PEOPLE_PER_HELPER)}),
    ${countAttempt(Prisma.sql`by_helper`, 'ask-helper', ownKey(helper.personId), asksPerHelper, window)},
    ${countAttempt(Prisma.sql`by_pair`, 'ask-pair', Prisma.sql`SELECT ${pair}::bytea FROM by_helper WHERE ok`, asksPerPair, window)},
    ${countAttempt(Prisma.sql`by_target`, 'ask-target', Prisma.sql`SELECT ${target}::bytea FROM by_pair WHERE ok`, asksPerTarget, window)},
    found AS (${personMatching(target)}),
    made AS (
      INSERT INTO asking (id, helper_id, target, beneficiary_id, relation, way, code_hash, expires_at)
      SELECT ${askingId}::uuid, ${helper.personId}::uuid, ${target},
        (SELECT id FROM found WHERE id <> ${helper.personId}::uuid), ${kinship}, ${way},
        ${way === 'phone' ? codeHash(askingId, code) : null}::bytea, now() + ${life}
      FROM by_target, room WHERE by_target.ok
      RETURNING id, beneficiary_id
    ),
    told AS (${queueNotices(
      Prisma.sql`
        SELECT made.beneficiary_id AS person_id, ${template('helper-code')} AS template, made.id::text AS subject,
          jsonb_build_object('minutes', ${phoneMinutes}::int, 'helperId', ${helper.personId}::text) AS facts
        FROM made WHERE made.beneficiary_id IS NOT NULL AND ${way} = 'phone'`,
      { sealed: sealCode(code), expiresAt: Prisma.sql`now() + make_interval(mins => ${phoneMinutes})` },
    )})
    SELECT CASE WHEN EXISTS (SELECT FROM made) THEN 'asked' WHEN NOT EXISTS (SELECT FROM room) THEN 'too-many-people'
      ELSE 'asked-too-often' END AS outcome`;
  if (!row) throw new Error('an answer has one row');
  return row.outcome === 'asked' ? { ok: true as const, askingId } : refuse(row.outcome);
}

/**
 * The helper gives the code that the person has read to them. One answer for a wrong code, one of another person or another
 * helper, one that was used, is over or was tried too often, and for somebody whom nobody knows.
 */
export const giveCode = (helper: CitizenProof, askingId: string, code: string) => evenly(() => give(helper, askingId, code));

async function give(helper: CitizenProof, askingId: string, code: string) {
  if (!helper.verified) return refuse('not-verified');
  const hash = codeHash(askingId, code);
  const most = env().CHARYE_PEOPLE_PER_HELPER;
  const [row] = await again(
    () => database().$queryRaw<{ agreed: boolean; full: boolean }[]>`
    WITH ${countAttempt(Prisma.sql`by_helper`, 'code-helper', ownKey(helper.personId), triesPerHelper, window)},
    room AS (${freePlace(helper.personId, most)}),
    tried AS (
      UPDATE asking SET tries = tries + 1,
        used_at = CASE WHEN code_hash = ${hash} AND beneficiary_id IS NOT NULL AND EXISTS (SELECT FROM room) THEN now() END
      WHERE id = ${askingId}::uuid AND helper_id = ${helper.personId}::uuid AND used_at IS NULL AND expires_at > now()
        AND tries < ${triesPerCode} AND (SELECT ok FROM by_helper)
      RETURNING beneficiary_id, helper_id, relation, way, used_at IS NOT NULL AS agreed, code_hash = ${hash} AND beneficiary_id IS NOT NULL AS right_code
    ),
    given AS (${consentGiven(
      Prisma.sql`
      SELECT beneficiary_id, helper_id, relation, way, room.place, NULL::uuid AS granted_by, NULL::text AS reason
      FROM tried, room WHERE tried.agreed`,
      textVersion,
    )}),
    told AS (${tellAgreed(Prisma.sql`EXISTS (SELECT FROM tried WHERE tried.way = 'letter')`)})
    SELECT EXISTS (SELECT FROM given) AS agreed, EXISTS (SELECT FROM tried WHERE right_code AND NOT agreed) AS full`,
  );
  if (row?.agreed) return { ok: true as const };
  return refuse(row?.full ? 'too-many-people' : 'code-refused');
}

/**
 * The person ends what a helper may do, or the helper does: with the next statement nothing is theirs any more. Where the
 * helper stands at the gate for the person, the person can go on at once.
 */
export async function endHelp(citizen: CitizenProof, otherId: string): Promise<boolean> {
  const [row] = await database().$queryRaw<{ ended: bigint }[]>`
    WITH ended AS (
      UPDATE consent SET ended_at = now(), ended_by = ${citizen.personId}::uuid
      WHERE ended_at IS NULL AND (
        (beneficiary_id = ${citizen.personId}::uuid AND helper_id = ${otherId}::uuid)
        OR (helper_id = ${citizen.personId}::uuid AND beneficiary_id = ${otherId}::uuid))
      RETURNING beneficiary_id, helper_id
    ), yielded AS (${yieldSeats(Prisma.sql`SELECT beneficiary_id AS person_id, helper_id AS actor_id FROM ended`)})
    SELECT count(*) AS ended FROM ended`;
  return Number(row?.ended ?? 0) > 0;
}

/** The person names the helper who settles who goes on; there is one at most. */
export async function nameLead(citizen: CitizenProof, helperId: string): Promise<boolean> {
  // One statement could meet the index of one lead per person half-way through its rows: first none, then the new one.
  const [, named] = await database().$transaction([
    database().$executeRaw`
      UPDATE consent SET lead = false WHERE beneficiary_id = ${citizen.personId}::uuid AND lead AND ended_at IS NULL
        AND EXISTS (SELECT FROM consent other WHERE other.beneficiary_id = ${citizen.personId}::uuid
          AND other.helper_id = ${helperId}::uuid AND other.ended_at IS NULL)`,
    database().$executeRaw`
      UPDATE consent SET lead = true
      WHERE beneficiary_id = ${citizen.personId}::uuid AND helper_id = ${helperId}::uuid AND ended_at IS NULL`,
  ]);
  return named > 0;
}
