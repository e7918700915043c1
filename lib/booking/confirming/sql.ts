import { randomBytes } from 'node:crypto';
import { jointPass, seatsOfPass } from '@/lib/line/beside/sql';
import type { PassProof } from '@/lib/line/proof';
import { seatGivenBack } from '@/lib/line/sql';
import { queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { bookingNumber } from '../number';
import { bookSeconds, hasSecond } from '../second-dose/sql';
import { aboutBookings, noteEvents, toldAs } from '../sql';

export interface ConfirmRow {
  outcome: 'confirmed' | 'booking-unknown' | 'pass-gone' | 'hold-gone' | 'slot-past' | 'slot-closed';
  number: string | null;
}

const numbersFor = (people: number): string[] => Array.from({ length: people }, () => bookingNumber(randomBytes(10)));

/**
 * Confirms a hold and all that are held together with it, or none of them, and books the second doses. The seat is free when
 * everybody on its pass has booked. The newest state of the booking answers, whether this statement changed it or not.
 */
export function confirmStatement(pass: PassProof, bookingId: string): Prisma.Sql {
  const party = pass.party.map(({ personId }) => personId);
  return Prisma.sql`
    WITH pass AS (${jointPass(pass, 'lock')}),
    mine AS (
      SELECT booking.* FROM booking
       WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ANY (${party}::uuid[]) AND (
         booking.id = ${bookingId}::uuid
         OR booking.status = 'held' AND booking.together_id = (
           SELECT asked.together_id FROM booking asked WHERE asked.id = ${bookingId}::uuid AND asked.person_id = ANY (${party}::uuid[])))
         AND (SELECT count(*) FROM pass) >= 0 -- always true: the seat is locked first
       ORDER BY booking.id FOR UPDATE
    ),
    held AS (
      SELECT mine.id, slot.starts_at, mine.held_until > now() AS live, slot.starts_at > now() AS ahead,
             slot.closed_at IS NOT NULL OR clinic.paused_at IS NOT NULL OR campaign.paused_at IS NOT NULL
               OR delivery.quarantined_at IS NOT NULL AS closed
        FROM mine JOIN slot ON slot.id = mine.slot_id JOIN clinic ON clinic.id = slot.clinic_id
        JOIN campaign ON campaign.id = mine.campaign_id
        LEFT JOIN share ON share.id = mine.share_id LEFT JOIN delivery ON delivery.id = share.delivery_id
       WHERE mine.status = 'held'
    ),
    verdict AS (SELECT bool_and(held.live) AS live, bool_and(held.ahead) AS ahead, bool_or(held.closed) AS closed FROM held),
    ready AS (
      SELECT held.id, row_number() OVER (ORDER BY held.id) AS place FROM held, verdict
       WHERE verdict.live AND verdict.ahead AND NOT verdict.closed
    ),
    confirmed AS (
      UPDATE booking
         SET status = 'confirmed', number = (${numbersFor(party.length)}::text[])[ready.place], confirmed_at = now(),
             actor_id = ${pass.actorId}::uuid, pass_id = pass.pass_id, round_id = pass.round_id
        FROM ready, pass WHERE booking.id = ready.id
      RETURNING booking.*
    ),
    noted AS (${noteEvents('confirmed', pass, Prisma.sql`SELECT id FROM confirmed`)}),
    ${bookSeconds(
      Prisma.sql`
        SELECT confirmed.id, confirmed.campaign_id, confirmed.round_id, confirmed.person_id, confirmed.actor_id, confirmed.clinic_id,
               confirmed.product, held.starts_at, confirmed.together_id, person.birth_date
          FROM confirmed JOIN held ON held.id = confirmed.id JOIN person ON person.id = confirmed.person_id
         WHERE confirmed.dose = 1 AND ${hasSecond(Prisma.sql`confirmed.product`, Prisma.sql`held.starts_at`)}`,
      numbersFor(party.length),
    )},
    second_noted AS (${noteEvents('confirmed', pass, Prisma.sql`SELECT id FROM second`)}),
    following AS (
      INSERT INTO second_dose_due (booking_id)
      SELECT firsts.id FROM firsts WHERE firsts.id NOT IN (SELECT second.first_id FROM second)
    ),
    told AS (${queueNotices(
      aboutBookings(
        Prisma.sql`
          SELECT id, person_id, ${toldAs(pass, 'booking-confirmed', 'helper-booked')}, id::text FROM confirmed
          UNION ALL SELECT id, person_id, ${template('second-dose-booked')}, id::text FROM second`,
        pass,
      ),
    )}),
    freed AS (
      UPDATE seat SET ${seatGivenBack}
       WHERE ${seatsOfPass(pass)} AND EXISTS (SELECT 1 FROM confirmed) AND NOT EXISTS (
         SELECT FROM unnest(${party}::uuid[]) AS one (id)
          WHERE one.id NOT IN (SELECT confirmed.person_id FROM confirmed) AND NOT EXISTS (
            SELECT FROM booking WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = one.id
               AND booking.dose = 1 AND booking.status = 'confirmed'))
    )
    SELECT coalesce(confirmed.number, mine.number) AS number,
           CASE WHEN confirmed.id IS NOT NULL OR mine.status = 'confirmed' THEN 'confirmed'
                WHEN mine.id IS NULL THEN 'booking-unknown'
                WHEN mine.status <> 'held' OR NOT verdict.live THEN 'hold-gone'
                WHEN NOT verdict.ahead THEN 'slot-past'
                WHEN verdict.closed THEN 'slot-closed'
                ELSE 'pass-gone' END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN mine ON mine.id = ${bookingId}::uuid LEFT JOIN confirmed ON confirmed.id = mine.id
      LEFT JOIN verdict ON true`;
}
