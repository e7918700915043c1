import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Children } from './children.mjs';
import { parsePostmaster } from './postgres.mjs';
import { identity, isAlive } from './processes.mjs';

const place = () => mkdtempSync(join(tmpdir(), 'charye-children-'));
const asLongAsItMay = ['-e', 'setInterval(() => undefined, 1000)'];

test('what was started is stopped, and no record of it is left', async () => {
  const folder = place();
  const children = new Children(folder);
  const { child } = children.start('idle', process.execPath, asLongAsItMay);
  await children.stop();
  expect(isAlive(child.pid)).toBe(false);
  expect(readdirSync(folder)).toEqual(['idle.log']);
});

test('what a kill -9 left behind is ended by the next start', async () => {
  const folder = place();
  const { child } = new Children(folder).start('idle', process.execPath, asLongAsItMay);
  expect(await new Children(folder).endLeftOvers()).toEqual(['idle']);
  await vi.waitUntil(() => !isAlive(child.pid), { timeout: 60_000 });
});

test('another program that has the number of a left-over one now is left alone', async () => {
  const folder = place();
  writeFileSync(join(folder, 'web.pid'), JSON.stringify({ pid: process.pid, identity: 'another boot', signal: 'SIGKILL' }));
  writeFileSync(join(folder, 'cut.pid'), '{"pid":12');
  expect(await new Children(folder).endLeftOvers()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a program that ends by itself is reported with the reason', async () => {
  const children = new Children(place());
  const reports: string[] = [];
  children.onDeath = ({ name }, reason) => reports.push(`${name}: ${reason}`);
  children.start('short', process.execPath, ['-e', 'process.exit(3)']);
  await vi.waitUntil(() => reports.length > 0, { timeout: 60_000 });
  expect(reports).toEqual(['short: exit code 3']);
});

test('a process is told from a later one with the same number', () => {
  expect(identity(process.pid)).toBe(identity(process.pid));
  expect(identity(process.pid)).not.toBe(identity(process.ppid));
  expect(isAlive(4_194_303)).toBe(false);
});

test('postmaster.pid says which server holds the data; half a file says nothing', () => {
  expect(parsePostmaster('4711\n/data/postgres\n1700000000\n54320\n\n127.0.0.1\n')).toEqual({
    pid: 4711,
    data: '/data/postgres',
    port: 54320,
  });
  expect(parsePostmaster('')).toBeUndefined();
  expect(parsePostmaster('-1\n/data')).toBeUndefined();
});
