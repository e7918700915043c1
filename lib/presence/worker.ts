import { randomUUID } from 'node:crypto';
import { database } from '@/lib/platform/database';
import { loadSinceLastLook } from '@/lib/platform/load';
import { logFault } from '@/lib/platform/log';
import { tally } from './tally';

/** An estimate that was shown. */
export interface Sample {
  roundId: string;
  /** Milliseconds since 1970, on the database's clock. */
  at: number;
  tag: number;
  fromSeconds: number;
  toSeconds: number;
  middleSeconds: number | null;
}

/** An entry whose estimates, if any were kept, can now be compared. */
export interface Entered {
  roundId: string;
  personId: string;
  tag: number;
  place: number;
}

/** What this server holds in memory until its next write. */
export interface Node {
  /** Drawn at the start, so that counters never begin anew under a name. */
  id: string;
  tally: ReturnType<typeof tally>;
  samples: Sample[];
  entered: Entered[];
  /** When a ticket's estimate was last kept. */
  sampledAt: Map<number, number>;
  timer?: NodeJS.Timeout;
}

const newNode = (): Node => ({ id: randomUUID(), tally: tally(), samples: [], entered: [], sampledAt: new Map() });

// One per process, however often Next evaluates this module.
const shared = globalThis as { charyeNode?: Node };
export const ownNode = (): Node => {
  shared.charyeNode ??= newNode();
  return shared.charyeNode;
};

const writeMs = 1_000;
const samplesMost = 1_000;
const comparedMost = 5_000;
const remembered = 20_000;

/** Writes within a second, whatever the number of reports: also where no process runs on its own. */
export function scheduleWrite(): void {
  const node = ownNode();
  node.timer ??= setTimeout(() => {
    node.timer = undefined;
    writeNode().catch((fault) => logFault('presence', fault));
  }, writeMs).unref();
}

/** This server's own rows: nobody else writes them, so nothing is contended. */
export async function writeNode(node = ownNode()): Promise<void> {
  const load = loadSinceLastLook();
  const news = node.tally.news();
  const samples = node.samples.splice(0).slice(0, samplesMost);
  const entered = node.entered.splice(0).slice(0, comparedMost);
  if (node.sampledAt.size > remembered) node.sampledAt.clear();
  await database().$executeRaw`
    INSERT INTO line_node (node, at, statements, latency_ms, waiting_for_connection)
    VALUES (${node.id}, now(), ${load.statements}, ${load.latencyMs}, ${load.waitingForConnection})
    ON CONFLICT (node) DO UPDATE SET at = EXCLUDED.at, statements = EXCLUDED.statements, latency_ms = EXCLUDED.latency_ms,
      waiting_for_connection = EXCLUDED.waiting_for_connection`;
  if (news.length > 0) await writeCounts(node, news);
  if (samples.length > 0) await writeSamples(samples);
  if (entered.length > 0) await compareEstimates(entered);
}

async function writeCounts(node: Node, news: ReturnType<Node['tally']['news']>): Promise<void> {
  try {
    await database().$executeRaw`
      INSERT INTO line_presence (round_id, node, reports, people, newcomers, at)
      SELECT "roundId", ${node.id}, reports, people, newcomers, now()
      FROM jsonb_to_recordset(${JSON.stringify(news)}::jsonb) AS news ("roundId" text, reports bigint, people bigint, newcomers bigint)
      ON CONFLICT (round_id, node) DO UPDATE
      -- Of two writes under way at once the older one may come last.
      SET reports = greatest(line_presence.reports, EXCLUDED.reports), people = greatest(line_presence.people, EXCLUDED.people),
        newcomers = greatest(line_presence.newcomers, EXCLUDED.newcomers), at = EXCLUDED.at`;
  } catch (fault) {
    node.tally.again(news.map(({ roundId }) => roundId));
    throw fault;
  }
}

/** At most one of a ticket in five minutes, also when several servers showed it. */
async function writeSamples(samples: Sample[]): Promise<void> {
  await database().$executeRaw`
    INSERT INTO line_estimate (round_id, at, tag, from_seconds, to_seconds, middle_seconds)
    SELECT "roundId", to_timestamp(at / 1000), tag, "fromSeconds", "toSeconds", "middleSeconds"
    FROM jsonb_to_recordset(${JSON.stringify(samples)}::jsonb)
      AS shown ("roundId" text, at float8, tag int, "fromSeconds" float8, "toSeconds" float8, "middleSeconds" float8)
    WHERE NOT EXISTS (
      SELECT FROM line_estimate kept WHERE kept.round_id = shown."roundId" AND kept.tag = shown.tag
        AND kept.at > to_timestamp(shown.at / 1000) - interval '5 minutes'
    )`;
}

/**
 * What came true is the time until the call, and what the person had to wait at the gate after that. How long they took to
 * come is not the line's. Only tickets of the sample have anything to compare.
 */
async function compareEstimates(entered: Entered[]): Promise<void> {
  await database().$executeRaw`
    UPDATE line_estimate SET tag = NULL, waited = greatest(0, extract(epoch FROM called.at + (ticket.entered_at - ticket.came_at) - line_estimate.at))
    FROM jsonb_to_recordset(${JSON.stringify(entered)}::jsonb) AS entered ("roundId" text, "personId" uuid, tag int, place float8)
    JOIN ticket ON ticket.round_id = entered."roundId" AND ticket.person_id = entered."personId" AND ticket.came_at <= ticket.entered_at
    CROSS JOIN LATERAL (
      SELECT starts_at + (ends_at - starts_at) * ((entered.place - from_position) / (to_position - from_position)) AS at
      FROM front_segment
      WHERE round_id = entered."roundId" AND line = 'drawn' AND starts_at > ticket.entered_at - interval '2 hours'
        AND from_position <= entered.place AND to_position > entered.place
    ) called
    WHERE line_estimate.round_id = entered."roundId" AND line_estimate.tag = entered.tag
      AND EXISTS (SELECT FROM seat WHERE seat.round_id = ticket.round_id AND seat.person_id = ticket.person_id AND seat.via = 'drawn')`;
}

/** What servers that are gone left behind. Their counts are in what the controller has learned. */
export async function forgetOldNodes(): Promise<void> {
  await database().$executeRaw`
    WITH nodes AS (DELETE FROM line_node WHERE at < now() - interval '1 hour')
    DELETE FROM line_presence USING round
    WHERE round.id = line_presence.round_id AND line_presence.at < now() - interval '1 hour'
      AND NOT EXISTS (SELECT FROM line_node WHERE line_node.node = line_presence.node AND line_node.at >= now() - interval '1 hour')`;
}
