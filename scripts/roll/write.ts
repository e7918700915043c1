import type { FileHandle } from 'node:fs/promises';
import type { Client } from 'pg';
import { type Checkpoint, counts, finish, keep } from './checkpoint';
import { copyLines, type Merged, mergeLater, mergeLines } from './merge';
import type { FilePiece } from './pieces';
import type { Sealed } from './seal';

export type Part = Pick<FilePiece, 'firstLine' | 'lines' | 'end'> & { sealed: Promise<Sealed> };

export interface Run {
  client: Client;
  point: Checkpoint;
  errors: FileHandle;
  dryRun: boolean;
}

/** SQLSTATE: unique violation, deadlock. Somebody signed in at the same instant: what stood in the way is committed by now. */
const collisions: unknown[] = ['23505', '40P01'];
const attempts = 3;

/** A part of the file, its errors and the checkpoint after it, in one transaction. */
export async function writePart(run: Run, part: readonly Part[]): Promise<void> {
  const sealed = await Promise.all(part.map((piece) => piece.sealed));
  const wrong = sealed.flatMap((piece) => piece.errors);
  const last = part.at(-1);
  if (!last) return;
  const reach = { offset: last.end, lines: last.firstLine + last.lines - 1 };
  const merge = async (): Promise<Merged> => {
    await copyLines(
      run.client,
      sealed.map((piece) => piece.rows),
    );
    return mergeLines(run.client, run.point.whole);
  };
  if (run.dryRun) Object.assign(run.point, await after(run, nothing, wrong, reach));
  else await committed(run, merge, wrong, reach);
}

const nothing: Merged = { counts: { added: 0, changed: 0, unchanged: 0, refused: 0 }, errors: [] };

/** The lines of which only the end could tell, and the end of the import. */
export async function endOfFile(run: Omit<Run, 'dryRun'>): Promise<void> {
  const { client, point } = run;
  if (point.whole) await committed({ ...run, dryRun: false }, () => mergeLater(client), [], { offset: point.offset, lines: point.lines });
  await finish(client, point.id);
  // So many new rows that the old statistics would make bad plans.
  await client.query('ANALYZE person');
}

async function committed(run: Run, merge: () => Promise<Merged>, wrong: Merged['errors'], reach: Reach): Promise<void> {
  const { client, point } = run;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query('BEGIN');
      const next = await after(run, await merge(), wrong, reach);
      await keep(client, next);
      await client.query('COMMIT');
      Object.assign(point, next);
      return;
    } catch (fault) {
      await client.query('ROLLBACK');
      if (attempt === attempts || !collisions.includes((fault as { code?: unknown }).code)) throw fault;
    }
  }
}

type Reach = Pick<Checkpoint, 'offset' | 'lines'>;

/** The checkpoint once this part is in, its errors written behind those of before: of a part that fails they are written over. */
async function after({ point, errors }: Run, merged: Merged, wrong: Merged['errors'], reach: Reach): Promise<Checkpoint> {
  const next = { ...point, ...reach };
  for (const count of counts) next[count] += merged.counts[count];
  next.refused += wrong.length;
  const all = [...wrong, ...merged.errors].sort((a, b) => a.line - b.line);
  const heading = point.errorBytes === 0 ? 'line,column,reason\n' : '';
  const text = heading + all.map(({ line, column, reason }) => `${line},${column},${reason}\n`).join('');
  if (text !== '') next.errorBytes += (await errors.write(Buffer.from(text), 0, Buffer.byteLength(text), point.errorBytes)).bytesWritten;
  return next;
}
