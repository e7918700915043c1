import { type FileHandle, open } from 'node:fs/promises';
import type { Client } from 'pg';
import { seoulDate } from '@/lib/campaign/seoul';
import { linesOf } from '@/lib/roll/csv';
import { progressLine } from '@/lib/roll/progress';
import { type Known, layoutOf } from '@/lib/roll/row';
import { lineTable } from '@/lib/roll/sql';
import { begin, type Checkpoint, fileHash, unfinished } from './checkpoint';
import { pieces } from './pieces';
import { sealers } from './sealers';
import { endOfFile, type Part, type Run, writePart } from './write';

export interface ImportOptions {
  path: string;
  /** Where errors go, line by line. */
  errorPath: string;
  resume: boolean;
  dryRun: boolean;
  /** The file is a part of the roll: whom it doesn't name is not missing. */
  part: boolean;
  threads: number;
  report: (progress: string) => void;
}

/** A sentence for whoever started the command. */
export class Unusable extends Error {}

/** About this many lines are committed together, with the checkpoint. */
const linesOfPart = 20_000;

export async function importRoll(client: Client, options: ImportOptions): Promise<Checkpoint> {
  const file = await open(options.path).catch(() => {
    throw new Unusable('There is no such file, or it may not be read.');
  });
  try {
    const { size } = await file.stat();
    const { known, offset } = await readHead(client, file);
    const hash = await fileHash(file, size);
    const point = await pointOf(client, options, hash, offset);
    const errors = await openErrors(options.errorPath, point.errorBytes);
    const pool = sealers(options.threads, known);
    try {
      await client.query(lineTable.text);
      await everyPart({ client, point, errors, dryRun: options.dryRun }, { file, size, seal: pool.seal, report: options.report });
      if (!options.dryRun) await endOfFile({ client, point, errors });
      await errors.truncate(point.errorBytes);
      return point;
    } finally {
      await pool.end();
      await errors.close();
    }
  } finally {
    await file.close();
  }
}

/** The first line says which column is which. */
async function readHead(client: Client, file: FileHandle): Promise<{ known: Known; offset: number }> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0);
  const end = buffer.subarray(0, bytesRead).indexOf(0x0a) + 1;
  const [cells] = linesOf(
    buffer
      .subarray(0, end)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );
  const read = layoutOf(cells ?? []);
  if (!read.ok)
    throw new Unusable(`The first line names no column “${read.missing}”: name, birth_date, phone, region and, if known, ci; in UTF-8.`);
  const regions = await client.query<{ code: string }>('SELECT code FROM region WHERE parent_code IS NOT NULL');
  const today = await client.query<{ now: Date }>('SELECT now()');
  if (!today.rows[0]) throw new Error('the database has no clock');
  return {
    known: { layout: read.layout, today: seoulDate(today.rows[0].now), regions: new Set(regions.rows.map(({ code }) => code)) },
    offset: end,
  };
}

async function pointOf(client: Client, { resume, dryRun, part }: ImportOptions, hash: Buffer, offset: number): Promise<Checkpoint> {
  const none = { id: 0, whole: !part, offset, lines: 1, errorBytes: 0, added: 0, changed: 0, unchanged: 0, refused: 0 };
  if (dryRun) return none;
  if (!resume) return await begin(client, hash, !part, offset);
  const stopped = await unfinished(client, hash);
  if (!stopped) throw new Unusable('No import of this file has stopped half-way. Start it without --resume.');
  return stopped;
}

/** What was written of a part that was not committed goes. */
async function openErrors(path: string, keptBytes: number): Promise<FileHandle> {
  const errors = await open(path, keptBytes === 0 ? 'w' : 'r+');
  await errors.truncate(keptBytes);
  return errors;
}

interface Source {
  file: FileHandle;
  size: number;
  seal: ReturnType<typeof sealers>['seal'];
  report: ImportOptions['report'];
}

/** While one part is written to the database the next is read and sealed; no more than two are in memory. */
async function everyPart(run: Run, { file, size, seal, report }: Source): Promise<void> {
  const { point } = run;
  const start = { at: performance.now(), offset: point.offset, lines: point.lines };
  let writing: Promise<void> = Promise.resolve();
  let part: Part[] = [];
  let lines = 0;
  const hand = async () => {
    await writing;
    const seconds = (performance.now() - start.at) / 1_000;
    const [bytesOfRun, linesOfRun] = [point.offset - start.offset, point.lines - start.lines];
    report(progressLine({ done: point.offset, size, lines: point.lines, seconds, bytesOfRun, linesOfRun }));
    const whole = part;
    if (whole.length > 0) {
      writing = writePart(run, whole);
      // It is awaited with the next part; until then a failure must not count as unhandled.
      writing.catch(() => undefined);
    }
    part = [];
    lines = 0;
  };
  for await (const piece of pieces(file, point.offset, point.lines + 1)) {
    const { end, firstLine } = piece;
    const sealed = seal({ firstLine, bytes: piece.bytes });
    sealed.catch(() => undefined);
    part.push({ ...piece, end, sealed });
    lines += piece.lines;
    if (lines >= linesOfPart) await hand();
  }
  await hand();
  await hand();
}
