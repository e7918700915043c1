import { database } from '@/lib/platform/database';
import { revealRecord } from './draw';
import { bytesOfHex, drawSeed } from './place';

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

/** The rounds in which these people hold a ticket that can still be used. */
export async function ticketsOf(personIds: string[]): Promise<{ personId: string; roundId: string }[]> {
  return await database().$queryRaw`
    SELECT ticket.person_id AS "personId", ticket.round_id AS "roundId"
    FROM ticket JOIN round ON round.id = ticket.round_id
    WHERE ticket.person_id = ANY(${personIds}::uuid[]) AND now() < round.closes_at
    ORDER BY round.opens_at`;
}

export interface SeatRow {
  round_id: string;
  campaign_id: string;
  person_id: string;
  session_id: string;
  expires_at: Date;
  now: Date;
  extensions_left: number;
  wanted: boolean;
  expired: boolean;
  phase: 'open' | 'paused' | 'closed';
}

/** The seat of a pass, whoever holds it; marks the holder as present (at most every 15 s, so reading stays cheap). */
export async function seatOfPass(passId: string, sessionId: string): Promise<SeatRow | null> {
  const [row] = await database().$queryRaw<SeatRow[]>`
    WITH present AS (
      UPDATE seat SET seen_at = now()
      WHERE pass_id = ${passId}::uuid AND session_id = ${sessionId} AND expires_at > now() AND seen_at < now() - interval '15 s'
    )
    SELECT seat.round_id, round.campaign_id, seat.person_id, seat.session_id, seat.expires_at, now() AS now,
      round.max_extensions - seat.extensions AS extensions_left, seat.wanted_by IS NOT NULL AS wanted,
      seat.expires_at <= now() AS expired,
      CASE WHEN now() >= round.closes_at OR now() < round.opens_at THEN 'closed' WHEN round.paused_at IS NOT NULL THEN 'paused' ELSE 'open' END AS phase
    FROM seat JOIN round ON round.id = seat.round_id
    WHERE seat.pass_id = ${passId}::uuid`;
  return row ?? null;
}
