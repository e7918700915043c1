import { isRoundId, roundPhase } from '@/lib/campaign/round';
import { commitRecord, revealRecord } from '@/lib/draw/record';
import { headOf, partyOf } from '@/lib/household/sql';
import type { OperatorProof } from '@/lib/identity/proof';
import { signInBusy } from '@/lib/platform/busy';
import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';
import { roundPlaces } from '@/lib/supply/queries';
import { type LineDocument, lineDocument } from './document';
import type { Stretch } from './front';
import type { KnownFront } from './not-yet';
import { bytesOfHex, drawSeed } from './place';
import type { PartyMember } from './proof';
import { readState } from './schema';
import { frontAt, heldSince, programmePaused, promisedStretches } from './sql';

export interface Draw {
  ticketKey: Uint8Array<ArrayBuffer>;
  /** Null before the draw. */
  seed: Uint8Array<ArrayBuffer> | null;
  drawnAt: Date | null;
}

/** Drawn once and for all: nothing of a draw changes after the reveal, so it is read once per process. */
const drawn = new Map<string, Draw>();
const remembered = 200;

/** What places in this round rest on; null for a round that does not exist. The ticket key never leaves the server. */
export async function drawOf(roundId: string): Promise<Draw | null> {
  const known = drawn.get(roundId);
  if (known) return known;
  if (!isRoundId(roundId)) return null;
  const [row] = await database().$queryRaw<{ ticket_key: Uint8Array<ArrayBuffer>; at: Date | null; body: unknown }[]>`
    SELECT s.ticket_key, d.at, d.body
    FROM round_secret s LEFT JOIN draw_record d ON d.round_id = s.round_id AND d.kind = 'reveal'
    WHERE s.round_id = ${roundId}`;
  if (!row) return null;
  const ticketKey = new Uint8Array(row.ticket_key);
  if (!row.at) return { ticketKey, seed: null, drawnAt: null };
  const reveal = revealRecord.parse(row.body);
  const draw = { ticketKey, seed: await drawSeed(bytesOfHex(reveal.secret), reveal.beacon, roundId), drawnAt: row.at };
  if (drawn.size >= remembered) drawn.clear();
  drawn.set(roundId, draw);
  return draw;
}

/** The round of the same campaign that was the first to open of those that were drawn; null while this round is not drawn itself. */
export async function firstDrawnWith(roundId: string): Promise<string | null> {
  const [row] = await database().$queryRaw<{ id: string }[]>`
    SELECT round.id FROM round own JOIN round ON round.campaign_id = own.campaign_id
     WHERE own.id = ${roundId} AND EXISTS (SELECT FROM draw_record drawn WHERE drawn.round_id = own.id AND drawn.kind = 'reveal')
       AND EXISTS (SELECT FROM draw_record drawn WHERE drawn.round_id = round.id AND drawn.kind = 'reveal')
     ORDER BY round.opens_at, round.id LIMIT 1`;
  return row?.id ?? null;
}

/** As it was within the last second: for a round whose draw is still to come. */
export const recentDraw = memo(1_000, remembered, drawOf);

/** The rounds in which these people have a ticket that can still be used: their own, or that of their household. */
export async function ticketsOf(personIds: string[]): Promise<{ personId: string; roundId: string }[]> {
  return await rowsOf(Prisma.sql`
    SELECT one.id::text AS "personId", round.id AS "roundId"
    FROM unnest(${personIds}::uuid[]) AS one (id) CROSS JOIN round
    JOIN ticket ON ticket.round_id = round.id AND ticket.person_id = ${headOf(Prisma.sql`round.id`, Prisma.sql`one.id`)}
    WHERE now() < round.closes_at
    ORDER BY round.opens_at`);
}

export interface SeatRow {
  round_id: string;
  campaign_id: string;
  session_id: string;
  party: PartyRow[];
  expires_at: Date;
  now: Date;
  extensions_left: number;
  wanted: boolean;
  expired: boolean;
  phase: 'open' | 'paused' | 'closed';
}

export interface PartyRow {
  id: string;
  /** Sealed, in base64. */
  name: string;
  born: string;
}

