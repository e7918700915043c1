import { randomInt } from 'node:crypto';
import { decide } from '@/lib/campaign/eligibility';
import { roundById } from '@/lib/campaign/queries';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import { ticketBack, ticketInCommon } from '@/lib/line/sql';
import { lookupHash } from '@/lib/platform/crypto';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { allow } from '@/lib/platform/limits';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { partyMax } from './party';
import { unsettled } from './sql';

/*
 * Locks in one order: the household, then the person, then tickets. What a person agrees to and their ticket exclude each
 * other by the person's row: a ticket's foreign key shares it, so each first statement takes it, and the second sees what was done.
 */

const codeMinutes = 30;
const codes = 10 ** 12;

export type HouseholdCode =
  | 'not-verified'
  | 'consent-missing'
  | 'no-such-round'
  | 'not-eligible'
  | 'household-settled'
  | 'household-unknown'
  | 'household-full'
  | 'in-another-household'
  | 'code-unknown'
  | 'too-often';

const done = { ok: true } as const;
type Answer = typeof done | Refusal<HouseholdCode>;

/** Once more after a collision: what stood in the way is committed by then, and is seen. */
async function twice<Rows>(statement: () => Promise<Rows>): Promise<Rows> {
  return await statement().catch((fault: unknown) => (isCollision(fault) ? statement() : Promise.reject(fault)));
}

/** Whether the rules let this person into the round; the statement that follows decides on the time. */
async function mayTakePart(person: BeneficiaryProof, roundId: string): Promise<Answer> {
  if (!person.verified) return refuse('not-verified');
  if (person.consentMissing) return refuse('consent-missing');
  const found = await roundById(roundId);
  if (!found) return refuse('no-such-round');
  const { rounds, now } = found.campaign;
  return decide({ person, rounds, now, wantedRoundId: roundId, relation: person.relation }).ok ? done : refuse('not-eligible');
}

const helperMay = (person: BeneficiaryProof) =>
  Prisma.sql`((${person.relation} <> 'helper' OR round.helpers_allowed) AND ${mayAct(person)})`;

/** Begins a household whose ticket is this person's. The same again is the same household. */
export async function declareHousehold(head: BeneficiaryProof, roundId: string): Promise<Answer> {
  const may = await mayTakePart(head, roundId);
  if (!may.ok) return may;
  const [row] = await twice(
    () => database().$queryRaw<{ code: 'declared' | 'household-settled' | 'in-another-household' }[]>`
      WITH own AS (
        SELECT household.head_id FROM household_member JOIN household ON household.id = household_member.household_id
        WHERE household_member.round_id = ${roundId} AND household_member.person_id = ${head.personId}::uuid
      ), made AS (
        INSERT INTO household (id, round_id, head_id)
        SELECT gen_random_uuid(), round.id, ${head.personId}::uuid FROM round
        WHERE round.id = ${roundId} AND ${unsettled} AND ${helperMay(head)} AND NOT EXISTS (SELECT FROM own)
        RETURNING id, round_id, head_id
      ), member AS (
        INSERT INTO household_member (round_id, person_id, household_id, number, agreed_by)
        SELECT round_id, head_id, id, 1, ${head.actorId}::uuid FROM made
      )
      SELECT CASE WHEN EXISTS (SELECT FROM made) OR EXISTS (SELECT FROM own WHERE own.head_id = ${head.personId}::uuid) THEN 'declared'
        WHEN EXISTS (SELECT FROM own) THEN 'in-another-household' ELSE 'household-settled' END AS code`,
  );
  return row?.code === 'declared' ? done : refuse(row?.code ?? 'household-settled');
}

type Joined = 'joined' | 'household-settled' | 'household-unknown' | 'household-full' | 'in-another-household';

/** `household` gives the id. A ticket that the person has had becomes the household's. */
async function join(person: BeneficiaryProof, household: Prisma.Sql): Promise<Answer> {
  const id = person.personId;
  const [, , rows] = await twice(() =>
    database().$transaction([
      database().$queryRaw`SELECT FROM household WHERE id = (${household}) FOR UPDATE`,
      database().$queryRaw`SELECT FROM person WHERE id = ${id}::uuid FOR UPDATE`,
      database().$queryRaw<{ code: Joined }[]>`
        WITH wanted AS (
          SELECT household.id, household.round_id, household.head_id, ${unsettled} AND ${helperMay(person)} AS open
          FROM household JOIN round ON round.id = household.round_id WHERE household.id = (${household})
        ), own AS (
          SELECT household_id FROM household_member, wanted
          WHERE household_member.round_id = wanted.round_id AND household_member.person_id = ${id}::uuid
        ), joined AS (
          INSERT INTO household_member (round_id, person_id, household_id, number, agreed_by)
          SELECT wanted.round_id, ${id}::uuid, wanted.id, chair.number, ${person.actorId}::uuid
          FROM wanted CROSS JOIN generate_series(1, ${partyMax}::int) AS chair (number)
          WHERE wanted.open AND NOT EXISTS (SELECT FROM own)
            AND NOT EXISTS (SELECT FROM household_member WHERE household_id = wanted.id AND household_member.number = chair.number)
          ORDER BY chair.number LIMIT 1
          RETURNING round_id, person_id, household_id
        ), spent AS (
          DELETE FROM household_code USING joined WHERE household_code.household_id = joined.household_id
        ), ${ticketInCommon(Prisma.sql`SELECT joined.round_id, joined.person_id, wanted.head_id FROM joined, wanted`)}
        SELECT CASE WHEN EXISTS (SELECT FROM joined) OR EXISTS (SELECT FROM own, wanted WHERE own.household_id = wanted.id) THEN 'joined'
          WHEN NOT EXISTS (SELECT FROM wanted) THEN 'household-unknown'
          WHEN NOT (SELECT open FROM wanted) THEN 'household-settled'
          WHEN EXISTS (SELECT FROM own) THEN 'in-another-household' ELSE 'household-full' END AS code`,
    ]),
  );
  const code = rows[0]?.code ?? 'household-unknown';
  return code === 'joined' ? done : refuse(code);
}

