import { queueNotices, template } from '@/lib/notice/sql';
import type { Database } from '@/lib/platform/database';
import { Prisma } from '@/lib/platform/database';
import { givePlacesBack } from '@/lib/supply/sql';
import { noteEvents } from './sql';

/** One statement's worth: its locks are held for some milliseconds, and the next second brings the rest. */
const batch = 500;

/**
 * Gives back the places of holds and offers that have run out, and says how many. A hold that somebody is just confirming or moving
 * is locked and skipped. While a round is paused its holds stay: their holders get that time back. An offer needs no round, and passes on.
 */
export async function reapHolds(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ reaped: number }[]>`
    WITH due AS (
      SELECT booking.id, booking.slot_id, booking.share_id, booking.person_id, booking.status FROM booking JOIN round ON round.id = booking.round_id
       WHERE booking.status IN ('held', 'offered') AND booking.held_until <= now() AND (round.paused_at IS NULL OR booking.status = 'offered')
       ORDER BY booking.held_until LIMIT ${batch}
         FOR NO KEY UPDATE OF booking SKIP LOCKED
    ),
    ${givePlacesBack(Prisma.sql`SELECT * FROM due`)},
    ended AS (
      UPDATE booking SET status = 'expired', ended_at = now() FROM due WHERE booking.id = due.id RETURNING booking.id
    ),
    noted AS (${noteEvents('expired', null, Prisma.sql`SELECT id FROM ended`)}),
    told AS (${queueNotices(Prisma.sql`
      SELECT person_id, ${template('offer-passed')} AS template, id::text AS subject, jsonb_build_object('bookingId', id, 'slotId', slot_id) AS facts
        FROM due WHERE status = 'offered'`)})
    SELECT count(*)::int AS reaped FROM ended`;
  return row?.reaped ?? 0;
}
