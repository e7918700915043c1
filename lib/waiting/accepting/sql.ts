import { hasSecond, notOvertaken, secondsDue, withinRange } from '@/lib/booking/second-dose/sql';
import { aboutBookings, happening, noteHappenings, toldAs } from '@/lib/booking/sql';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import { queueNotices } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { givePlacesBack } from '@/lib/supply/sql';

export interface AcceptRow {
  outcome: 'accepted' | 'again' | 'offer-unknown' | 'offer-gone' | 'slot-closed' | 'vaccinated';
}

/**
 * Makes an offer a booking and ends the later booking of the same dose, all in one: never two, and never none. A second dose goes on
 * with the new first while it fits, else it is given back and looked for anew.
 */
export const acceptStatement = (person: BeneficiaryProof, bookingId: string, number: string): Prisma.Sql => Prisma.sql`
  WITH ${secondsDue(Prisma.sql`
    SELECT first.id FROM booking first JOIN booking named ON named.campaign_id = first.campaign_id AND named.person_id = first.person_id
     WHERE named.id = ${bookingId}::uuid AND named.person_id = ${person.personId}::uuid`)},
  mine AS (
    SELECT booking.* FROM booking
     WHERE booking.person_id = ${person.personId}::uuid AND ${mayAct(person)}
       AND booking.campaign_id = (SELECT named.campaign_id FROM booking named WHERE named.id = ${bookingId}::uuid)
       AND (booking.id = ${bookingId}::uuid AND booking.origin = 'waiting_list' OR booking.status IN ('held', 'confirmed')) AND ${notOvertaken}
     ORDER BY booking.id FOR UPDATE
  ),
  offer AS (
    SELECT mine.*, slot.starts_at, mine.status = 'offered' AND mine.held_until > now() AS live,
           slot.closed_at IS NOT NULL OR clinic.paused_at IS NOT NULL OR campaign.paused_at IS NOT NULL OR delivery.quarantined_at IS NOT NULL AS closed,
           EXISTS (SELECT FROM mine given WHERE given.dose = 1 AND given.vaccinated_at IS NOT NULL) AS vaccinated
      FROM mine JOIN slot ON slot.id = mine.slot_id JOIN clinic ON clinic.id = mine.clinic_id JOIN campaign ON campaign.id = mine.campaign_id
      JOIN share ON share.id = mine.share_id JOIN delivery ON delivery.id = share.delivery_id
     WHERE mine.id = ${bookingId}::uuid
  ),
  ready AS (SELECT * FROM offer WHERE live AND NOT closed AND NOT vaccinated),
  other AS (
    SELECT mine.id, mine.slot_id, mine.share_id, mine.person_id, mine.status, mine.dose,
           mine.dose = 2 AND mine.product = ready.product AND ${withinRange(Prisma.sql`ready.product`, Prisma.sql`ready.starts_at`, Prisma.sql`time.starts_at`)} AS stays
      FROM mine JOIN slot time ON time.id = mine.slot_id CROSS JOIN ready WHERE mine.id <> ready.id AND mine.vaccinated_at IS NULL
  ),
  ${givePlacesBack(Prisma.sql`SELECT * FROM other WHERE NOT stays`)},
  ended AS (
    UPDATE booking SET status = 'cancelled', ended_at = now() FROM other WHERE booking.id = other.id AND NOT other.stays
    RETURNING booking.id, booking.person_id, booking.number
  ),
  accepted AS (
    UPDATE booking SET status = 'confirmed', number = ${number}, confirmed_at = now(), actor_id = ${person.actorId}::uuid
      FROM ready WHERE booking.id = ready.id AND (SELECT count(*) FROM ended) >= 0 -- always true: the later one ends first, for one of them may be active
    RETURNING booking.id, booking.person_id, booking.actor_id, booking.decision_id, booking.product
  ),
  kept AS (UPDATE booking SET decision_id = accepted.id FROM accepted, other WHERE booking.id = other.id AND other.stays RETURNING booking.id),
  following AS (
    INSERT INTO second_dose_due (booking_id) SELECT accepted.id FROM accepted JOIN ready ON ready.id = accepted.id
     WHERE ${hasSecond(Prisma.sql`accepted.product`, Prisma.sql`ready.starts_at`)} AND NOT EXISTS (SELECT FROM kept)
  ),
  forgotten AS (DELETE FROM second_dose_due WHERE second_dose_due.booking_id IN (SELECT id FROM ended)),
  placed AS (UPDATE waiting SET state = 'placed', ended_at = now() FROM accepted WHERE waiting.id = accepted.decision_id AND waiting.state = 'waiting'),
  noted AS (${noteHappenings(
    person,
    Prisma.sql`
      SELECT id, ${happening('confirmed')}, NULL::jsonb FROM accepted
      UNION ALL SELECT ended.id, ${happening('cancelled')}, jsonb_build_object('for', accepted.id) FROM ended, accepted`,
  )}),
  told AS (${queueNotices(
    aboutBookings(
      Prisma.sql`
        SELECT id, person_id, ${toldAs(person, 'booking-confirmed', 'helper-booked')}, id::text FROM accepted
        UNION ALL SELECT id, person_id, ${toldAs(person, 'booking-cancelled', 'helper-cancelled')}, id::text FROM ended WHERE number IS NOT NULL`,
      person,
    ),
  )})
  SELECT CASE WHEN NOT ${notOvertaken} THEN 'again'
              WHEN offer.id IS NULL THEN 'offer-unknown'
              WHEN EXISTS (SELECT FROM accepted) OR offer.status = 'confirmed' THEN 'accepted'
              WHEN offer.vaccinated THEN 'vaccinated'
              WHEN NOT offer.live THEN 'offer-gone' ELSE 'slot-closed' END AS outcome
    FROM (SELECT 1) AS answer LEFT JOIN offer ON true`;