/** Takes in somebody for whom whoever declares may act, too: both proofs are of one session. */
export async function takeIn(head: BeneficiaryProof, person: BeneficiaryProof, roundId: string): Promise<Answer> {
  if (head.sessionId !== person.sessionId) throw new Error('two sessions do not declare together');
  const may = await mayTakePart(person, roundId);
  if (!may.ok) return may;
  return await join(person, Prisma.sql`SELECT id FROM household WHERE round_id = ${roundId} AND head_id = ${head.personId}::uuid`);
}

/** A code to read out to one relative, in place of the one before. Only its hash is kept. */
export async function inviteByCode(
  head: BeneficiaryProof,
  roundId: string,
): Promise<{ ok: true; code: string; expiresAt: Date } | Refusal<HouseholdCode>> {
  const limit = await allow('household', head.actorId);
  if (!limit.ok) return refuse('too-often', { seconds: limit.retryAfter });
  const code = String(randomInt(codes)).padStart(12, '0');
  const [row] = await twice(
    () => database().$queryRaw<{ expires_at: Date }[]>`
      INSERT INTO household_code (household_id, hash, expires_at)
      SELECT household.id, ${hashOf(code)}, now() + make_interval(mins => ${codeMinutes})
      FROM household JOIN round ON round.id = household.round_id
      WHERE household.round_id = ${roundId} AND household.head_id = ${head.personId}::uuid AND ${unsettled} AND ${helperMay(head)}
      ON CONFLICT (household_id) DO UPDATE SET hash = EXCLUDED.hash, expires_at = EXCLUDED.expires_at
      RETURNING expires_at`,
  );
  return row ? { ok: true, code, expiresAt: row.expires_at } : refuse('household-settled');
}

const hashOf = (code: string) => lookupHash('household', code);

/** Agrees to be in the household of whoever read this code out: by one's own sign-in alone. */
export async function joinByCode(person: BeneficiaryProof, code: string): Promise<{ ok: true; roundId: string } | Refusal<HouseholdCode>> {
  // The codes are too many to be guessed at this pace, or at a thousand times it where the limit counts nothing.
  const limit = await allow('household-code', person.actorId);
  if (!limit.ok) return refuse('too-often', { seconds: limit.retryAfter });
  if (person.relation !== 'self') return refuse('code-unknown');
  const household = Prisma.sql`SELECT household_id FROM household_code WHERE hash = ${hashOf(code)} AND expires_at > now()`;
  const [row] = await database().$queryRaw<{ round_id: string }[]>`SELECT round_id FROM household WHERE id = (${household})`;
  if (!row) return refuse('code-unknown');
  const may = await mayTakePart(person, row.round_id);
  if (!may.ok) return may;
  const answer = await join(person, household);
  // Somebody else was quicker with the same code.
  if (!answer.ok) return answer.code === 'household-unknown' ? refuse('code-unknown') : answer;
  return { ok: true, roundId: row.round_id };
}

/**
 * Somebody leaves, or is let go by the head; with the head the household ends. Where there is a ticket in common each who
 * leaves has their own again.
 */
export async function leaveHousehold(by: BeneficiaryProof, roundId: string, personId: string): Promise<Answer> {
  const [, rows] = await twice(() =>
    database().$transaction([
      database().$queryRaw`
        SELECT FROM household WHERE id = (
          SELECT household_id FROM household_member WHERE round_id = ${roundId} AND person_id = ${personId}::uuid
        ) FOR UPDATE`,
      database().$queryRaw<{ known: boolean; left: boolean }[]>`
        WITH own AS (
          SELECT household.id, household.head_id, ${unsettled} AND ${helperMay(by)} AS open
          FROM household_member JOIN household ON household.id = household_member.household_id JOIN round ON round.id = household.round_id
          WHERE household_member.round_id = ${roundId} AND household_member.person_id = ${personId}::uuid
            AND ${by.personId}::uuid IN (household.head_id, household_member.person_id)
        ), leaving AS (
          DELETE FROM household_member USING own
          WHERE own.open AND household_member.household_id = own.id AND ${personId}::uuid IN (own.head_id, household_member.person_id)
          RETURNING household_member.round_id, household_member.person_id, own.head_id
        ), ended AS (
          DELETE FROM household USING own WHERE own.open AND household.id = own.id AND own.head_id = ${personId}::uuid
        ), ${ticketBack(Prisma.sql`SELECT round_id, person_id, head_id FROM leaving`)}
        SELECT EXISTS (SELECT FROM own) AS known, EXISTS (SELECT FROM leaving) AS left`,
    ]),
  );
  if (rows[0]?.left) return done;
  return refuse(rows[0]?.known ? 'household-settled' : 'household-unknown');
}
