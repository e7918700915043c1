import type { OperatorProof } from '@/lib/identity/proof';
import { database, Prisma } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import type { AccessEntry } from './chain';
import { chainChecker, type Finding } from './check';
import { judgeHead, type SignedHead } from './head';
import type { Account } from './review';
import { nobody, recordAccess } from './sql';

export type EntryRow = Omit<AccessEntry, 'id'> & { id: bigint };

/** Of `access_record` as `record`. */
export const entryColumns = Prisma.sql`
  record.id, record.at, record.actor_id AS "actorId", record.role, record.session_id AS "sessionId",
  encode(record.from_hash, 'hex') AS "fromHash", record.network, record.subjects, record.action,
  record.object_kind AS "objectKind", record.object_id AS "objectId", record.reason`;

export const entryOf = (row: EntryRow): AccessEntry => ({ ...row, id: String(row.id) });

interface HeadRow {
  seq: bigint;
  hash: string;
  at: Date;
  keyId: string;
  publicKey: string;
  signature: string;
}

const headColumns = Prisma.sql`
  head.seq, encode(head.hash, 'hex') AS hash, head.at, head.key_id AS "keyId", encode(head.public_key, 'hex') AS "publicKey",
  encode(head.signature, 'hex') AS signature`;

const headOf = (row: HeadRow): SignedHead => ({ ...row, seq: Number(row.seq) });

/** The end of the chain as it was signed last; null before the first. */
export async function newestHead(): Promise<SignedHead | null> {
  const [row] = await database().$queryRaw<HeadRow[]>`SELECT ${headColumns} FROM access_head head ORDER BY seq DESC LIMIT 1`;
  return row ? headOf(row) : null;
}

type LinkRow = EntryRow & { seq: bigint; previous: string; hash: string; gone: boolean };

const batch = 5_000;

/**
 * Reads the whole record and says what is wrong with it. `kept`: heads from outside the database (a log, a copy of
 * /record/head.json), which whoever can write in it can't have rewritten.
 */
export async function verifyRecord(
  kept: SignedHead[] = [],
): Promise<{ length: number; end: { seq: number; hash: string } | null; heads: number; findings: Finding[] }> {
  const db = database();
  const heads = (await db.$queryRaw<HeadRow[]>`SELECT ${headColumns} FROM access_head head ORDER BY seq`).map(headOf);
  const keys = env().CHARYE_SIGNING_KEYS;
  const [start] = await db.$queryRaw<{ seq: bigint | null; old: Date }[]>`
    SELECT min(seq) AS seq, now() - interval '2 years' AS old FROM access_chain`;
  const first = Number(start?.seq ?? 1);
  const old = start?.old ?? new Date(0);
  const anchor = heads.find((head) => head.seq === first - 1 && head.at < old && judgeHead(head, keys) === 'signed') ?? null;
  const checker = chainChecker(anchor);
  const awaited = new Map<number, SignedHead[]>();
  for (const head of [...heads, ...kept]) {
    const judged = judgeHead(head, keys);
    if (judged === 'signed') awaited.set(head.seq, [...(awaited.get(head.seq) ?? []), head]);
    else checker.find(judged === 'forged' ? 'forged-head' : 'unknown-head', head.seq);
  }
  for (let after = 0; ; ) {
    const rows = await db.$queryRaw<LinkRow[]>`
      SELECT link.seq, encode(link.previous, 'hex') AS previous, encode(link.hash, 'hex') AS hash, record.id IS NULL AS gone, ${entryColumns}
      FROM access_chain link LEFT JOIN access_record record ON record.id = link.record_id
      WHERE link.seq > ${after} ORDER BY link.seq LIMIT ${batch}`;
    for (const { seq, previous, hash, gone, ...entry } of rows) {
      const number = Number(seq);
      checker.link({ seq: number, previous, hash, entry: gone ? null : entryOf(entry) });
      for (const head of awaited.get(number) ?? []) checker.head(head, hash);
      awaited.delete(number);
      after = number;
    }
    if (rows.length < batch) break;
  }
  for (const [seq, said] of awaited) if (seq >= first) for (const head of said) checker.head(head, null);
  // Of entries that should have been chained long ago.
  const lost = await db.$queryRaw<{ id: bigint }[]>`
    SELECT record.id FROM access_record record
    WHERE record.at < now() - interval '10 minutes' AND NOT EXISTS (SELECT FROM access_chain WHERE record_id = record.id)
      AND NOT EXISTS (SELECT FROM access_waiting WHERE record_id = record.id)
    ORDER BY record.id LIMIT 100`;
  for (const { id } of lost) checker.find('unchained', Number(id));
  return { ...checker.result(), heads: heads.length + kept.length };
}

/** The month of the database's clock, in Seoul, and what everybody did in the one asked for. */
export async function monthReviewed(operator: OperatorProof, asked: string | null): Promise<{ month: string; accounts: Account[] }> {
  const [clock] = await database().$queryRaw<{ month: string }[]>`SELECT to_char(now() AT TIME ZONE 'Asia/Seoul', 'YYYY-MM') AS month`;
  const month = asked ?? clock?.month ?? '';
  const accounts = await database().$queryRaw<Account[]>`
    WITH span AS (SELECT (${month} || '-01')::timestamp AT TIME ZONE 'Asia/Seoul' AS start),
    recorded AS (${recordAccess({ role: 'operator', ...operator }, { action: 'record.read', objectKind: 'month', objectId: month }, nobody)})
    SELECT record.actor_id AS "actorId", record.role, count(DISTINCT record.id)::int AS accesses, count(DISTINCT subject)::int AS people,
      count(DISTINCT record.id) FILTER (WHERE record.action LIKE '%.exported')::int AS exports,
      count(DISTINCT record.id) FILTER (WHERE extract(hour FROM record.at AT TIME ZONE 'Asia/Seoul') < 6)::int AS nights,
      count(DISTINCT record.network)::int AS networks
    FROM span, access_record record LEFT JOIN LATERAL unnest(record.subjects) AS subject ON true
    WHERE record.at >= span.start AND record.at < span.start + interval '1 month'
    GROUP BY record.actor_id, record.role ORDER BY people DESC, accesses DESC LIMIT 500`;
  return { month, accounts };
}

/** The newest 200 entries of somebody in a month. */
export async function entriesOf(operator: OperatorProof, month: string, actorId: string): Promise<AccessEntry[]> {
  const access = { action: 'record.read', objectKind: 'actor', objectId: actorId };
  const rows = await database().$queryRaw<EntryRow[]>`
    WITH span AS (SELECT (${month} || '-01')::timestamp AT TIME ZONE 'Asia/Seoul' AS start),
    recorded AS (${recordAccess({ role: 'operator', ...operator }, access, nobody)})
    SELECT ${entryColumns} FROM span, access_record record
    WHERE record.actor_id = ${actorId}::uuid AND record.at >= span.start AND record.at < span.start + interval '1 month'
    ORDER BY record.at DESC LIMIT 200`;
  return rows.map(entryOf);
}
