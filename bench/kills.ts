import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { drawOf } from '@/lib/line/queries';
import { database } from '@/lib/platform/database';
import { startEdge } from '@/scripts/ground/edge.mjs';
import { freePort } from '@/scripts/ground/machine.mjs';
import { findNginx, findRedis } from '@/scripts/ground/tools.mjs';
import { startRedis } from '@/test/redis-server';
import { crowd, openRound, roundId } from './measure/crowd';
import { type Context, type Figure, rounded } from './measure/figure';
import { type Ground, onOwnGround } from './measure/ground';
import { buildScratch, type Server, serve } from './measure/scratch';
import { type Shown, Waiting } from './measure/waiting';

export const name = 'kills';

/** A smaller crowd, and the build that is there already, for who only wants to see that it holds. */
const people = Number(process.env.CHARYE_BENCH_PEOPLE ?? 10_000);
const givenBuild = process.env.CHARYE_BENCH_BUILD;
const isSmall = people < 1_000;
const seats = Math.ceil(people / (isSmall ? 5 : 10));
const serverCount = 3;
const settleMs = isSmall ? 15_000 : 45_000;
/** After what happens is done. */
const afterMs = isSmall ? 8_000 : 25_000;
const asked = 25;

/** The servers behind the edge, each at a port that stays. */
class Servers {
  #servers: Server[] = [];

  constructor(private start: (port: number, keys: string) => Promise<Server>) {}

  async begin(ports: number[], keys: string): Promise<void> {
    this.#servers = await Promise.all(ports.map((port) => this.start(port, keys)));
  }

