import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { connect, type Database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { load } from './seed/load';
import type { ReadyMade } from './seed/ready-made';

/** Made-up people alone: what `npm start` prints and the demo's identity provider offers. */
async function writePeople(path: string, people: ReadyMade[]): Promise<void> {
  const list = people.map(({ who, citizen: { index, name, birthDate }, note }) => ({
    who,
    index,
    name,
    birthDate,
    note_ko: note.ko,
    note_en: note.en,
  }));
  await mkdir(dirname(path), { recursive: true });
  // Whoever reads it meanwhile sees the old list or the new one.
  await writeFile(`${path}.new`, `${JSON.stringify(list, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** The tables, all of them or none: the last migration is one transaction. */
async function clockOfMigrated(db: Database): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ now: Date; migrated: boolean }[]>`
    SELECT now(), to_regclass('lease') IS NOT NULL AS migrated`;
  return row?.migrated ? row.now : null;
}

async function seed(): Promise<void> {
  const { DATABASE_URL, CHARYE_DEPLOYMENT } = env();
  if (CHARYE_DEPLOYMENT === 'production')
    throw new Error('The seed makes up people and a demo campaign: it is not for a production deployment.');
  const db = connect(DATABASE_URL, 2);
  try {
    const now = await clockOfMigrated(db);
    if (!now) throw new Error('The database has no tables yet: run `npx prisma migrate deploy` first.');
    const people = await load(db, { now, report: (line) => process.stdout.write(`  seed: ${line}\n`) });
    await writePeople(process.env.CHARYE_PEOPLE_FILE || '.charye/people.json', people);
  } finally {
    await db.$disconnect();
  }
}

seed().catch((fault: unknown) => {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
});
