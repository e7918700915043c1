import { expect, test, vi } from 'vitest';
import { database, waitingForConnection } from './database';
import { loadSinceLastLook, measured } from './load';

const slow = (seconds: number) => measured(() => database().$queryRaw`SELECT pg_sleep(${seconds}::float8)::text`);

test('the 95th percentile of what people waited for, since the last look alone', async () => {
  loadSinceLastLook();
  await Promise.all([slow(0), slow(0), slow(0.3)]);
  const load = loadSinceLastLook();
  expect(load.statements).toBe(3);
  expect(load.latencyMs).toBeGreaterThan(290);
  expect(loadSinceLastLook()).toMatchObject({ statements: 0, latencyMs: 0 });
});

test('a statement that fails counts, with the time that it took', async () => {
  loadSinceLastLook();
  await expect(measured(() => database().$queryRaw`SELECT 1 FROM no_such_table`)).rejects.toThrow();
  expect(loadSinceLastLook().statements).toBe(1);
});

test('statements that wait for a connection are counted while they wait', async () => {
  const all = Promise.all(Array.from({ length: 16 }, () => slow(0.5)));
  await vi.waitUntil(() => waitingForConnection() === 6, { timeout: 60_000, interval: 10 });
  await all;
  expect(waitingForConnection()).toBe(0);
});
