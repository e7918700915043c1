import { database, isCollision } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { logEvent } from '@/lib/platform/log';
import { beginning, linkHash } from './chain';
import { signHead } from './head';
import { type EntryRow, entryColumns, entryOf } from './queries';

/** One statement's worth of links. */
const batch = 1_000;
const headEverySeconds = 60;
const logEveryMs = 3_600_000;

/**
 * Chains what was added since the last time. Two leaders at once can't make two chains: the number and the link before it
 * are both unique, so one of them writes and the other finds it done the next time. Returns how many.
 */
export async function chainRecord(): Promise<number> {
  const db = database();
  const [end] = await db.$queryRaw<{ seq: bigint; hash: string }[]>`
    SELECT seq, encode(hash, 'hex') AS hash FROM access_chain ORDER BY seq DESC LIMIT 1`;
  const rows = await db.$queryRaw<EntryRow[]>`
    SELECT ${entryColumns} FROM access_waiting JOIN access_record record ON record.id = access_waiting.record_id
    ORDER BY record.id LIMIT ${batch}`;
  if (rows.length === 0) return 0;
  let previous = end?.hash ?? beginning;
  let seq = Number(end?.seq ?? 0);
  const links = rows.map((row) => {
    const entry = entryOf(row);
    seq += 1;
    const hash = linkHash(previous, seq, entry);
    const link = { seq, id: entry.id, at: entry.at.toISOString(), previous, hash };
    previous = hash;
    return link;
  });
  const added = db.$executeRaw`
    WITH chained AS (
      INSERT INTO access_chain (seq, record_id, at, previous, hash)
      SELECT seq, id, at, decode(previous, 'hex'), decode(hash, 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS link (seq bigint, id bigint, at timestamptz, previous text, hash text)
      RETURNING record_id
    )
    DELETE FROM access_waiting WHERE record_id IN (SELECT record_id FROM chained)`;
  return await added.catch((fault: unknown) => (isCollision(fault) ? 0 : Promise.reject(fault)));
}

let logAt = 0;

/** Signs the end of the chain, at most once a minute; once an hour the log of the server has it too, outside the database. */
export async function signRecord(): Promise<void> {
  const [end] = await database().$queryRaw<{ seq: bigint; hash: string; now: Date }[]>`
    SELECT seq, encode(hash, 'hex') AS hash, date_trunc('milliseconds', clock_timestamp()) AS now FROM access_chain
    WHERE seq > coalesce((SELECT max(seq) FROM access_head), 0)
      AND NOT EXISTS (SELECT FROM access_head WHERE at > now() - make_interval(secs => ${headEverySeconds}))
    ORDER BY seq DESC LIMIT 1`;
  const [key] = env().CHARYE_SIGNING_KEYS;
  if (!end || !key) return;
  const head = signHead({ seq: Number(end.seq), hash: end.hash, at: end.now }, key);
  await database().$executeRaw`
    INSERT INTO access_head (seq, hash, at, key_id, public_key, signature)
    VALUES (${head.seq}, decode(${head.hash}, 'hex'), ${head.at}, ${head.keyId}, decode(${head.publicKey}, 'hex'), decode(${head.signature}, 'hex'))
    ON CONFLICT (seq) DO NOTHING`;
  if (performance.now() < logAt) return;
  logAt = performance.now() + logEveryMs;
  logEvent('access record: head', { ...head, at: head.at.toISOString() });
}

/**
 * Deletes what is older than two years, always up to a signed head: what is left begins where that one ended. In one
 * statement, so that no half of it can be seen. Returns how many entries.
 */
export async function forgetOldRecord(years = 2): Promise<number> {
  const [row] = await database().$queryRaw<{ gone: number }[]>`
    WITH anchor AS (
      SELECT seq FROM access_head
      WHERE at < now() - make_interval(years => ${years}) AND seq >= (SELECT min(seq) FROM access_chain)
      ORDER BY seq > (SELECT min(seq) FROM access_chain) + 20000, abs(seq - (SELECT min(seq) FROM access_chain) - 20000) LIMIT 1
    ), links AS (
      DELETE FROM access_chain WHERE seq <= (SELECT seq FROM anchor) RETURNING record_id
    ), entries AS (
      DELETE FROM access_record WHERE id IN (SELECT record_id FROM links) RETURNING id
    ), heads AS (
      DELETE FROM access_head WHERE seq < (SELECT seq FROM anchor)
    )
    SELECT count(*)::int AS gone FROM entries`;
  return row?.gone ?? 0;
}

/** What one server does for all, each second. */
export async function keepRecord(): Promise<void> {
  for (let rounds = 0; rounds < 5 && (await chainRecord()) === batch; rounds += 1);
  await signRecord();
}
