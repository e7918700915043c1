import { database } from '@/lib/platform/database';
import { lockRound } from './sql';

/**
 * Publishes what every draw that is due rests on, once. Where a beacon was named the reveal waits for its value, for the
 * stated grace and never beyond the opening; then it goes on without, and says so.
 */
export async function revealDraws(): Promise<number> {
  const due = await database().$queryRaw<{ id: string }[]>`
    SELECT round.id FROM round JOIN round_secret s ON s.round_id = round.id
    WHERE draw_at <= now() AND now() < closes_at
      AND NOT EXISTS (SELECT FROM draw_record d WHERE d.round_id = round.id AND d.kind = 'reveal')`;
  let revealed = 0;
  for (const { id } of due) revealed += await reveal(id);
  return revealed;
}

async function reveal(roundId: string): Promise<number> {
  return await database().$transaction(async (db) => {
    await db.$queryRaw(lockRound(roundId));
    // The window is asked again: a postponement may have held the lock.
    return await db.$executeRaw`
      INSERT INTO draw_record (round_id, kind, body)
      SELECT round.id, 'reveal', jsonb_build_object(
        'secret', encode(s.secret, 'hex'),
        'beacon', beacon.body->>'value',
        'beaconMissing', promise.body->>'beaconSource' IS NOT NULL AND beacon.id IS NULL
      )
      FROM round
      JOIN round_secret s ON s.round_id = round.id
      JOIN draw_record promise ON promise.round_id = round.id AND promise.kind = 'commit'
      LEFT JOIN draw_record beacon ON beacon.round_id = round.id AND beacon.kind = 'beacon'
      WHERE round.id = ${roundId} AND draw_at <= clock_timestamp() AND clock_timestamp() < closes_at
        AND (promise.body->>'beaconSource' IS NULL OR beacon.id IS NOT NULL
          OR clock_timestamp() >= least(draw_at + make_interval(secs => (promise.body->>'beaconGrace')::int), opens_at))
      ON CONFLICT DO NOTHING`;
  });
}
