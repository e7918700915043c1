import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import { queueClinicNotices, queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { declinedBy } from '@/lib/recall/sql';
import { givePlacesBack } from '@/lib/supply/sql';
import { notOvertaken, secondsDue } from '../second-dose/sql';
import { aboutBookings, cancelUntil, happening, noteHappenings, toldAs } from '../sql';

export interface CancelRow {
  outcome: 'cancelled' | 'again' | 'booking-unknown' | 'too-late-to-cancel';
  phone: string | null;
}

/** A first dose takes its second with it. What has begun or was given can't be undone. */
export const cancelStatement = (person: BeneficiaryProof, bookingId: string): Prisma.Sql => Prisma.sql`
  WITH ${secondsDue(Prisma.sql`SELECT ${bookingId}::uuid`)},
  mine AS (
    SELECT booking.* FROM booking
     WHERE booking.person_id = ${person.personId}::uuid AND booking.confirmed_at IS NOT NULL
       AND (booking.id = ${bookingId}::uuid OR booking.decision_id = ${bookingId}::uuid AND booking.dose = 2)
       AND ${mayAct(person)} AND ${notOvertaken}
     ORDER BY booking.id FOR NO KEY UPDATE
  ),
  ending AS (
    SELECT mine.id, mine.slot_id, mine.share_id, mine.person_id, mine.clinic_id, now() >= ${cancelUntil(Prisma.sql`slot.starts_at`)} AS late
      FROM mine JOIN slot ON slot.id = mine.slot_id
     WHERE mine.status = 'confirmed' AND mine.vaccinated_at IS NULL AND EXISTS (
       SELECT FROM mine asked JOIN slot time ON time.id = asked.slot_id
        WHERE asked.id = ${bookingId}::uuid AND asked.status = 'confirmed' AND asked.vaccinated_at IS NULL AND time.starts_at > now())
  ),
  ${givePlacesBack(Prisma.sql`SELECT * FROM ending`)},
  ended AS (
    UPDATE booking SET status = 'cancelled', ended_at = now() FROM ending WHERE booking.id = ending.id RETURNING booking.id
  ),
  noted AS (${noteHappenings(
    person,
    Prisma.sql`SELECT id, CASE WHEN late THEN ${happening('cancelled-late')} ELSE ${happening('cancelled')} END, NULL::jsonb FROM ending`,
  )}),
  declined AS (${declinedBy(Prisma.sql`SELECT id FROM ending`)}),
  forgotten AS (DELETE FROM second_dose_due WHERE second_dose_due.booking_id IN (SELECT id FROM ending)),
  told AS (${queueNotices(
    aboutBookings(
      Prisma.sql`
        SELECT id, person_id, CASE WHEN late THEN ${toldAs(person, 'booking-cancelled-late', 'helper-cancelled')}
                                   ELSE ${toldAs(person, 'booking-cancelled', 'helper-cancelled')} END, id::text
          FROM ending`,
      person,
    ),
  )}),
  clinic_told AS (${queueClinicNotices(Prisma.sql`
    SELECT clinic_id, ${template('clinic-cancelled-late')} AS template, id::text AS subject, jsonb_build_object('bookingId', id) AS facts
      FROM ending WHERE late`)})
  SELECT clinic.phone,
         CASE WHEN NOT ${notOvertaken} THEN 'again'
              WHEN mine.id IS NULL THEN 'booking-unknown'
              WHEN mine.status = 'cancelled' OR EXISTS (SELECT 1 FROM ended) THEN 'cancelled'
              ELSE 'too-late-to-cancel' END AS outcome
    FROM (SELECT 1) AS answer LEFT JOIN mine ON mine.id = ${bookingId}::uuid
    LEFT JOIN slot ON slot.id = mine.slot_id LEFT JOIN clinic ON clinic.id = slot.clinic_id`;
