import type { ClinicProof } from '@/lib/identity/proof';
import { database, Prisma } from '@/lib/platform/database';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { recordAccess } from '@/lib/record/sql';
import { seoulDay } from '@/lib/supply/sql';
import { noteEvents } from '../sql';

type GivenOutcome = 'vaccinated' | 'booking-unknown' | 'not-today' | 'paused' | 'first-not-given' | 'delivery-unknown';

const today = seoulDay(Prisma.sql`now()`);
const doer = ({ personId, sessionId }: ClinicProof) => ({ actorId: personId, sessionId });

/**
 * The clinic says that this person was vaccinated today, and from which of its deliveries; the planned one when none is named. A
 * second dose only after the first. Said twice it is said once.
 */
export async function markVaccinated(
  clinic: ClinicProof,
  bookingId: string,
  deliveryId: number | null = null,
): Promise<{ ok: true } | Refusal<Exclude<GivenOutcome, 'vaccinated'>>> {
  const [row] = await database().$queryRaw<{ outcome: GivenOutcome }[]>`
    WITH mine AS (
      SELECT booking.* FROM booking
       WHERE booking.id = ${bookingId}::uuid AND booking.clinic_id = ${clinic.clinicId} AND booking.status = 'confirmed'
         FOR NO KEY UPDATE
    ),
    facts AS (
      SELECT mine.id, mine.person_id, mine.vaccinated_at, ${seoulDay(Prisma.sql`slot.starts_at`)} = ${today} AS today,
             campaign.paused_at IS NOT NULL OR clinic.paused_at IS NOT NULL AS paused,
             mine.dose = 1 OR EXISTS (
               SELECT FROM booking first WHERE first.campaign_id = mine.campaign_id AND first.person_id = mine.person_id AND first.dose = 1
                  AND first.vaccinated_at IS NOT NULL) AS in_order,
             (SELECT delivery.id FROM delivery JOIN lot ON lot.number = delivery.lot_number
               WHERE delivery.id = coalesce(${deliveryId}::int, share.delivery_id) AND delivery.clinic_id = mine.clinic_id
                 AND delivery.quarantined_at IS NULL AND lot.product_code = mine.product AND lot.expires_on >= ${today}) AS delivery_id
        FROM mine JOIN slot ON slot.id = mine.slot_id JOIN clinic ON clinic.id = mine.clinic_id
        JOIN campaign ON campaign.id = mine.campaign_id LEFT JOIN share ON share.id = mine.share_id
    ),
    given AS (
      UPDATE booking SET vaccinated_at = now(), given_id = facts.delivery_id
        FROM facts WHERE booking.id = facts.id AND facts.vaccinated_at IS NULL AND facts.today AND NOT facts.paused AND facts.in_order
         AND facts.delivery_id IS NOT NULL
      RETURNING booking.id, booking.person_id
    ),
    noted AS (${noteEvents('vaccinated', doer(clinic), Prisma.sql`SELECT id FROM given`)}),
    recorded AS (${recordAccess(
      { role: 'clinic', ...clinic },
      { action: 'booking.vaccinated', objectKind: 'booking', objectId: bookingId },
      Prisma.sql`SELECT person_id FROM given`,
    )})
    SELECT CASE WHEN EXISTS (SELECT FROM given) OR facts.vaccinated_at IS NOT NULL THEN 'vaccinated'
                WHEN facts.id IS NULL THEN 'booking-unknown'
                WHEN NOT facts.today THEN 'not-today'
                WHEN facts.paused THEN 'paused'
                WHEN NOT facts.in_order THEN 'first-not-given'
                ELSE 'delivery-unknown' END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN facts ON true`;
  if (!row) throw new Error('a statement of booking always answers with one row');
  return row.outcome === 'vaccinated' ? { ok: true } : refuse(row.outcome);
}

/** Takes that back on the same day, for whoever pressed the wrong line. */
export async function unmarkVaccinated(clinic: ClinicProof, bookingId: string): Promise<{ ok: true } | Refusal<'booking-unknown'>> {
  const [row] = await database().$queryRaw<{ undone: boolean }[]>`
    WITH undone AS (
      UPDATE booking SET vaccinated_at = NULL, given_id = NULL
       WHERE booking.id = ${bookingId}::uuid AND booking.clinic_id = ${clinic.clinicId}
         AND ${seoulDay(Prisma.sql`booking.vaccinated_at`)} = ${today}
      RETURNING booking.id, booking.person_id
    ),
    noted AS (${noteEvents('not-vaccinated', doer(clinic), Prisma.sql`SELECT id FROM undone`)}),
    recorded AS (${recordAccess(
      { role: 'clinic', ...clinic },
      { action: 'booking.not-vaccinated', objectKind: 'booking', objectId: bookingId },
      Prisma.sql`SELECT person_id FROM undone`,
    )})
    SELECT EXISTS (SELECT FROM undone) AS undone`;
  return row?.undone ? { ok: true } : refuse('booking-unknown');
}
