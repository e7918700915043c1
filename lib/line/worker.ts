import { database } from '@/lib/platform/database';
import { callsOf } from './controller';
import { nextLateStretch, nextStretch, type Stretch } from './front';
import { lastStretch } from './sql';

const leaseSeconds = 5;

/** True while this server leads: the lease is taken or renewed in one statement, on the database's clock. */
export async function lead(holder: string): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`
    INSERT INTO lease AS l (name, holder, until) VALUES ('controller', ${holder}, now() + make_interval(secs => ${leaseSeconds}))
    ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
    WHERE l.holder = EXCLUDED.holder OR l.until <= now()
    RETURNING l.name`;
  return rows.length > 0;
}

interface RoundRow {
  id: string;
  now_ms: number;
  seats: number;
  active: number;
  granted: number;
  uncalled: number;
  retrying: number;
  drawn_tickets: number;
  late_waiting: number;
  min_sweep: number;
  late_share: number;
  line_order: 'drawn' | 'arrival';
  drawn: Stretch | null;
  drawn_sequence: number | null;
  late: Stretch | null;
  late_sequence: number | null;
}

/** What the controller needs of every round that is open. */
async function openRounds(): Promise<RoundRow[]> {
  return await database().$queryRaw<RoundRow[]>`
    SELECT round.id, (extract(epoch FROM now()) * 1000)::float8 AS now_ms, seat_count AS seats, min_sweep, late_share, line_order,
      seats.*, tickets.*, ends.*
    FROM round
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE expires_at > now())::int AS active,
        count(*) FILTER (WHERE granted_at > now() - interval '30 s')::int AS granted,
        count(*) FILTER (WHERE granted_at > now() - interval '60 s' AND via IS NULL)::int AS uncalled
      FROM seat WHERE seat.round_id = round.id
    ) seats
    CROSS JOIN LATERAL (
      SELECT (${lastStretch('drawn')}) AS drawn, (${lastStretch('late')}) AS late,
        (SELECT max(sequence) FROM front_segment WHERE round_id = round.id AND line = 'drawn') AS drawn_sequence,
        (SELECT max(sequence) FROM front_segment WHERE round_id = round.id AND line = 'late') AS late_sequence
    ) ends
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE late_position IS NULL)::int AS drawn_tickets,
        count(*) FILTER (WHERE late_position > coalesce((ends.late->>'to')::float8, 0)
          AND late_position < floor(extract(epoch FROM now()) / 10))::int AS late_waiting,
        count(*) FILTER (WHERE retry_at > now())::int AS retrying
      FROM ticket WHERE ticket.round_id = round.id
    ) tickets
    WHERE opens_at <= now() AND now() < closes_at AND paused_at IS NULL
      AND EXISTS (SELECT FROM draw_record d WHERE d.round_id = round.id AND d.kind = 'reveal')`;
}

/** Appends a stretch to a chain. Two leaders at once meet the chain's key, and one of them changes nothing. */
async function append(roundId: string, line: 'drawn' | 'late', sequence: number, stretch: Stretch): Promise<void> {
  await database().$executeRaw`
    INSERT INTO front_segment (round_id, line, sequence, starts_at, ends_at, from_position, to_position)
    VALUES (${roundId}, ${line}::front_line, ${sequence}, to_timestamp(${stretch.startsAt}::float8 / 1000),
      to_timestamp(${stretch.endsAt}::float8 / 1000), ${stretch.from}, ${stretch.to})
    ON CONFLICT DO NOTHING`;
}

/**
 * Just above the place of the `count`-th late person who waits, of the buckets that are complete: within one, the hash decides and
 * not the second. The front is public, so it ends on the next thousandth of a bucket and not on somebody's place.
 */
async function latePositionAfter(roundId: string, from: number, count: number): Promise<number | null> {
  const [row] = await database().$queryRaw<{ position: number | null }[]>`
    SELECT ((floor(max(late_position) * 1000) + 1) / 1000)::float8 AS position FROM (
      SELECT late_position FROM ticket
      WHERE round_id = ${roundId} AND late_position > ${from} AND late_position < floor(extract(epoch FROM now()) / 10)
      ORDER BY late_position LIMIT ${count}
    ) next`;
  return row?.position ?? null;
}

/** What one leader remembers of a round between two ticks; a new leader starts without and is right within 30 s. */
interface Memory {
  /** Seats in use, second by second, for the last half minute. */
  active: number[];
  /** The part of a late person that has not been called yet. */
  lateCredit: number;
}

export type Memories = Map<string, Memory>;

const memorySeconds = 30;

/** Calls people: moves both fronts of every open round a second further. */
export async function advanceFronts(memories: Memories): Promise<void> {
  for (const round of await openRounds()) {
    const memory = memories.get(round.id) ?? { active: [], lateCredit: 0 };
    memories.set(round.id, memory);
    const before = memory.active[0] ?? round.active;
    memory.active = [...memory.active, round.active].slice(-memorySeconds);
    const calls = callsOf({
      seats: round.seats,
      active: round.active,
      retrying: round.retrying,
      releasedPerSecond: Math.max(0, round.granted - (round.active - before)) / memorySeconds,
      lateEntriesPerSecond: round.uncalled / 60,
      // As if all who have a ticket were there: nothing counts who waits.
      waiting: round.drawn_tickets * (1 - (round.drawn?.to ?? 0)),
      showUp: 1,
      lateWaiting: round.late_waiting,
      front: round.drawn?.to ?? 0,
      minSweepSeconds: round.min_sweep,
      lateShare: round.late_share,
      ease: 1,
    });
    const drawn = round.line_order === 'drawn' ? nextStretch(round.drawn, round.now_ms, calls.frontPerSecond, 1) : null;
    if (drawn) await append(round.id, 'drawn', (round.drawn_sequence ?? 0) + 1, drawn);

    memory.lateCredit = round.late_waiting > 0 ? memory.lateCredit + calls.latePerSecond : 0;
    const people = Math.floor(memory.lateCredit);
    const from = round.late?.to ?? 0;
    const to = people > 0 ? await latePositionAfter(round.id, from, people) : null;
    if (to === null) continue;
    memory.lateCredit -= people;
    await append(round.id, 'late', (round.late_sequence ?? 0) + 1, nextLateStretch(round.late, round.now_ms, to));
  }
}
