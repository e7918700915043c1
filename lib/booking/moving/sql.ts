import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import { queueClinicNotices, queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { type Claimant, changePlaces, noShare, shareFor } from '@/lib/supply/sql';
import { notOvertaken, secondPlace, secondsDue, withinRange } from '../second-dose/sql';
import { aboutBookings, cancelUntil, happening, noteHappenings, toldAs } from '../sql';

export interface MoveRow {
  outcome:
    | 'moved'
    | 'again'
    | 'booking-unknown'
    | 'too-late-to-move'
    | 'slot-unknown'
    | 'slot-past'
    | 'slot-closed'
    | 'slot-full'
    | 'not-for-age'
    | 'out-of-range';
}

const claimant: Claimant = {
  round: Prisma.sql`asked.round_id`,
  dose: Prisma.sql`asked.dose`,
  birthDate: Prisma.sql`asked.birth_date`,
  products: Prisma.sql`ARRAY[asked.product]`,
  own: Prisma.sql`asked.share_id`,
  anyOpened: true,
};

const place = (slot: string) => Prisma.sql`jsonb_build_object('slotId', granted.${Prisma.raw(slot)})`;

/**
 * Moves a booking to another half hour, the new place taken before the old one is given up. The second dose stays as it is while it
 * is within the range of the first; a moved first takes it along, to a place that fits, or gives it up for the leader to book anew.
 */
export const moveStatement = (person: BeneficiaryProof, bookingId: string, slotId: number): Prisma.Sql => Prisma.sql`
  WITH ${secondsDue(Prisma.sql`SELECT ${bookingId}::uuid`)},
  mine AS (
    SELECT booking.* FROM booking
     WHERE booking.person_id = ${person.personId}::uuid AND booking.status = 'confirmed'
       AND booking.campaign_id = (SELECT named.campaign_id FROM booking named WHERE named.id = ${bookingId}::uuid)
       AND ${mayAct(person)} AND ${notOvertaken}
     ORDER BY booking.id FOR NO KEY UPDATE
  ),
  asked AS (
    SELECT mine.*, time.starts_at, person.birth_date, campaign.paused_at IS NOT NULL AS paused,
           time.starts_at <= now() OR mine.vaccinated_at IS NOT NULL AS begun, now() >= ${cancelUntil(Prisma.sql`time.starts_at`)} AS late
      FROM mine JOIN slot time ON time.id = mine.slot_id JOIN person ON person.id = mine.person_id
      JOIN campaign ON campaign.id = mine.campaign_id
     WHERE mine.id = ${bookingId}::uuid
  ),
  other AS (
    SELECT mine.*, coalesce(mine.vaccinated_at, time.starts_at) AS starts_at
      FROM mine JOIN slot time ON time.id = mine.slot_id JOIN asked ON asked.dose <> mine.dose
  ),
  place AS (
    SELECT slot.id, slot.clinic_id, slot.starts_at, slot.starts_at > now() + interval '1 hour' AS timely,
           slot.closed_at IS NOT NULL OR clinic.paused_at IS NOT NULL AS closed,
           slot.taken < slot.capacity OR slot.id = asked.slot_id AS free, slot.id = asked.slot_id AS same,
           asked.dose = 1 OR coalesce((
             SELECT ${withinRange(Prisma.sql`asked.product`, Prisma.sql`other.starts_at`, Prisma.sql`slot.starts_at`)} FROM other), true) AS fits
      FROM asked CROSS JOIN slot JOIN clinic ON clinic.id = slot.clinic_id
     WHERE slot.id = ${slotId}
  ),
  first_move AS (
    SELECT 1 AS ord, slot.id AS slot_id, chosen.id AS share_id, asked.slot_id AS old_slot_id, asked.share_id AS old_share_id,
           asked.id AS booking_id, asked.person_id, slot.clinic_id
      FROM asked CROSS JOIN place AS slot CROSS JOIN LATERAL (${shareFor(claimant)}) AS chosen
     WHERE slot.timely AND slot.free AND slot.fits AND NOT slot.closed AND NOT slot.same AND NOT asked.begun AND NOT asked.paused
  ),
  ${changePlaces(
    Prisma.sql`
      SELECT * FROM first_move
      UNION ALL
      SELECT 2, found.slot_id, found.share_id, other.slot_id, other.share_id, other.id, other.person_id, coalesce(found.clinic_id, other.clinic_id)
        FROM (SELECT asked.campaign_id, asked.round_id, first_move.clinic_id, asked.product, place.starts_at, asked.birth_date
                FROM first_move, asked, place WHERE asked.dose = 1) AS first
       CROSS JOIN other LEFT JOIN LATERAL (${secondPlace({ anyOpened: true })}) AS found ON true
       WHERE other.vaccinated_at IS NULL
         AND NOT ${withinRange(Prisma.sql`first.product`, Prisma.sql`first.starts_at`, Prisma.sql`other.starts_at`)}`,
    'all',
  )},
  moved AS (
    UPDATE booking SET slot_id = granted.slot_id, share_id = granted.share_id, clinic_id = granted.clinic_id, moves = booking.moves + 1
      FROM granted WHERE booking.id = granted.booking_id AND granted.slot_id IS NOT NULL
    RETURNING booking.id, booking.person_id, booking.dose, booking.moves
  ),
  dropped AS (
    UPDATE booking SET status = 'cancelled', ended_at = now()
      FROM granted WHERE booking.id = granted.booking_id AND granted.slot_id IS NULL
    RETURNING booking.id, booking.decision_id
  ),
  noted AS (${noteHappenings(
    person,
    Prisma.sql`
      SELECT booking_id, CASE WHEN slot_id IS NULL THEN ${happening('cancelled')} ELSE ${happening('moved')} END,
             jsonb_build_object('from', ${place('old_slot_id')}, 'to', CASE WHEN slot_id IS NOT NULL THEN ${place('slot_id')} END) FROM granted`,
  )}),
  following AS (
    INSERT INTO second_dose_due (booking_id) SELECT asked.id FROM asked WHERE EXISTS (SELECT FROM dropped) ON CONFLICT DO NOTHING
  ),
  told AS (${queueNotices(
    aboutBookings(
      Prisma.sql`
        SELECT moved.id, moved.person_id, CASE WHEN moved.id = ${bookingId}::uuid THEN ${toldAs(person, 'booking-changed', 'helper-moved')}
                                               ELSE ${template('second-dose-moved')} END,
               moved.id || '/' || moved.moves FROM moved`,
      person,
    ),
  )}),
  clinic_told AS (${queueClinicNotices(Prisma.sql`
    SELECT asked.clinic_id, ${template('clinic-cancelled-late')} AS template, asked.id || '/' || asked.moves AS subject,
           jsonb_build_object('bookingId', asked.id) AS facts
      FROM asked WHERE asked.late AND EXISTS (SELECT FROM moved)`)})
  SELECT CASE WHEN NOT ${notOvertaken} THEN 'again'
              WHEN EXISTS (SELECT FROM moved) OR slot.same THEN 'moved'
              WHEN asked.id IS NULL THEN 'booking-unknown'
              WHEN asked.begun THEN 'too-late-to-move'
              WHEN slot.id IS NULL THEN 'slot-unknown'
              WHEN NOT slot.timely THEN 'slot-past'
              WHEN slot.closed OR asked.paused THEN 'slot-closed'
              WHEN NOT slot.fits THEN 'out-of-range'
              WHEN EXISTS (SELECT FROM wanted) AND EXISTS (SELECT FROM slot_row WHERE slot_row.id = slot.id AND slot_row.taken < slot_row.places) THEN 'again'
              ELSE ${noShare(claimant)} END AS outcome
    FROM (SELECT 1) AS answer LEFT JOIN asked ON true LEFT JOIN place AS slot ON true`;
