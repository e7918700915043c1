import { randomBytes } from 'node:crypto';
import { queueNotices, template } from '@/lib/notice/sql';
import { type Database, Prisma } from '@/lib/platform/database';
import { bookingNumber } from '../number';
import { aboutBookings, noteEvents } from '../sql';
import { bookSeconds } from './sql';

/** One statement's worth: its locks are held for some hundred milliseconds. */
const batchMost = 50;

/** One statement's worth. Gives how many it looked at and how many were booked. */
async function bookBatch(db: Database, batch: number): Promise<{ looked: number; booked: number }> {
  const numbers = Array.from({ length: batch }, () => bookingNumber(randomBytes(10)));
  const [row] = await db.$queryRaw<{ looked: number; booked: number }[]>`
    WITH due AS (
      SELECT second_dose_due.booking_id, second_dose_due.tries FROM second_dose_due
       WHERE second_dose_due.next_at <= now() ORDER BY second_dose_due.next_at LIMIT ${batch} FOR UPDATE SKIP LOCKED
    ),
    locked AS (
      SELECT booking.* FROM booking WHERE booking.id IN (SELECT due.booking_id FROM due) ORDER BY booking.id FOR NO KEY UPDATE
    ),
    ${bookSeconds(
      Prisma.sql`
        SELECT locked.id, locked.campaign_id, locked.round_id, locked.person_id, locked.actor_id, locked.clinic_id, locked.product,
               coalesce(locked.vaccinated_at, slot.starts_at) AS starts_at, locked.together_id, person.birth_date
          FROM locked JOIN slot ON slot.id = locked.slot_id JOIN person ON person.id = locked.person_id
          JOIN campaign ON campaign.id = locked.campaign_id AND campaign.paused_at IS NULL
         WHERE locked.status = 'confirmed'`,
      numbers,
      { anyOpened: true },
    )},
    noted AS (${noteEvents('confirmed', null, Prisma.sql`SELECT id FROM second`)}),
    told AS (${queueNotices(
      aboutBookings(Prisma.sql`SELECT second.id, second.person_id, ${template('second-dose-booked')}, second.id::text FROM second`),
    )}),
    done AS (
      DELETE FROM second_dose_due USING due
       WHERE second_dose_due.booking_id = due.booking_id AND (
         due.booking_id IN (SELECT second.first_id FROM second) OR due.booking_id IN (SELECT locked.id FROM locked WHERE locked.status <> 'confirmed'))
    ),
    later AS (
      UPDATE second_dose_due
         SET tries = second_dose_due.tries + 1, next_at = now() + least(60, power(2, least(due.tries, 10))) * interval '1 minute'
        FROM due WHERE due.booking_id NOT IN (SELECT wanted.first_id FROM wanted) AND second_dose_due.booking_id = due.booking_id
         AND due.booking_id IN (SELECT locked.id FROM locked WHERE locked.status = 'confirmed')
         AND due.booking_id NOT IN (SELECT second.first_id FROM second)
    )
    SELECT (SELECT count(*) FROM due)::int AS looked, count(*)::int AS booked FROM second`;
  return row ?? { looked: 0, booked: 0 };
}

/**
 * Books second doses that found no place with the first, as places come up: of every round of the campaign that has opened.
 * Whoever finds none is looked at again after a minute, then ever more seldom, up to an hour; who found one that somebody else of these
 * got, in the next turn. Goes on while something is due, for so many batches. Gives how many were booked.
 */
export async function bookDueSeconds(
  db: Database,
  { batches = 1, batch = batchMost }: { batches?: number; batch?: number } = {},
): Promise<number> {
  let all = 0;
  for (let done = 0; done < batches; done += 1) {
    const { looked, booked } = await bookBatch(db, batch);
    all += booked;
    if (looked < batch) break;
  }
  return all;
}