export const partyMemberOf = ({ id, name, born }: PartyRow): PartyMember => ({
  personId: id,
  name: decrypt(Buffer.from(name, 'base64'), 'person.name'),
  birthDate: born,
});

/** The seat of a pass, whoever holds it; marks the holder as present (at most every 15 s, so reading stays cheap). */
export async function seatOfPass(passId: string, sessionId: string): Promise<SeatRow | null> {
  const [row] = await rowsOf<SeatRow>(Prisma.sql`
    WITH present AS (
      UPDATE seat SET seen_at = now()
      WHERE pass_id = ${passId}::uuid AND session_id = ${sessionId} AND expires_at > now() AND seen_at < now() - interval '15 s'
    )
    SELECT seat.round_id, round.campaign_id, seat.session_id,
      (SELECT jsonb_agg(jsonb_build_object('id', person.id, 'name', encode(person.name, 'base64'), 'born', person.birth_date) ORDER BY place)
        FROM unnest(${partyOf(Prisma.sql`seat.round_id`, Prisma.sql`seat.person_id`)}) WITH ORDINALITY AS one (id, place)
        JOIN person ON person.id = one.id) AS party,
      seat.expires_at, now() AS now,
      round.max_extensions - seat.extensions AS extensions_left, seat.wanted_by IS NOT NULL AS wanted,
      seat.expires_at <= now() AS expired,
      CASE WHEN now() >= round.closes_at OR now() < round.opens_at THEN 'closed' WHEN round.paused_at IS NOT NULL THEN 'paused' ELSE 'open' END AS phase
    FROM seat JOIN round ON round.id = seat.round_id
    WHERE seat.pass_id = ${passId}::uuid`);
  return row ?? null;
}

interface LineRow {
  now: Date;
  line_order: 'drawn' | 'arrival';
  draw_at: Date;
  opens_at: Date;
  closes_at: Date;
  paused_at: Date | null;
  pause_reason: string | null;
  seat_count: number;
  min_sweep: number;
  call_hold: number;
  drawn: Stretch[];
  late: Stretch[];
  held: number;
  state: unknown;
  commit: unknown;
  reveal: unknown;
  cancel_reason: string | null;
}

/** Before the draw, when nobody leads and nobody is called yet. */
const ticketsIssued = memo(10_000, 500, async (roundId) => await database().ticket.count({ where: { roundId } }));

// One per process: whoever reads the document, all of the program learns from it.
const shared = globalThis as { charyeFronts?: Map<string, KnownFront> };

/** The drawn front as this server has read it last. */
export const knownFront = (roundId: string): KnownFront | undefined => shared.charyeFronts?.get(roundId);

function learnFront(roundId: string, front: KnownFront): void {
  shared.charyeFronts ??= new Map();
  if (shared.charyeFronts.size >= remembered) shared.charyeFronts.clear();
  shared.charyeFronts.set(roundId, front);
}

