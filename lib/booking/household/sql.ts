import { jointPass } from '@/lib/line/beside/sql';
import type { PassProof } from '@/lib/line/proof';
import { Prisma } from '@/lib/platform/database';
import { type Claimant, changePlaces, seoulDay, shareFor } from '@/lib/supply/sql';
import { noteEvents } from '../sql';

export interface TogetherRow {
  outcome: 'held' | 'pass-gone' | 'already-booked' | 'slot-unknown' | 'slot-past' | 'slot-closed' | 'not-adjacent' | 'again';
}

/** Of the person whose turn it is in `claims`, beside those before. */
const claimant: Claimant = {
  round: Prisma.sql`pass.round_id`,
  dose: Prisma.sql`1`,
  birthDate: Prisma.sql`asked.birth_date`,
  products: Prisma.sql`pass.products`,
  own: Prisma.sql`NULL`,
  promised: Prisma.sql`cardinality(array_positions(claims.used, share.id))`,
};

/**
 * Takes places for people of one pass at one clinic, in the half hour asked for and those that follow it without a gap: for all or for
 * nobody. Earlier holds of theirs move. Asked again for what they hold, it is theirs.
 */
export function togetherStatement(pass: PassProof, slotId: number, personIds: string[], togetherId: string): Prisma.Sql {
  const people = personIds.length;
  return Prisma.sql`
    WITH RECURSIVE pass AS (${jointPass(pass)}),
    asked AS (
      SELECT person.id, person.birth_date, one.place
        FROM pass CROSS JOIN unnest(${personIds}::uuid[]) WITH ORDINALITY AS one (id, place)
        JOIN person ON person.id = one.id AND one.id = ANY (pass.party)
    ),
    mine AS MATERIALIZED (
      SELECT booking.* FROM booking
       WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ANY (${personIds}::uuid[]) AND booking.dose = 1
         AND booking.status IN ('held', 'confirmed')
       ORDER BY booking.id FOR NO KEY UPDATE
    ),
    place AS (
      SELECT slot.id, slot.clinic_id, slot.starts_at, slot.starts_at > now() + interval '1 hour' AS timely,
             slot.closed_at IS NOT NULL OR clinic.paused_at IS NOT NULL AS closed
        FROM slot JOIN clinic ON clinic.id = slot.clinic_id
       WHERE slot.id = ${slotId}
    ),
    half AS (
      SELECT slot.id, slot.clinic_id, slot.starts_at, slot.capacity - slot.taken AS free,
             place.starts_at + (row_number() OVER (ORDER BY slot.starts_at) - 1) * interval '30 minutes' AS without_gap,
             min(slot.capacity - slot.taken) OVER (ORDER BY slot.starts_at) AS least
        FROM place JOIN slot ON slot.clinic_id = place.clinic_id AND slot.closed_at IS NULL
         AND slot.starts_at >= place.starts_at AND slot.starts_at < place.starts_at + ${people}::int * interval '30 minutes'
         AND ${seoulDay(Prisma.sql`slot.starts_at`)} = ${seoulDay(Prisma.sql`place.starts_at`)}
    ),
    unit AS (
      SELECT half.id, half.clinic_id, half.starts_at, row_number() OVER (ORDER BY half.starts_at, nth) AS place
        FROM half CROSS JOIN generate_series(1, least(half.free, ${people}::int)) AS nth
       WHERE half.starts_at = half.without_gap AND half.least > 0
    ),
    claims AS (
      SELECT 0::bigint AS place, '{}'::int[] AS used, NULL::int AS slot_id, NULL::int AS share_id, NULL::text AS product_code,
             NULL::uuid AS person_id, NULL::text AS clinic_id
      UNION ALL
      SELECT asked.place, claims.used || chosen.id, slot.id, chosen.id, chosen.product_code, asked.id, slot.clinic_id
        FROM claims JOIN asked ON asked.place = claims.place + 1 JOIN unit AS slot ON slot.place = asked.place CROSS JOIN pass
       CROSS JOIN LATERAL (${shareFor(claimant)}) AS chosen
    ),
    kept AS (
      SELECT count(DISTINCT mine.together_id) = 1 AND count(*) = ${people}::int AND bool_or(mine.slot_id = ${slotId}::int)
         AND min(slot.starts_at) = (SELECT place.starts_at FROM place) AND bool_and(mine.status = 'held' AND mine.held_until > now()) AS already
        FROM mine JOIN slot ON slot.id = mine.slot_id
    ),
    ${changePlaces(
      Prisma.sql`
        SELECT claims.place::int AS ord, claims.slot_id, claims.share_id, mine.slot_id AS old_slot_id, mine.share_id AS old_share_id,
               mine.id AS booking_id, claims.person_id, claims.clinic_id, claims.product_code, pass.campaign_id, pass.round_id, pass.pass_id,
               least(now() + pass.hold_length * interval '1 second', pass.expires_at) AS held_until
          FROM claims CROSS JOIN pass CROSS JOIN place LEFT JOIN mine ON mine.person_id = claims.person_id
         WHERE claims.place > 0 AND (SELECT max(reached.place) FROM claims reached) = ${people}::int
           AND place.timely AND NOT place.closed AND NOT pass.campaign_paused AND NOT coalesce((SELECT already FROM kept), false)
           AND NOT EXISTS (SELECT FROM mine WHERE mine.status = 'confirmed')`,
      'all',
    )},
    moved AS (
      UPDATE booking
         SET slot_id = granted.slot_id, share_id = granted.share_id, clinic_id = granted.clinic_id, product = granted.product_code,
             round_id = granted.round_id, pass_id = granted.pass_id, actor_id = ${pass.actorId}::uuid, held_at = now(),
             held_until = granted.held_until, together_id = ${togetherId}::uuid
        FROM granted WHERE booking.id = granted.booking_id
      RETURNING booking.id
    ),
    made AS (
      INSERT INTO booking
        (id, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, pass_id, held_until, together_id)
      SELECT gen_random_uuid(), campaign_id, round_id, person_id, ${pass.actorId}::uuid, product_code, clinic_id, slot_id, share_id,
             'held', pass_id, held_until, ${togetherId}::uuid
        FROM granted WHERE booking_id IS NULL
      RETURNING id
    ),
    held AS (SELECT id FROM moved UNION ALL SELECT id FROM made),
    noted AS (${noteEvents('held', pass, Prisma.sql`SELECT id FROM held`)})
    SELECT CASE WHEN EXISTS (SELECT FROM held) OR kept.already THEN 'held'
                WHEN EXISTS (SELECT FROM mine WHERE mine.status = 'confirmed') THEN 'already-booked'
                WHEN (SELECT count(*) FROM asked) < ${people}::int THEN 'pass-gone'
                WHEN place.id IS NULL THEN 'slot-unknown'
                WHEN NOT place.timely THEN 'slot-past'
                WHEN place.closed OR pass.campaign_paused THEN 'slot-closed'
                WHEN EXISTS (SELECT FROM wanted) THEN 'again'
                ELSE 'not-adjacent' END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN kept ON true LEFT JOIN pass ON true LEFT JOIN place ON true`;
}
