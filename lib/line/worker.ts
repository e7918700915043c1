import { database, Prisma } from '@/lib/platform/database';
import { logFault } from '@/lib/platform/log';
import { callAllLate, nextLateStretch, nextStretch, reachMs, type Stretch } from './front';
import { readState } from './schema';
import { frontAt, lastStretch, programmePaused } from './sql';
import { type LineState, type Seen, type Tick, tickOf } from './tick';

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

/** Gives the lead back, so that the next server need not wait until the lease has run out. The column keeps milliseconds: rounded up, it would last for half of one. */
export async function stopLeading(holder: string): Promise<void> {
  await database()
    .$executeRaw`UPDATE lease SET until = date_trunc('milliseconds', now()) WHERE name = 'controller' AND holder = ${holder} AND until > now()`;
}

/** A round that is drawn and not over, as the leader sees it. */
interface RoundRow extends Omit<Seen, 'drawnTickets' | 'lateWaiting' | 'load'> {
  id: string;
  nowMs: number;
  order: 'drawn' | 'arrival';
  /** Open and not paused: before and meanwhile the leader only learns. */
  moves: boolean;
  drawn: Stretch | null;
  drawnSequence: number;
  late: Stretch | null;
  lateSequence: number;
  body: unknown;
  elapsedSeconds: number | null;
}

/** Where a counter's time begins: the last tick, a minute ago at the earliest. */
const since = Prisma.sql`greatest(coalesce(state.at, now() - interval '1 s'), now() - interval '60 s')`;

/** One look at all rounds; what it reads of tickets and seats stands in indexes, whatever their number. */
async function ledRounds(): Promise<RoundRow[]> {
  return await database().$queryRaw<RoundRow[]>`
    SELECT round.id, (extract(epoch FROM now()) * 1000)::float8 AS "nowMs", seat_count AS seats, min_sweep AS "minSweepSeconds",
      late_share AS "lateShare", line_order::text AS order, call_rate AS most, opens_at <= now() AND paused_at IS NULL AND NOT ${programmePaused} AS moves,
      state.body, extract(epoch FROM now() - state.at)::float8 AS "elapsedSeconds",
      seats.*, gate.*, ends.*, coalesce((ends.drawn->>'to')::float8, 0) AS promised,
      ${frontAt(Prisma.sql`round.id`, 'drawn', Prisma.sql`now()`)} AS front,
      (SELECT coalesce(jsonb_object_agg(node, jsonb_build_array(reports, people, newcomers)), '{}')
        FROM line_presence WHERE line_presence.round_id = round.id) AS nodes
    FROM round
    LEFT JOIN line_state state ON state.round_id = round.id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE expires_at > now())::int AS active,
        count(*) FILTER (WHERE granted_at > ${since})::int AS granted,
        count(*) FILTER (WHERE granted_at > ${since} AND via IS NULL)::int AS uncalled
      FROM seat WHERE seat.round_id = round.id
    ) seats
    CROSS JOIN LATERAL (
      SELECT (SELECT count(*)::int FROM ticket WHERE ticket.round_id = round.id AND came_at > ${since}) AS came,
        (SELECT count(*)::int FROM ticket WHERE ticket.round_id = round.id AND retry_at > now()) AS retrying,
        -- Of the ten-second buckets that have become complete.
        (SELECT count(*)::int FROM ticket WHERE ticket.round_id = round.id
          AND late_position >= floor(extract(epoch FROM ${since}) / 10) AND late_position < floor(extract(epoch FROM now()) / 10)) AS "lateNewcomers"
    ) gate
    CROSS JOIN LATERAL (
      SELECT (${lastStretch('drawn')}) AS drawn, (${lastStretch('late')}) AS late,
        coalesce((SELECT max(sequence) FROM front_segment WHERE round_id = round.id AND line = 'drawn'), 0) AS "drawnSequence",
        coalesce((SELECT max(sequence) FROM front_segment WHERE round_id = round.id AND line = 'late'), 0) AS "lateSequence"
    ) ends
    WHERE draw_at <= now() AND now() < closes_at AND EXISTS (SELECT FROM draw_record d WHERE d.round_id = round.id AND d.kind = 'reveal')`;
}

/** How the servers fared in the last second: each statement counts the same, wherever it ran. */
async function originLoad(): Promise<Seen['load']> {
  const [row] = await database().$queryRaw<Seen['load'][]>`
    SELECT coalesce(sum(latency_ms * statements) / nullif(sum(statements), 0), 0)::float8 AS "latencyMs",
      coalesce(sum(waiting_for_connection), 0)::int AS "waitingForConnection"
    FROM line_node WHERE at > now() - interval '3 s'`;
  return row ?? { latencyMs: 0, waitingForConnection: 0 };
}

