import { database } from '@/lib/platform/database';

/** A stretch of a front, as it stands in the database; times in seconds since 1970. */
export interface Segment {
  line: 'drawn' | 'late';
  from: number;
  to: number;
  starts: number;
  ends: number;
}

/** What the database knows of a round at one instant; times in seconds since 1970. */
export interface Facts {
  now: number;
  opens: number;
  closes: number;
  pausedAt: number | null;
  lastPausedAt: number | null;
  lastResumedAt: number | null;
  /** A share of the round has a first dose, and a half hour of its clinic and day a place. */
  placesLeft: boolean;
  seats: { person: string | null; session: string | null; pass: string | null; until: number }[];
  tickets: { person: string; late: number | null; retry: number | null }[];
  bookings: { id: string; person: string; pass: string; status: 'held' | 'confirmed' | 'cancelled' | 'expired' }[];
  segments: Segment[];
}

/** Read with statements of its own: the statements under test are not asked about themselves. */
export async function factsOf(roundId: string): Promise<Facts> {
  const [row] = await database().$queryRaw<Facts[]>`
    SELECT extract(epoch FROM now())::float8 AS now, extract(epoch FROM opens_at)::float8 AS opens,
      extract(epoch FROM closes_at)::float8 AS closes, extract(epoch FROM paused_at)::float8 AS "pausedAt",
      extract(epoch FROM last_paused_at)::float8 AS "lastPausedAt", extract(epoch FROM last_resumed_at)::float8 AS "lastResumedAt",
      EXISTS (SELECT FROM share JOIN slot ON slot.clinic_id = share.clinic_id AND (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date = share.day
        WHERE share.round_id = round.id AND dose = 1 AND share.taken < quota AND slot.taken < capacity) AS "placesLeft",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('person', person_id, 'session', session_id, 'pass', pass_id,
        'until', extract(epoch FROM expires_at))), '[]') FROM seat WHERE round_id = round.id) AS seats,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('person', person_id, 'late', late_position,
        'retry', extract(epoch FROM retry_at)) ORDER BY person_id), '[]') FROM ticket WHERE round_id = round.id) AS tickets,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'person', person_id, 'pass', pass_id, 'status', status)), '[]')
        FROM booking WHERE round_id = round.id) AS bookings,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('line', line, 'from', from_position, 'to', to_position,
        'starts', extract(epoch FROM starts_at), 'ends', extract(epoch FROM ends_at)) ORDER BY line, sequence), '[]')
        FROM front_segment WHERE round_id = round.id) AS segments
    FROM round WHERE id = ${roundId}`;
  if (!row) throw new Error('no such round');
  return row;
}

export const chainOf = (facts: Facts, line: Segment['line']) => facts.segments.filter((segment) => segment.line === line);

/** Where a front stood at an instant: 0 before its first stretch. */
export function frontOf(facts: Facts, line: Segment['line'], at: number): number {
  const last = chainOf(facts, line)
    .filter((segment) => segment.starts <= at)
    .at(-1);
  if (!last) return 0;
  return last.from + (last.to - last.from) * Math.min(1, (at - last.starts) / (last.ends - last.starts));
}
