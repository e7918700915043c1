import { Prisma } from '@/lib/platform/database';
import type { PassProof } from './proof';

/**
 * The body of a CTE: one row exactly while the seat of this proof is held by this person, session and pass,
 * has not expired, and its round is open and not paused, all on the database's clock.
 * Booking statements begin with `WITH pass AS (${livePass(pass)})`.
 */
export const livePass = (pass: Pick<PassProof, 'passId' | 'personId' | 'sessionId' | 'roundId'>): Prisma.Sql => Prisma.sql`
  SELECT seat.round_id, round.campaign_id, seat.person_id, seat.pass_id, seat.expires_at, round.hold_length, campaign.products
  FROM seat
  JOIN round ON round.id = seat.round_id
  JOIN campaign ON campaign.id = round.campaign_id
  WHERE seat.pass_id = ${pass.passId}::uuid AND seat.person_id = ${pass.personId}::uuid
    AND seat.session_id = ${pass.sessionId} AND seat.round_id = ${pass.roundId}
    AND seat.expires_at > now()
    AND round.opens_at <= now() AND now() < round.closes_at AND round.paused_at IS NULL`;

/** The columns that make a seat free again. */
export const seatGivenBack = Prisma.sql`
  person_id = NULL, session_id = NULL, pass_id = NULL, via = NULL, granted_at = NULL, expires_at = 'epoch',
  seen_at = NULL, extensions = 0, takeovers = 0, wanted_by = NULL`;

/** Where a front stood at the instant `at`: 0 before its first segment, still between segments. */
export const frontAt = (roundId: string | Prisma.Sql, line: 'drawn' | 'late', at: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((
    SELECT from_position + (to_position - from_position)
      * least(1, extract(epoch FROM ${at} - starts_at) / extract(epoch FROM ends_at - starts_at))
    FROM front_segment
    WHERE round_id = ${roundId} AND line = ${line}::front_line AND starts_at <= ${at}
    ORDER BY starts_at DESC LIMIT 1
  ), 0)::float8`;
