import { bytesOfHex, drawSeed } from '@/lib/line/place';
import { database } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';
import { type DrawRecord, drawRecord } from './record';

interface Row {
  draw_at: Date;
  opens_at: Date;
  closes_at: Date;
  /** `at` in milliseconds. */
  entries: { kind: string; at: number; body: object }[];
}

async function readRecord(roundId: string): Promise<DrawRecord | null> {
  // `actor_id` is left out: the record is public, the operators are not.
  const [row] = await database().$queryRaw<Row[]>`
    SELECT draw_at, opens_at, closes_at, (
      SELECT coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'at', (extract(epoch FROM at) * 1000)::float8, 'body', body) ORDER BY id), '[]')
      FROM draw_record WHERE round_id = round.id
    ) AS entries
    FROM round WHERE id = ${roundId}`;
  if (!row || row.entries.length === 0) return null;
  const entries = row.entries.map(({ kind, at, body }) => ({ ...body, kind, at: new Date(at).toISOString() }));
  const record = drawRecord.parse({
    format: 'charye-draw-1',
    round: roundId,
    drawAt: row.draw_at.toISOString(),
    opensAt: row.opens_at.toISOString(),
    closesAt: row.closes_at.toISOString(),
    entries,
    seed: null,
  });
  // Cancelling ends the window at once; what people read is the one that was cancelled.
  const cancelled = record.entries.find((entry) => entry.kind === 'cancelled');
  Object.assign(record, cancelled?.before);
  const reveal = record.entries.find((entry) => entry.kind === 'reveal');
  if (!reveal) return record;
  const seed = await drawSeed(bytesOfHex(reveal.secret), reveal.beacon, roundId);
  return { ...record, seed: Buffer.from(seed).toString('hex') };
}

/** The public record of a round's draw, read at most once a second per server. Null: no such round, or one without a draw. */
export const recordOf = memo(1_000, 500, readRecord);
