import { actsForAll, headOf } from '@/lib/household/sql';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import type { PassProof } from '@/lib/line/proof';
import { livePass } from '@/lib/line/sql';
import { database, Prisma } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';

/** How long a holder must have been idle before another session may take over, and how often that may happen. */
const idleSeconds = 60;
const takeoversAllowed = 2;
/** The person's own claim to their pass: after so long it is theirs, whoever holds it; so long it keeps others from asking. */
const claimSeconds = { due: 60, over: 180 };

/**
 * Another session of the same beneficiary continues on the same pass: when the holder has been idle, or agrees.
 * Otherwise the holder is asked. The person themself waits a minute at most: nobody can keep them out.
 */
export async function takeOver(beneficiary: BeneficiaryProof, roundId: string) {
  const self = beneficiary.relation === 'self';
  const settles = beneficiary.relation !== 'helper' || beneficiary.lead;
  const [row] = await database().$queryRaw<
    { taken: boolean; spent: boolean; yields: boolean; seconds: number; pass_id: string; closes_at: Date }[]
  >`
    WITH held AS (
      SELECT seat.number, seat.pass_id, round.closes_at, claim.at AS claimed_at,
        seat.seen_at < now() - make_interval(secs => ${idleSeconds})
          OR (${self} AND coalesce(claim.at <= now() - make_interval(secs => ${claimSeconds.due}), false)) AS idle,
        NOT ${self} AND claim.at IS NOT NULL AS yields,
        seat.takeovers >= ${takeoversAllowed} AND NOT ${settles} AS spent
      FROM seat JOIN round ON round.id = seat.round_id
      CROSS JOIN LATERAL (
        SELECT CASE WHEN seat.claimed_at > now() - make_interval(secs => ${claimSeconds.over}) THEN seat.claimed_at END AS at
      ) claim
      WHERE seat.round_id = ${roundId} AND seat.person_id = ${headOf(roundId, beneficiary.personId)}
        AND seat.session_id <> ${beneficiary.sessionId} AND seat.expires_at > now() AND round.paused_at IS NULL AND ${mayAct(beneficiary)}
        AND (${beneficiary.relation} <> 'helper' OR (round.helpers_allowed
          AND ${actsForAll(roundId, beneficiary.personId, beneficiary.actorId, Prisma.sql`seat.person_id`)}))
      FOR UPDATE OF seat
    ), changed AS (
      UPDATE seat SET
        session_id = CASE WHEN held.idle THEN ${beneficiary.sessionId} ELSE seat.session_id END,
        takeovers = seat.takeovers + CASE WHEN held.idle THEN 1 ELSE 0 END,
        seen_at = CASE WHEN held.idle THEN now() ELSE seat.seen_at END,
        wanted_by = CASE WHEN held.idle THEN NULL ELSE ${beneficiary.sessionId} END,
        claimed_at = CASE WHEN ${self} AND NOT held.idle THEN coalesce(held.claimed_at, now()) END
      FROM held
      WHERE seat.round_id = ${roundId} AND seat.number = held.number AND NOT held.spent AND NOT held.yields
    )
    SELECT idle AND NOT spent AND NOT yields AS taken, spent, yields, pass_id, closes_at,
      ceil(${claimSeconds.due} - extract(epoch FROM now() - coalesce(claimed_at, now())))::int AS seconds
    FROM held`;
  if (!row) return refuse('nothing-to-take-over');
  if (row.spent) return refuse('takeover-spent');
  if (row.yields) return refuse('takeover-yields');
  if (row.taken) return { ok: true as const, passId: row.pass_id, expiresAt: row.closes_at };
  return self ? refuse('takeover-claimed', { seconds: row.seconds }) : refuse('takeover-asked');
}

/** The holder hands the pass to the session that asked for it. */
export async function agreeToTakeOver(pass: PassProof): Promise<boolean> {
  const changed = await database().$executeRaw`
    WITH pass AS (${livePass(pass)})
    UPDATE seat SET session_id = wanted_by, wanted_by = NULL, claimed_at = NULL, takeovers = takeovers + 1, seen_at = now()
    FROM pass WHERE seat.pass_id = pass.pass_id AND seat.wanted_by IS NOT NULL`;
  return changed > 0;
}