interface Tickets {
  drawnTickets: number;
  lateWaiting: number;
}

/** Counting ten million rows takes a second: then it is done for a fiftieth of the time at most. One leader counts for all servers. */
const counted = new Map<string, Tickets & { until: number }>();
const quickMs = 100;
const idleShare = 50;

async function ticketsOf(round: RoundRow): Promise<Tickets> {
  const started = performance.now();
  const known = counted.get(round.id);
  if (known && started < known.until) return known;
  const [row] = await database().$queryRaw<Tickets[]>`
    SELECT count(*) FILTER (WHERE late_position IS NULL)::int AS "drawnTickets",
      count(*) FILTER (WHERE late_position > ${round.late?.to ?? 0} AND late_position < floor(extract(epoch FROM now()) / 10))::int AS "lateWaiting"
    FROM ticket WHERE round_id = ${round.id}`;
  const tickets = row ?? { drawnTickets: 0, lateWaiting: 0 };
  const took = performance.now() - started;
  counted.set(round.id, { ...tickets, until: started + (took < quickMs ? 0 : took * idleShare) });
  return tickets;
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

/** How many wait late, those of the bucket that is not complete among them; no more than `most` are counted. */
async function lateBeyond(roundId: string, from: number, most: number): Promise<number> {
  const [row] = await database().$queryRaw<{ people: number }[]>`
    SELECT count(*)::int AS people FROM (SELECT FROM ticket WHERE round_id = ${roundId} AND late_position > ${from} LIMIT ${most}) waiting`;
  return row?.people ?? 0;
}

/** For whoever leads next, and for the line document. Two leaders at once have seen the same: the later one stays. */
async function keepState(round: RoundRow, { state }: Tick): Promise<void> {
  await database().$executeRaw`
    INSERT INTO line_state (round_id, at, body) VALUES (${round.id}, to_timestamp(${round.nowMs}::float8 / 1000), ${JSON.stringify(state)}::jsonb)
    ON CONFLICT (round_id) DO UPDATE SET at = EXCLUDED.at, body = EXCLUDED.body WHERE line_state.at < EXCLUDED.at`;
}

/** Learns, and calls people: moves both fronts of every open round as far as the time since the last tick lets it. */
export async function advanceFronts(): Promise<void> {
  const load = await originLoad();
  for (const round of await ledRounds()) await leadRound(round, load).catch((fault) => logFault(`leader: round ${round.id}`, fault));
}

async function leadRound(round: RoundRow, load: Seen['load']): Promise<void> {
  const seen = { ...round, ...(await ticketsOf(round)), load };
  const state: LineState | null = readState(round.body);
  const tick = tickOf(state, state && round.elapsedSeconds, seen);
  if (round.moves) {
    await moveDrawn(round, tick);
    tick.state.lateCredit = await moveLate(round, tick, seen.lateWaiting);
  }
  if (tick.learned) await keepState(round, tick);
}

async function moveDrawn(round: RoundRow, { calls, seconds }: Tick): Promise<void> {
  if (round.order !== 'drawn') return;
  // A chain that had stopped makes good for it, within a sweep's least time.
  const speed = Math.min(calls.frontPerSecond * Math.max(1, (seconds * 1_000) / reachMs), 1 / round.minSweepSeconds);
  const stretch = nextStretch(round.drawn, round.nowMs, speed, 1);
  if (stretch) await append(round.id, 'drawn', round.drawnSequence + 1, stretch);
}

/** Calls whole people; the rest is for the next tick. Everybody, when seats are clearly free. */
async function moveLate(round: RoundRow, { state, calls, seconds }: Tick, waiting: number): Promise<number> {
  const room = calls.lateAtOnce;
  const all = room > 0 ? await lateBeyond(round.id, round.late?.to ?? 0, room + 1) : 0;
  if (all > 0 && all <= room) {
    await append(round.id, 'late', round.lateSequence + 1, callAllLate(round.late, round.nowMs, Math.floor(round.nowMs / 10_000) + 1));
    return 0;
  }
  const credit = waiting > 0 ? state.lateCredit + calls.latePerSecond * seconds : 0;
  const people = Math.floor(credit);
  const to = people > 0 ? await latePositionAfter(round.id, round.late?.to ?? 0, people) : null;
  if (to === null) return credit;
  await append(round.id, 'late', round.lateSequence + 1, nextLateStretch(round.late, round.nowMs, to));
  return credit - people;
}
