import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '../fixtures/test';

/**
 * Not how long the gate was closed, nor the estimates, which no outage of a minute leaves right: both hang on how fast this machine
 * starts a server, and `npm run bench -- kills` tells them.
 */
const promised = ['places_changed', 'fronts_moved_back', 'seats_above_k'];

test('while some hundred people wait, servers die, all restart, Redis forgets and keys rotate: no place is lost and no front goes back', async () => {
  test.setTimeout(600_000);
  const { CHARYE_BUILD_FOLDER = '.next-test' } = process.env;
  const settings = { CHARYE_BENCH_PEOPLE: '600', CHARYE_BENCH_BUILD: CHARYE_BUILD_FOLDER };
  const args = ['--import', 'tsx', 'bench/run.ts', 'kills', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...settings } });
  const { figures } = JSON.parse(stdout);
  expect(promised.map((key) => figures[`kills.${key}`]?.value)).toEqual(promised.map(() => 0));
  const entries = Object.entries<{ note?: string }>(figures).flatMap(([key, { note }]) => (/gate_closed/.test(key) ? [note ?? key] : []));
  expect(entries).toHaveLength(6);
  // The gate has opened again after each.
  for (const note of entries) expect(note).toMatch(/nobody was let in; [1-9]\d* entries/);
});
