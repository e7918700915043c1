import { setTimeout as wait } from 'node:timers/promises';
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { afterEach, expect, test, vi } from 'vitest';
import { freePort, type RedisServer, startCluster, startRedis } from '@/test/redis-server';
import { limiter } from './limits';
import { connectTo, overConnection, redisTimeoutMs } from './redis';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function server(port?: number): Promise<RedisServer & { port: number }> {
  const chosen = port ?? (await freePort());
  const started = await startRedis(chosen);
  cleanUps.push(() => started.stop());
  return { ...started, port: chosen };
}

/** Longer than any pause of a busy machine: only what hangs on purpose is to be given up. */
const patience = 60_000;

function client(address: string, commandTimeout = patience): Redis {
  const connection = connectTo(address, commandTimeout);
  cleanUps.push(() => connection.disconnect());
  return new Redis(overConnection(connection));
}

/** The events that the log of this test holds. */
function logged(): () => string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  return () => lines.flatMap((line) => /"what":"(redis-[a-z]+)"/.exec(line)?.[1] ?? []);
}

/** Ten in ten minutes: a shorter window may end between two questions. */
const limit = 'household-code';

async function timesAllowed(allow: ReturnType<typeof limiter>, key: string, asked: number): Promise<number> {
  const answers = [];
  for (let ask = 0; ask < asked; ask += 1) answers.push(await allow(limit, key));
  return answers.filter((answer) => answer.ok).length;
}

test('two servers with one Redis count together', async () => {
  const { address } = await server();
  const one = limiter(client(address), { patience });
  const two = limiter(client(address), { patience });
  expect(await timesAllowed(one, 'session', 6)).toBe(6);
  expect(await timesAllowed(two, 'session', 6)).toBe(4);
  expect(await timesAllowed(two, 'somebody else', 6)).toBe(6);
});

test('a refusal says how many seconds to wait, within the window', async () => {
  const { address } = await server();
  const allow = limiter(client(address), { patience });
  await timesAllowed(allow, 'session', 10);
  const refusal = await allow(limit, 'session');
  expect(refusal).toMatchObject({ ok: false, retryAfter: expect.any(Number) });
  expect(!refusal.ok && refusal.retryAfter).toSatisfy((seconds: number) => seconds >= 1 && seconds <= 600);
});

/** How often the server has run a command. */
async function calls(address: string, command: string): Promise<number> {
  const connection = connectTo(address);
  const statistics = await connection.info('commandstats');
  connection.disconnect();
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(statistics)?.[1] ?? 0);
}

// Windows begin at fixed times: none ends while this runs.
test.each([
  ['sliding window', Ratelimit.slidingWindow(2, '365 d')],
  ['fixed window', Ratelimit.fixedWindow(2, '365 d')],
  ['token bucket', Ratelimit.tokenBucket(2, '365 d', 2)],
])('the script of the %s runs on a Redis that is not Upstash, the second time by its hash', async (_, algorithm) => {
  const { address } = await server();
  const ratelimit = new Ratelimit({ redis: client(address), limiter: algorithm, timeout: 0, ephemeralCache: false });
  const answers = [await ratelimit.limit('{a}'), await ratelimit.limit('{a}'), await ratelimit.limit('{a}')];
  expect(answers.map(({ success }) => success)).toEqual([true, true, false]);
  expect((await ratelimit.getRemaining('{a}')).remaining).toBeLessThanOrEqual(0);
  await ratelimit.resetUsedTokens('{a}');
  expect((await ratelimit.limit('{a}')).success).toBe(true);
  // Three limits, one remaining, one reset, one limit: each script is sent whole once, and by its hash afterwards.
  expect(await calls(address, 'eval')).toBe(3);
});

test('a Redis that dies half-way is replaced by memory at once, is said once, and is used again when it is back', async () => {
  const events = logged();
  const first = await server();
  const allow = limiter(client(first.address), { rest: 100, patience });
  expect(await timesAllowed(allow, 'session', 5)).toBe(5);

  await first.stop();
  expect(await timesAllowed(allow, 'session', 15)).toBe(10);
  expect(events()).toEqual(['redis-failed']);

  await server(first.port);
  await vi.waitUntil(async () => (await allow('search', 'probe')) && events().includes('redis-back'), { timeout: 60_000, interval: 50 });
  expect(events()).toEqual(['redis-failed', 'redis-back']);
});

test('a Redis that hangs delays one request by less than half a second, and the next not at all', async () => {
  const events = logged();
  const hanging = await server();
  const allow = limiter(client(hanging.address, redisTimeoutMs));
  // Whichever of the two is due first: of timers of one process the order is kept, however late they are.
  const sooner = (ms: number) => Promise.race([allow(limit, 'session'), wait(ms, 'later')]);
  hanging.process.kill('SIGSTOP');
  expect(await sooner(500)).toEqual({ ok: true });
  expect(events()).toEqual(['redis-failed']);
  expect(await sooner(1)).toEqual({ ok: true });
});

test('without any Redis the limits hold in memory', async () => {
  expect(await timesAllowed(limiter(undefined), 'session', 15)).toBe(10);
});

test('a Redis that was never there does not let everything pass', async () => {
  logged();
  const allow = limiter(client(`redis://127.0.0.1:${await freePort()}`));
  expect(await timesAllowed(allow, 'session', 15)).toBe(10);
});

test('on a Cluster the limits count together, whatever node a key is on, and in memory when a node is gone', async () => {
  logged();
  const cluster = await startCluster();
  cleanUps.push(() => cluster.stop());
  const [one, two] = [limiter(client(cluster.addresses), { patience }), limiter(client(cluster.addresses), { patience })];
  const sessions = Array.from({ length: 12 }, (_, index) => `session-${index}`);
  for (const session of sessions) expect(await timesAllowed(one, session, 6)).toBe(6);
  for (const session of sessions) expect(await timesAllowed(two, session, 6)).toBe(4);
  // Keys were on every node, or this has shown nothing.
  for (const { address } of cluster.nodes) expect(await calls(address, 'evalsha')).toBeGreaterThan(0);

  await cluster.nodes[0]?.stop();
  // Ten of a node and ten of the memory, at most.
  for (const session of sessions) expect(await timesAllowed(one, `${session}-later`, 25)).toBeLessThanOrEqual(20);
});
