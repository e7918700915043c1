import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Database, database } from '@/lib/platform/database';
import { Children } from '@/scripts/ground/children.mjs';
import { startPostgres } from '@/scripts/ground/postgres.mjs';
import { faultsOf, type Ground, groundFor, Told } from '@/test/claim-history';
import { checkEachCommit } from '@/test/each-commit';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const folder = mkdtempSync(join(tmpdir(), 'charye-kills-'));
const children = new Children(folder);
const shared = globalThis as { charyeDatabase?: Database };
const password = 'of-this-test-alone';

/** The server of this test, which really writes to the disk what it has promised. */
async function started(): Promise<string> {
  await shared.charyeDatabase?.$disconnect();
  const { url } = await startPostgres({ root, folder, password, children });
  shared.charyeDatabase = connect(url, 5);
  return url;
}

let url: string;
beforeAll(async () => {
  url = await started();
  const client = new pg.Client(url.replace(/charye$/, 'postgres'));
  await client.connect();
  await client.query('CREATE DATABASE charye');
  await client.end();
  const charye = new pg.Client(url);
  await charye.connect();
  // The CLI that notes them as applied takes longer than all the rest of this.
  for (const migration of readdirSync(join(root, 'prisma/migrations')).sort()) {
    if (!migration.endsWith('.toml')) await charye.query(readFileSync(join(root, 'prisma/migrations', migration, 'migration.sql'), 'utf8'));
  }
  await charye.end();
  await checkEachCommit(database());
});
afterAll(async () => {
  for (const caller of running) await gone(caller);
  await shared.charyeDatabase?.$disconnect();
  delete shared.charyeDatabase;
  await children.stop();
  rmSync(folder, { recursive: true });
});

/** As when the machine stops: every process of the server at once, nothing is flushed or said. */
async function killServer(): Promise<void> {
  const rows = await database().$queryRaw<{ pid: number }[]>`SELECT pid FROM pg_stat_activity`;
  const postmaster: number = JSON.parse(readFileSync(join(folder, 'postgres.pid'), 'utf8')).pid;
  for (const pid of [postmaster, ...rows.map((row) => row.pid)]) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (fault) {
    // It has ended by itself, as the processes of a server do whose first has died.
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
  }
}

const running = new Set<ChildProcess>();
const weight = { confirmed: 0, unsure: 1, cancelled: 2 };

/** A process with callers of the ground; what they are told goes into `told`. */
function callers(url: string, ground: Ground, told: Told): { child: ChildProcess; told: () => number } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/claim-caller.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  child.stdin?.end(JSON.stringify(ground));
  let lines = 0;
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    const [booking = '', what] = line.split(' ');
    if (what !== 'confirmed' && what !== 'unsure' && what !== 'cancelled') throw new Error(`a caller said “${line}”`);
    lines += 1;
    const known = told.get(booking);
    // Two processes tell of one booking, in any order: a cancellation comes after the confirmation.
    if (!known || weight[known] < weight[what]) told.set(booking, what);
  });
  return { child, told: () => lines };
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 240_000; !holds(); await wait(5))
    if (performance.now() > end) throw new Error('nobody was told anything');
}

async function gone(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  running.delete(child);
}

test('kill -9 of a server and of the database, in the middle of it, loses and doubles nothing that was acknowledged', async () => {
  const ground = await groundFor(40);
  const told = new Told();
  for (const _ of ['first', 'second']) {
    const [one, two] = [callers(url, ground, told), callers(url, ground, told)];
    await until(() => one.told() > 3 && two.told() > 3);
    await gone(one.child);
    const before = two.told();
    await until(() => two.told() > before + 3);
    await killServer();
    await gone(two.child);
    url = await started();
    expect(await faultsOf(told)).toEqual([]);
  }
  expect([...told.values()]).toContain('confirmed');
}, 1_200_000);
