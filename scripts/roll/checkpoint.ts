import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Client } from 'pg';

const headBytes = 1024 * 1024;

/** Knows the file again: SHA-256 of its size and its first megabyte. */
export async function fileHash(file: FileHandle, size: number): Promise<Buffer> {
  const head = Buffer.alloc(Math.min(size, headBytes));
  await file.read(head, 0, head.length, 0);
  return createHash('sha256').update(`${size}\n`).update(head).digest();
}

export const counts = ['added', 'changed', 'unchanged', 'refused'] as const;
export type Counts = Record<(typeof counts)[number], number>;

export interface Checkpoint extends Counts {
  id: number;
  whole: boolean;
  offset: number;
  lines: number;
  errorBytes: number;
}

interface Row extends Record<(typeof counts)[number], string> {
  id: number;
  whole: boolean;
  offset: string;
  lines: string;
  error_bytes: string;
}

const checkpointOf = (row: Row): Checkpoint => ({
  id: row.id,
  whole: row.whole,
  offset: Number(row.offset),
  lines: Number(row.lines),
  errorBytes: Number(row.error_bytes),
  ...(Object.fromEntries(counts.map((count) => [count, Number(row[count])])) as Counts),
});

/** The import of this file that stopped before its end, if it is the last one that began. */
export async function unfinished(client: Client, hash: Buffer): Promise<Checkpoint | null> {
  const { rows } = await client.query<Row>(
    'SELECT * FROM roll_import WHERE finished_at IS NULL AND given_up_at IS NULL AND file_hash = $1',
    [hash],
  );
  return rows[0] ? checkpointOf(rows[0]) : null;
}

/** Begins anew. One that had stopped half-way is given up: what it brought stays, and is met again by its next line. */
export async function begin(client: Client, hash: Buffer, whole: boolean, offset: number): Promise<Checkpoint> {
  await client.query('BEGIN');
  await client.query('UPDATE roll_import SET given_up_at = now() WHERE finished_at IS NULL AND given_up_at IS NULL');
  await client.query('TRUNCATE roll_seen, roll_pending');
  const { rows } = await client.query<Row>(
    'INSERT INTO roll_import (file_hash, whole, "offset", lines) VALUES ($1, $2, $3, 1) RETURNING *',
    [hash, whole, offset],
  );
  await client.query('COMMIT');
  if (!rows[0]) throw new Error('the import did not begin');
  return checkpointOf(rows[0]);
}

/** Within the transaction of what it tells of: both are there, or neither. */
export async function keep(client: Client, point: Checkpoint): Promise<void> {
  await client.query(
    `UPDATE roll_import SET "offset" = $2, lines = $3, error_bytes = $4, added = $5, changed = $6, unchanged = $7, refused = $8,
       checkpoint_at = clock_timestamp() WHERE id = $1`,
    [point.id, point.offset, point.lines, point.errorBytes, point.added, point.changed, point.unchanged, point.refused],
  );
}

export async function finish(client: Client, id: number): Promise<void> {
  await client.query('UPDATE roll_import SET finished_at = now() WHERE id = $1', [id]);
  await client.query('TRUNCATE roll_seen, roll_pending');
}
