import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Prisma } from '@/lib/platform/database';
import * as sql from '@/lib/roll/sql';
import { copyHeader, copyTrailer, tupleColumns } from '@/lib/roll/tuple';
import type { Counts } from './checkpoint';
import type { LineError } from './seal';

export interface Merged {
  counts: Counts;
  errors: (Omit<LineError, 'reason'> & { reason: string })[];
}

const run = (client: Client, statement: Prisma.Sql) => client.query({ text: statement.text, values: statement.values });

/** Rows into the temporary table of this connection. */
export async function copyLines(client: Client, rows: Uint8Array[]): Promise<void> {
  const copy = client.query(copyFrom(`COPY pg_temp.roll_line (${tupleColumns}) FROM STDIN (FORMAT binary)`));
  await pipeline(Readable.from([copyHeader, ...rows, copyTrailer]), copy);
}

/** What a part of the file does to the roll, once its lines are in the temporary table. */
export async function mergeLines(client: Client, whole: boolean): Promise<Merged> {
  // Without statistics of this part the planner would read all people for it, or compare all its lines with one another.
  await client.query('ANALYZE pg_temp.roll_line');
  await run(client, sql.meetKnown);
  await run(client, sql.noteSeen);
  await run(client, sql.judgeUnknown(whole));
  await run(client, sql.keepForLater);
  return write(client);
}

/** What only the end of a whole roll can tell. */
export async function mergeLater(client: Client): Promise<Merged> {
  await run(client, sql.bringBack);
  await client.query('ANALYZE pg_temp.roll_line');
  await run(client, sql.judgeLater);
  return write(client);
}

async function write(client: Client): Promise<Merged> {
  await run(client, sql.addPeople);
  await run(client, sql.changePeople);
  const fates = new Map<string, number>();
  for (const { fate, count } of (await run(client, sql.fates)).rows) fates.set(fate, count);
  const refused: { line: string; fate: string }[] = (await run(client, sql.refusedLines)).rows;
  const of = (fate: string) => fates.get(fate) ?? 0;
  return {
    counts: { added: of('add'), changed: of('change'), unchanged: of('same'), refused: refused.length },
    errors: refused.map(({ line, fate }) => ({ line: Number(line), column: fate === 'unclear' ? 'ci' : 'line', reason: fate })),
  };
}
