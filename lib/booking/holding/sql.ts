import type { PassProof } from '@/lib/line/proof';
import { livePass } from '@/lib/line/sql';
import { Prisma } from '@/lib/platform/database';
import { type Claimant, changePlaces, noShare, shareFor, shareForFirst, stillAhead } from '@/lib/supply/sql';
import { noteEvents } from '../sql';

export interface HoldRow {
  outcome: 'held' | 'pass-gone' | 'already-booked' | 'slot-unknown' | 'slot-past' | 'slot-closed' | 'slot-full' | 'not-for-age' | 'again';
  id: string | null;
  held_until: Date | null;
}

export function holdStatement(pass: PassProof, slotId: number): Prisma.Sql {
  const claimant: Claimant = {
    round: Prisma.sql`${pass.roundId}`,
    dose: Prisma.sql`1`,
    birthDate: Prisma.sql`${pass.birthDate}::date`,
    products: Prisma.sql`pass.products`,
    own: Prisma.sql`mine.share_id`,
  };
  return Prisma.sql`
    WITH pass AS (${livePass(pass)}),
    mine AS (
      SELECT booking.id, booking.slot_id, booking.share_id, booking.status FROM booking
       WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ${pass.personId}::uuid AND booking.dose = 1
         AND booking.status IN ('held', 'confirmed')
         FOR NO KEY UPDATE
    ),
    place AS (
      SELECT slot.id, slot.clinic_id, slot.starts_at, slot.starts_at > now() + interval '1 hour' AS timely,
             slot.closed_at IS NOT NULL OR clinic.paused_at IS NOT NULL AS closed,
             slot.taken < slot.capacity OR slot.id = (SELECT mine.slot_id FROM mine) AS free
        FROM slot JOIN clinic ON clinic.id = slot.clinic_id
       WHERE slot.id = ${slotId}
    ),
    ${changePlaces(Prisma.sql`
      SELECT 1 AS ord, slot.id AS slot_id, chosen.id AS share_id, mine.slot_id AS old_slot_id, mine.share_id AS old_share_id,
             mine.id AS booking_id, slot.clinic_id, chosen.product_code, pass.campaign_id, pass.round_id, pass.pass_id, pass.person_id,
             least(now() + pass.hold_length * interval '1 second', pass.expires_at) AS held_until
        FROM pass CROSS JOIN place AS slot LEFT JOIN mine ON true CROSS JOIN LATERAL (${shareFor(claimant)}) AS chosen
       WHERE slot.timely AND slot.free AND NOT slot.closed AND NOT pass.campaign_paused AND mine.status IS DISTINCT FROM 'confirmed'`)},
    moved AS (
      UPDATE booking
         SET slot_id = granted.slot_id, share_id = granted.share_id, clinic_id = granted.clinic_id, product = granted.product_code,
             round_id = granted.round_id, pass_id = granted.pass_id, actor_id = ${pass.actorId}::uuid, held_at = now(),
             held_until = granted.held_until
        FROM granted WHERE booking.id = granted.booking_id
      RETURNING booking.id, booking.held_until
    ),
    made AS (
      INSERT INTO booking
        (id, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, pass_id, held_until)
      SELECT gen_random_uuid(), campaign_id, round_id, person_id, ${pass.actorId}::uuid, product_code, clinic_id, slot_id, share_id,
             'held', pass_id, held_until
        FROM granted WHERE booking_id IS NULL
      RETURNING id, held_until
    ),
    held AS (SELECT id, held_until FROM moved UNION ALL SELECT id, held_until FROM made),
    noted AS (${noteEvents('held', pass, Prisma.sql`SELECT id FROM held`)})
    SELECT held.id, held.held_until,
           CASE WHEN held.id IS NOT NULL THEN 'held'
                WHEN EXISTS (SELECT 1 FROM mine WHERE mine.status = 'confirmed') THEN 'already-booked'
                WHEN pass.pass_id IS NULL THEN 'pass-gone'
                WHEN slot.id IS NULL THEN 'slot-unknown'
                WHEN NOT slot.timely THEN 'slot-past'
                WHEN slot.closed OR pass.campaign_paused THEN 'slot-closed'
                WHEN EXISTS (SELECT 1 FROM wanted) AND EXISTS (SELECT 1 FROM slot_row WHERE slot_row.taken < slot_row.places) THEN 'again'
                ELSE ${noShare(claimant)} END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN held ON true LEFT JOIN pass ON true LEFT JOIN place AS slot ON true`;
}

/** Null where only `holdStatement` can say. */
export type FirstHoldRow = Pick<HoldRow, 'id' | 'held_until'> & { outcome: 'held' | 'slot-full' | null };

/**
 * `holdStatement` for most people: whoever the seat was taken for, and who has no first dose held or booked. It asks for the same, in
 * a third of the time, and leaves what is to be written to the database's function `take_first_place`; what is not ordinary, and each
 * race that is lost, it leaves to the other.
 */
export function firstHoldStatement(pass: PassProof, slotId: number): Prisma.Sql {
  const claimant: Claimant = {
    round: Prisma.sql`pass.round_id`,
    dose: Prisma.sql`1`,
    birthDate: Prisma.sql`${pass.birthDate}::date`,
    products: Prisma.sql`pass.products`,
    own: Prisma.sql`NULL`,
  };
  return Prisma.sql`
    WITH made AS MATERIALIZED (
      SELECT chosen.free, chosen.held_until,
             CASE WHEN chosen.free THEN take_first_place(chosen.share_id, chosen.permille, chosen.slot_id, chosen.clinic_id, chosen.product_code,
               chosen.campaign_id, chosen.round_id, chosen.person_id, ${pass.actorId}::uuid, ${pass.sessionId}, chosen.pass_id, chosen.held_until) END AS id
        FROM (
          SELECT pass.campaign_id, pass.round_id, pass.person_id, pass.pass_id, slot.id AS slot_id, slot.clinic_id, share.id AS share_id,
                 share.product_code, share.permille, slot.taken < slot.capacity AND share.free AS free,
                 least(now() + pass.hold_length * interval '1 second', pass.expires_at) AS held_until
            FROM (${livePass(pass, 'own')}) AS pass
            JOIN slot ON slot.id = ${slotId} AND ${stillAhead} JOIN clinic ON clinic.id = slot.clinic_id AND clinic.paused_at IS NULL
           CROSS JOIN LATERAL (${shareForFirst(claimant)}) AS share
           WHERE NOT pass.campaign_paused AND NOT EXISTS (
             SELECT FROM booking WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ${pass.personId}::uuid
                AND booking.dose = 1 AND booking.status IN ('held', 'confirmed'))
          OFFSET 0
        ) AS chosen
    )
    SELECT made.id, made.held_until,
           CASE WHEN made.id IS NOT NULL THEN 'held' WHEN NOT made.free THEN 'slot-full' END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN made ON true`;
}
