import { decrypt, encrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { type SealedColumn, sealedColumns } from './sealed-columns';

/** One statement's worth: rows stay locked for some milliseconds. */
const batch = 500;

export interface Progress {
  table: string;
  column: string;
  /** Sealed anew so far. */
  done: number;
  /** Of an unknown key or changed by somebody: left as they are. */
  unreadable: number;
}

interface SealedRow {
  id: string;
  value: Uint8Array;
}

/**
 * Seals everything with the key in use that is sealed with another. May be stopped at any time and begun again, and two at
 * once do no harm: a value is replaced only while it is what was read, and what is done already is not looked for.
 */
export async function rotateKeys(onProgress: (progress: Progress) => Promise<boolean> | boolean = () => true): Promise<Progress[]> {
  const [current] = env().CHARYE_DATA_KEYS;
  if (!current) throw new Error('no data key');
  const all: Progress[] = [];
  for (const one of sealedColumns) {
    const progress: Progress = { table: one.table, column: one.column, done: 0, unreadable: 0 };
    all.push(progress);
    for (let after = one.idType ? '-1' : '00000000-0000-0000-0000-000000000000'; ; ) {
      const rows = await staleAfter(one, after, Number(current.id));
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
      const sealed = rows.flatMap((row) => resealed(row, one.context) ?? []);
      progress.unreadable += rows.length - sealed.length;
      progress.done += await replace(one, sealed);
      if (!(await onProgress({ ...progress }))) return all;
    }
  }
  return all;
}

const name = (text: string) => Prisma.raw(`"${text}"`);

const typed = ({ idType }: SealedColumn) => Prisma.raw(idType ?? 'uuid');

const staleAfter = (one: SealedColumn, after: string, version: number): Promise<SealedRow[]> => database().$queryRaw`
  SELECT ${name(one.id)}::text AS id, ${name(one.column)} AS value FROM ${name(one.table)}
  WHERE ${name(one.id)} > ${after}::text::${typed(one)} AND length(${name(one.column)}) > 0 AND get_byte(${name(one.column)}, 0) <> ${version}
  ORDER BY ${name(one.id)} LIMIT ${batch}`;

function resealed({ id, value }: SealedRow, context: string): { id: string; old: string; sealed: string } | null {
  try {
    return { id, old: hex(value), sealed: hex(encrypt(decrypt(value, context), context)) };
  } catch {
    // Counted and told: whatever it is, it stays as it was.
    return null;
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const replace = (one: SealedColumn, sealed: { id: string; old: string; sealed: string }[]): Promise<number> =>
  database().$executeRaw`
    UPDATE ${name(one.table)} SET ${name(one.column)} = decode(made.sealed, 'hex')
    FROM jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) AS made (id ${typed(one)}, old text, sealed text)
    WHERE ${name(one.table)}.${name(one.id)} = made.id AND ${name(one.table)}.${name(one.column)} = decode(made.old, 'hex')`;

/** How many values each key version still seals. */
export async function keysInUse(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { table, column } of sealedColumns) {
    const rows = await database().$queryRaw<{ version: number; values: number }[]>`
      SELECT get_byte(${name(column)}, 0) AS version, count(*)::int AS values FROM ${name(table)}
      WHERE length(${name(column)}) > 0 GROUP BY 1`;
    for (const { version, values } of rows) counts.set(String(version), (counts.get(String(version)) ?? 0) + values);
  }
  return counts;
}