async function readDocument(roundId: string): Promise<LineDocument | null> {
  if (!isRoundId(roundId)) return null;
  const readAt = performance.now();
  const [row] = await database().$queryRaw<LineRow[]>`
    SELECT now() AS now, line_order::text, draw_at, opens_at, closes_at,
      CASE WHEN ${programmePaused} THEN coalesce(paused_at, now()) ELSE paused_at END AS paused_at, pause_reason, seat_count, min_sweep, call_hold,
      (${promisedStretches('drawn')}) AS drawn, (${promisedStretches('late')}) AS late,
      ${frontAt(Prisma.sql`round.id`, 'drawn', heldSince)} AS held,
      (SELECT body FROM line_state WHERE line_state.round_id = round.id) AS state,
      (SELECT body FROM draw_record WHERE round_id = round.id AND kind = 'commit') AS commit,
      (SELECT body FROM draw_record WHERE round_id = round.id AND kind = 'reveal') AS reveal,
      (SELECT body->>'reason' FROM draw_record WHERE round_id = round.id AND kind = 'cancelled') AS cancel_reason
    FROM round WHERE id = ${roundId}`;
  if (!row?.commit) return null;
  const commit = commitRecord.parse(row.commit);
  const reveal = row.reveal ? revealRecord.parse(row.reveal) : null;
  const phase = roundPhase({ drawAt: row.draw_at, opensAt: row.opens_at, closesAt: row.closes_at, pausedAt: row.paused_at }, row.now);
  const seed = reveal ? (await drawOf(roundId))?.seed : null;
  const calls = phase === 'open' && row.line_order === 'drawn';
  learnFront(roundId, { promised: row.drawn.at(-1)?.to ?? 0, readAt, minSweepSeconds: row.min_sweep, calls });
  return lineDocument({
    id: roundId,
    now: row.now,
    // While the draw waits for its beacon nothing is drawn, whatever the hour.
    phase: phase === 'drawn' && !reveal ? 'scheduled' : phase,
    order: row.line_order,
    drawAt: row.draw_at,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    draw: {
      secretHash: commit.secretHash,
      ticketKeyHash: commit.ticketKeyHash,
      beaconSource: commit.beaconSource,
      secret: reveal?.secret ?? null,
      beacon: reveal?.beacon ?? null,
      seed: seed ? Buffer.from(seed).toString('hex') : null,
    },
    drawn: row.drawn,
    late: row.late,
    held: row.held,
    ...(readState(row.state)?.published ?? { drawnWaiting: await ticketsIssued(roundId), lateWaiting: 0, pace: null, report: 0 }),
    seats: row.seat_count,
    minSweep: row.min_sweep,
    callHold: row.call_hold,
    places: await roundPlaces(roundId),
    signIn: signInBusy(),
    notice: row.cancel_reason ?? (phase === 'paused' ? row.pause_reason : null),
  });
}

/** The line document, made at most once a second per server, whatever the number of readers. Null: no such round. */
export const documentOf = memo(1_000, 500, readDocument);

export interface RoundFigures {
  id: string;
  tickets: number;
  seatsInUse: number;
  /** 0 to 1: how much of the drawn line has been called. */
  front: number;
  lateWaiting: number;
  held: number;
  confirmed: number;
}

/** What operators look at, of every round of a campaign. */
export async function roundFigures(_operator: OperatorProof, campaignId: string): Promise<RoundFigures[]> {
  return await database().$queryRaw<RoundFigures[]>`
    SELECT round.id, tickets.*, coalesce(booked.held, 0) AS held, coalesce(booked.confirmed, 0) AS confirmed,
      (SELECT count(*)::int FROM seat WHERE seat.round_id = round.id AND seat.expires_at > now()) AS "seatsInUse",
      ${frontAt(Prisma.sql`round.id`, 'drawn', Prisma.sql`now()`)} AS front
    FROM round
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS tickets, count(*) FILTER (
        WHERE late_position > coalesce((SELECT max(to_position) FROM front_segment WHERE round_id = round.id AND line = 'late'), 0)
      )::int AS "lateWaiting"
      FROM ticket WHERE ticket.round_id = round.id
    ) tickets
    LEFT JOIN (
      SELECT round_id, count(*) FILTER (WHERE status = 'held' AND held_until > now())::int AS held,
        count(*) FILTER (WHERE status = 'confirmed')::int AS confirmed
      FROM booking WHERE campaign_id = ${campaignId} GROUP BY round_id
    ) booked ON booked.round_id = round.id
    WHERE round.campaign_id = ${campaignId}`;
}

/** Which server moves the lines, and until when it has said it would; null when none ever did. */
export async function leaderOf(_operator: OperatorProof): Promise<{ holder: string; until: Date; alive: boolean } | null> {
  const [row] = await database().$queryRaw<{ holder: string; until: Date; alive: boolean }[]>`
    SELECT holder, until, until > now() AS alive FROM lease WHERE name = 'controller'`;
  return row ?? null;
}

/** An operator's cap on the calls, in people per second; null while the controller decides alone. */
export async function callRateOf(_operator: OperatorProof, roundId: string): Promise<number | null> {
  return (await database().round.findUnique({ where: { id: roundId }, select: { callRate: true } }))?.callRate ?? null;
}
