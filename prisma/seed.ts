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

type Ready = { ok: true; now: Date } | { ok: false; sentence: string };

/** The database's clock, or what to do first. */
async function ready(db: Database, address: string): Promise<Ready> {
  try {
    // `lease` is the last table of the first migration.
    const [row] = await db.$queryRaw<{ now: Date; migrated: boolean }[]>`SELECT now(), to_regclass('lease') IS NOT NULL AS migrated`;
    if (row?.migrated) return { ok: true, now: row.now };
    return { ok: false, sentence: 'The database has no tables yet: run `npx prisma migrate deploy` first.' };
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message.trim().split('\n').at(-1) : String(fault);
    return { ok: false, sentence: `The database at ${address} gives no answer. Is it running, and is DATABASE_URL right? (${reason})` };
  }
}

function give(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

const { DATABASE_URL, CHARYE_DEPLOYMENT } = env();
if (CHARYE_DEPLOYMENT === 'production') {
  give('The seed makes up people and a demo campaign: it is not for a production deployment.');
} else {
  const db = connect(DATABASE_URL, 2);
  try {
    const state = await ready(db, new URL(DATABASE_URL).host);
    if (state.ok) {
      // Fewer for a run of the tests.
      const { CHARYE_SEED_ROLL: roll, CHARYE_SEED_DAYS: days } = process.env;
      const size = { ...(roll && { roll: Number(roll) }), ...(days && { days: Number(days) }) };
      const people = await load(db, { now: state.now, ...size, report: (line) => process.stdout.write(`  seed: ${line}\n`) });
      await writePeople(process.env.CHARYE_PEOPLE_FILE || '.charye/people.json', people);
    } else {
      give(state.sentence);
    }
  } finally {
    await db.$disconnect();
  }
}
