// A worker thread: reads lines of the roll, hashes and encrypts them. It has nothing to do with the database.
import { parentPort, workerData } from 'node:worker_threads';
import { matchParts } from '@/lib/identity/match';
import { nearNameParts, nearPhoneParts } from '@/lib/identity/near';
import { encrypt, lookupHash, shortHash } from '@/lib/platform/crypto';
import { linesOf } from '@/lib/roll/csv';
import { type Column, type Known, type LineReason, type RollRow, readLine } from '@/lib/roll/row';
import { tuple } from '@/lib/roll/tuple';

/** Whole lines of the file, as they stand in it. */
export interface Piece {
  id: number;
  firstLine: number;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface LineError {
  line: number;
  column: Column | 'line';
  reason: LineReason;
}

export interface Sealed {
  id: number;
  /** Rows in the format of COPY. */
  rows: Uint8Array<ArrayBuffer>;
  count: number;
  errors: LineError[];
}

const known: Known = workerData;

const sealed = (line: number, { name, birthDate, phone, region, ci }: RollRow): Buffer =>
  tuple({
    line,
    ciHash: ci === null ? null : lookupHash('ci', ci),
    matchHash: lookupHash('match', ...matchParts(name, birthDate, phone)),
    nearName: shortHash('near-name', ...nearNameParts(name, birthDate)),
    nearPhone: shortHash('near-phone', ...nearPhoneParts(phone, birthDate)),
    birthDate,
    name: encrypt(name, 'person.name'),
    phone: encrypt(phone, 'person.phone'),
    region,
  });

function seal({ id, firstLine, bytes }: Piece): Sealed {
  const rows: Buffer[] = [];
  const errors: LineError[] = [];
  linesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')).forEach((cells, index) => {
    const line = firstLine + index;
    if (cells?.length === 0) return;
    const read = cells ? readLine(cells, known) : ({ ok: false, column: 'line', reason: 'not-csv' } as const);
    if (read.ok) rows.push(sealed(line, read.row));
    else errors.push({ line, column: read.column, reason: read.reason });
  });
  return { id, rows: new Uint8Array(Buffer.concat(rows)), count: rows.length, errors };
}

parentPort?.on('message', (piece: Piece) => {
  const answer = seal(piece);
  parentPort?.postMessage(answer, [answer.rows.buffer]);
});
