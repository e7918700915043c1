import { headOf } from '@/lib/household/sql';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import { drawOf } from '@/lib/line/queries';
import { frontAt } from '@/lib/line/sql';
import { standingAt, ticketNumber } from '@/lib/line/ticket-number';
import { database, Prisma } from '@/lib/platform/database';
import { allow } from '@/lib/platform/limits';
import { refuse } from '@/lib/platform/refusal';
import { recordAccess } from '@/lib/record/sql';
import type { Wish } from './wish';

type Outcome =
  | 'kept'
  | 'round-over'
  | 'no-ticket'
  | 'helpers-not-allowed'
  | 'wishes-settled'
  | 'called-already'
  | 'place-unknown'
  | 'changed-meanwhile';

/** Where this ticket stands on the drawn line; null before the draw and for a record made after it. */
async function placeIn(roundId: string, headId: string, beneficiary: BeneficiaryProof): Promise<number | null> {
  const draw = await drawOf(roundId);
  if (!draw?.seed || !draw.drawnAt || beneficiary.createdAt > draw.drawnAt) return null;
  return standingAt(draw.seed, ticketNumber(draw.ticketKey, headId, roundId)).place;
}

/** A CTE: what is wished for somebody else stands in the record of accesses. */
const recorded = ({ relation, actorId, sessionId, personId }: BeneficiaryProof, action: string, roundId: string, when: Prisma.Sql) =>
  relation === 'self'
    ? Prisma.empty
    : Prisma.sql`,
    recorded AS (${recordAccess(
      { role: relation, personId: actorId, sessionId },
      { action, objectKind: 'round', objectId: roundId },
      Prisma.sql`SELECT ${personId}::uuid`,
      when,
    )})`;

/**
 * Keeps the wishes of a ticket, in place of what was wished before. They can be changed until the draw; after it who has left
 * none yet still can, until their place is called: from then on they would get in before those who wait. `before`, when given,
 * is what the change was made to: of two relatives who change at once the second is told.
 */
export async function leaveWishes(beneficiary: BeneficiaryProof, roundId: string, wishes: Wish[], before?: readonly Wish[]) {
  const limit = await allow('booking', beneficiary.sessionId);
  if (!limit.ok) return refuse('too-often', { seconds: limit.retryAfter });
  const [ticket] = await database().$queryRaw<{ head_id: string }[]>`SELECT ${headOf(roundId, beneficiary.personId)} AS head_id`;
  const headId = ticket?.head_id ?? beneficiary.personId;
  const place = await placeIn(roundId, headId, beneficiary);
  const districts = wishes.flatMap(({ where }) => ('district' in where ? [where.district] : []));
  const clinics = wishes.flatMap(({ where }) => ('clinic' in where ? [where.clinic] : []));
  const [row] = await database().$queryRaw<{ outcome: Outcome }[]>`
    WITH stands AS (
      SELECT round.id, round.draw_at <= now() AS drawn, now() >= round.closes_at AS over,
             (${beneficiary.relation} <> 'helper' OR round.helpers_allowed) AND ${mayAct(beneficiary)} AS allowed,
             ticket.person_id AS holder, list.id IS NOT NULL AS has_list,
             ${before !== undefined} AND coalesce(list.wishes, '[]') <> ${JSON.stringify(before ?? [])}::jsonb AS changed,
             coalesce(${place}::float8 < ${frontAt(Prisma.sql`round.id`, 'drawn', Prisma.sql`now()`)}, false)
               OR coalesce(ticket.late_position <= ${frontAt(Prisma.sql`round.id`, 'late', Prisma.sql`now()`)}, false)
               OR ticket.entered_at IS NOT NULL AS called,
             EXISTS (SELECT FROM unnest(${districts}::text[]) AS named (code) WHERE NOT EXISTS (SELECT FROM region WHERE region.code = named.code))
               OR EXISTS (SELECT FROM unnest(${clinics}::text[]) AS named (id) WHERE NOT EXISTS (SELECT FROM clinic WHERE clinic.id = named.id)) AS lost
        FROM round
        LEFT JOIN ticket ON ticket.round_id = round.id AND ticket.person_id = ${headOf(roundId, beneficiary.personId)}
        LEFT JOIN wish_list list ON list.round_id = round.id AND list.person_id = ticket.person_id AND list.state <> 'withdrawn'
       WHERE round.id = ${roundId}
    ),
    kept AS (
      INSERT INTO wish_list (id, round_id, person_id, actor_id, wishes, place)
      SELECT gen_random_uuid(), id, holder, ${beneficiary.actorId}::uuid, ${JSON.stringify(wishes)}::jsonb, ${place}::float8
        FROM stands WHERE NOT over AND allowed AND holder = ${headId}::uuid AND NOT lost AND NOT changed AND (NOT drawn OR (NOT has_list AND NOT called))
      ON CONFLICT (round_id, person_id) DO UPDATE
         SET wishes = EXCLUDED.wishes, actor_id = EXCLUDED.actor_id, place = EXCLUDED.place, changed_at = now(), state = 'waiting', decided_at = NULL
       -- Two windows at once, after the draw: the first one's stand.
       WHERE wish_list.state = 'withdrawn' OR ((SELECT NOT drawn FROM stands)
         AND (${before === undefined} OR wish_list.wishes = ${JSON.stringify(before ?? [])}::jsonb))
      RETURNING id
    )${recorded(beneficiary, 'wishes.left', roundId, Prisma.sql`EXISTS (SELECT FROM kept)`)}
    SELECT CASE WHEN EXISTS (SELECT FROM kept) THEN 'kept'
                WHEN NOT EXISTS (SELECT FROM stands) OR (SELECT over FROM stands) THEN 'round-over'
                WHEN NOT (SELECT allowed FROM stands) THEN 'helpers-not-allowed'
                WHEN (SELECT holder FROM stands) IS NULL THEN 'no-ticket'
                WHEN (SELECT lost FROM stands) THEN 'place-unknown'
                WHEN (SELECT has_list AND drawn FROM stands) THEN 'wishes-settled'
                WHEN (SELECT called AND drawn FROM stands) THEN 'called-already'
                ELSE 'changed-meanwhile' END AS outcome`;
  if (!row) throw new Error('a statement of wishes always answers with one row');
  return row.outcome === 'kept' ? { ok: true as const } : refuse(row.outcome);
}

/** Takes the wishes back: the person is called as everybody is. Also after the draw, until they have been met. */
export async function withdrawWishes(beneficiary: BeneficiaryProof, roundId: string) {
  const [row] = await database().$queryRaw<{ withdrawn: boolean }[]>`
    WITH gone AS (
      UPDATE wish_list SET state = 'withdrawn', decided_at = now(), changed_at = now(), actor_id = ${beneficiary.actorId}::uuid
       WHERE round_id = ${roundId} AND person_id = ${headOf(roundId, beneficiary.personId)} AND state = 'waiting'
         AND (${beneficiary.relation} <> 'helper' OR (SELECT helpers_allowed FROM round WHERE round.id = ${roundId})) AND ${mayAct(beneficiary)}
      RETURNING id
    )${recorded(beneficiary, 'wishes.withdrawn', roundId, Prisma.sql`EXISTS (SELECT FROM gone)`)}
    SELECT EXISTS (SELECT FROM gone) AS withdrawn`;
  return row?.withdrawn ? { ok: true as const } : refuse('wishes-settled');
}