  async #replace(old: Server, keys: string, how: 'kill' | 'stop'): Promise<void> {
    await old[how]();
    const next = await this.start(old.port, keys);
    this.#servers = this.#servers.map((server) => (server === old ? next : server));
  }

  /** A server that is slow loses the lead for a moment, and nobody may have it. */
  async #one(leads: boolean): Promise<Server> {
    for (const until = performance.now() + 60_000; performance.now() < until; await wait(100)) {
      const found = this.#servers.find((server) => server.leads() === leads);
      if (found) return found;
    }
    throw new Error(leads ? 'nobody leads' : 'all lead');
  }

  killLeader = async (keys: string) => await this.#replace(await this.#one(true), keys, 'kill');
  killAnother = async (keys: string) => await this.#replace(await this.#one(false), keys, 'kill');
  restartAll = async (keys: string) => void (await Promise.all(this.#servers.map((server) => this.#replace(server, keys, 'kill'))));

  /** One after the other, as a deployment does it. */
  async redeploy(keys: string): Promise<void> {
    for (const server of [...this.#servers]) await this.#replace(server, keys, 'stop');
  }

  stop = async () => void (await Promise.all(this.#servers.map((server) => server.kill())));
}

export const run = (context: Context): Promise<Figure[]> =>
  onOwnGround(async (ground) => {
    const { root, folder, env } = ground;
    const project = givenBuild ? root : join(folder, 'project');
    if (!givenBuild) {
      context.say('kills: a copy of the project is built');
      await buildScratch(root, project, env);
    }
    await openRound({ seats, called: false, minSweep: 600 });
    const visitors = await crowd(people, { ticket: true });
    await database().$executeRaw`ANALYZE`;
    process.env.CHARYE_REDIS_SERVER ??= await findRedis(context.tools);
    const redis = await startRedis(await freePort(39_950));
    const ports: number[] = [];
    for (let index = 0; index < serverCount; index += 1) ports.push(await freePort((ports.at(-1) ?? 39_799) + 1));
    const start = (port: number, keys: string) =>
      serve({ folder: project, port, env: { ...env, REDIS_URL: redis.address, CHARYE_SIGNING_KEYS: keys }, build: givenBuild ?? '.next' });
    const servers = new Servers(start);
    const edge = await startEdge({ program: findNginx(context.tools), servers: ports, url: env.CHARYE_URL, from: 39_850 });
    const seed = (await drawOf(roundId))?.seed;
    if (!seed) throw new Error('not drawn');
    const waiting = new Waiting({ port: edge.port, origin: String(env.CHARYE_URL) }, seed, visitors);
    try {
      await servers.begin(ports, String(env.CHARYE_SIGNING_KEYS));
      return await measure(context, ground, servers, waiting, redis.address);
    } finally {
      waiting.stop();
      await edge.stop();
      await servers.stop();
      await redis.stop();
    }
  });

async function measure({ say }: Context, { env }: Ground, servers: Servers, waiting: Waiting, redis: string): Promise<Figure[]> {
  const keys = String(env.CHARYE_SIGNING_KEYS);
  const rotated = `9:${randomBytes(32).toString('base64')},${keys}`;
  const flush = async () => {
    const link = new Redis(redis, { protocol: 2 });
    await link.flushall();
    link.disconnect();
  };
  const events: [key: string, what: string, () => Promise<unknown>][] = [
    ['nothing_happens', 'the same time without any event', async () => undefined],
    ['the_leader_is_killed', 'SIGKILL', () => servers.killLeader(keys)],
    ['a_server_is_killed', 'SIGKILL', () => servers.killAnother(keys)],
    ['all_are_killed_and_started', 'SIGKILL of all at once', () => servers.restartAll(keys)],
    ['redis_is_flushed', 'FLUSHALL', flush],
    ['new_keys_are_deployed', 'one server after the other, the old key is still read', () => servers.redeploy(rotated)],
  ];
  waiting.start();
  await wait(settleMs);
  const before = await places();
  const numbers = await waiting.numbers(asked);
  const figures: Figure[] = [];
  let changed = 0;
  for (const [key, what, happens] of events) {
    const since = performance.now();
    await happens();
    const took = (performance.now() - since) / 1_000;
    await wait(afterMs);
    const now = await waiting.numbers(asked);
    changed += numbers.filter((number, index) => number !== now[index]).length;
    const { closedMs, entries } = waiting.gate(since, performance.now());
    say(`kills: ${key} ${JSON.stringify({ closedMs: rounded(closedMs), took: rounded(took), entries, ...waiting.counts })}`);
    const closed = Math.round(closedMs / 10) / 100;
    const figure = { key: `gate_closed_while_${key}_seconds`, value: closed, unit: 's', against: what };
    const note = `the longest time for which somebody called asked and nobody was let in; ${entries} entries in ${Math.round((performance.now() - since) / 1_000)} s; the event took ${took.toFixed(1)} s`;
    figures.push(key === 'nothing_happens' ? { ...figure, note } : { ...figure, reach: '≤ 5', reached: closed <= 5, note });
  }
  const { documentsBack, frontsBack } = waiting.counts;
  const shown = await judged(waiting.shown);
  const none = (key: string, value: number, against: string): Figure => ({
    ...{ key, value, unit: key.split('_')[0] ?? '', against },
    ...{ reach: '0', reached: value === 0 },
  });
  return [
    ...figures,
    none(
      'places_changed',
      changed + differing(before, await places()),
      `${people} tickets, and ${asked} people who asked after each event`,
    ),
    none(
      'fronts_moved_back',
      frontsBack + (await brokenChains()),
      `${waiting.counts.polls} polls (${documentsBack} were answered with an older document)`,
    ),
    none('estimates_off_by_more_than_their_range', shown.off, `${shown.compared} estimates of people who were called meanwhile`),
    none('seats_above_k', await seatsAbove(), `${seats} seats, ${waiting.entered} entries`),
  ];
}

/** All that a place is made of. */
async function places(): Promise<string[]> {
  const rows = await database().$queryRaw<{ person: string; late: number | null; key: string; draw: string }[]>`
    SELECT person_id::text AS person, late_position AS late, encode(s.ticket_key, 'hex') AS key, d.body::text AS draw
    FROM ticket JOIN round_secret s USING (round_id) JOIN draw_record d ON d.round_id = ticket.round_id AND d.kind = 'reveal'
    WHERE ticket.round_id = ${roundId} ORDER BY person_id`;
  return rows.map((row) => JSON.stringify(row));
}

const differing = (before: string[], after: string[]): number =>
  Math.abs(before.length - after.length) + before.filter((place, index) => place !== after[index]).length;

/** Stretches that do not begin where and when the one before them promised to end, or later. */
async function brokenChains(): Promise<number> {
  const [row] = await database().$queryRaw<{ broken: number }[]>`
    SELECT count(*)::int AS broken FROM front_segment next JOIN front_segment last USING (round_id, line)
    WHERE last.sequence = next.sequence - 1
      AND (next.from_position < last.to_position OR next.starts_at < last.ends_at OR next.to_position < next.from_position)`;
  return row?.broken ?? 0;
}

async function seatsAbove(): Promise<number> {
  const taken = await database().seat.count({ where: { roundId, expiresAt: { gt: new Date() } } });
  return Math.max(0, taken - seats);
}

/** Each estimate against the call that came: when the front passed the place, by its own record. */
async function judged(shown: Shown[]): Promise<{ off: number; compared: number }> {
  const chain = await database().$queryRaw<{ from: number; to: number; starts: number; ends: number }[]>`
    SELECT from_position AS from, to_position AS to, (extract(epoch FROM starts_at) * 1000)::float8 AS starts,
      (extract(epoch FROM ends_at) * 1000)::float8 AS ends
    FROM front_segment WHERE round_id = ${roundId} AND line = 'drawn' ORDER BY sequence`;
  const calledAt = (place: number) => {
    const stretch = chain.find(({ from, to }) => place >= from && place < to);
    return stretch && stretch.starts + ((stretch.ends - stretch.starts) * (place - stretch.from)) / (stretch.to - stretch.from);
  };
  const waits = shown.flatMap((one) => {
    const at = calledAt(one.place);
    return at === undefined ? [] : [{ ...one, waited: (at - one.at) / 1_000 }];
  });
  const off = waits.filter(({ waited, fromSeconds, toSeconds }) => waited < fromSeconds || waited > toSeconds).length;
  return { off, compared: waits.length };
}
