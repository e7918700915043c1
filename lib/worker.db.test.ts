import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { lineRound, person, standingOf } from '@/test/line';
import { mintOperator } from './identity/proof';
import { enter, issueTicket, setCallRate } from './line/commands';
import { readState } from './line/schema';
import { database } from './platform/database';
import { handOver } from './platform/leaving';
import { leadOnce, startLeading } from './worker';

/** A server process that may lead, ticking as the program does, until it is killed. */
function server(name: string) {
  const signal = new AbortController();
  const running = (async () => {
    while (!signal.signal.aborted) {
      await leadOnce(name);
      await wait(1_000, undefined, { signal: signal.signal }).catch(() => null);
    }
  })();
  return {
    name,
    kill: async () => {
      signal.abort();
      await running;
    },
  };
}

const servers: ReturnType<typeof server>[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.kill()));
  await database().lease.deleteMany();
});

const leader = async () => {
  const [row] = await database().$queryRaw<{ holder: string }[]>`SELECT holder FROM lease WHERE name = 'controller' AND until > now()`;
  return row?.holder ?? null;
};

const segments = (roundId: string) => database().frontSegment.findMany({ where: { roundId, line: 'drawn' }, orderBy: { sequence: 'asc' } });

async function secondsLearned(roundId: string): Promise<number> {
  const row = await database().lineState.findUnique({ where: { roundId } });
  return readState(row?.body)?.learned.seconds ?? 0;
}

/** Nothing goes back, nothing is left out, and no stretch is faster than a sweep may be. */
async function expectOneFuture(roundId: string, minSweep: number): Promise<void> {
  const chain = await segments(roundId);
  for (const [index, one] of chain.entries()) {
    const before = chain[index - 1];
    if (before) expect(one.fromPosition).toBe(before.toPosition);
    if (before) expect(one.startsAt.getTime()).toBeGreaterThanOrEqual(before.endsAt.getTime());
    const seconds = (one.endsAt.getTime() - one.startsAt.getTime()) / 1_000;
    // Times are kept to the millisecond.
    expect(one.toPosition - one.fromPosition).toBeLessThanOrEqual((seconds + 0.002) / minSweep);
  }
}

test('the leader is killed: another one goes on within its lease with what was learned; nobody changes place, and the gate never shuts', async () => {
  const minSweep = 120;
  const round = await lineRound(400, { minSweep });
  const people = await Promise.all(Array.from({ length: 40 }, () => person()));
  for (const who of people) await issueTicket(who, round.id);
  const places = () => Promise.all(people.map(async (who) => (await standingOf(who.personId, round.id)).place));
  const before = await places();

  const standings = await Promise.all(people.map(async (who) => ({ who, ...(await standingOf(who.personId, round.id)) })));
  const [head] = standings.sort((a, b) => a.place - b.place);
  if (!head) throw new Error('forty people');
  const called = async () => (await segments(round.id)).some((one) => one.fromPosition > head.place && one.startsAt < new Date());

  servers.push(server('a'), server('b'), server('c'));
  await vi.waitUntil(async () => (await called()) && (await secondsLearned(round.id)) >= 3, { timeout: 60_000, interval: 100 });
  const first = await leader();
  const learned = await secondsLearned(round.id);
  await servers.find(({ name }) => name === first)?.kill();

  const [lease] = await database().$queryRaw<{ short: boolean }[]>`SELECT until <= now() + interval '5 seconds' AS short FROM lease`;
  expect(lease?.short, 'the gate is without a leader for five seconds at most').toBe(true);

  // Nobody leads now; whoever was called enters all the same.
  expect(await enter(head.who, round.id, head.number)).toMatchObject({ ok: true });
  await vi.waitUntil(async () => ![first, null].includes(await leader()), { timeout: 60_000, interval: 50 });
  const resumedAt = (await segments(round.id)).length;
  await vi.waitUntil(async () => (await segments(round.id)).length > resumedAt + 1, { timeout: 60_000, interval: 100 });
  expect(await secondsLearned(round.id)).toBeGreaterThan(learned);
  expect(await places()).toEqual(before);
  await expectOneFuture(round.id, minSweep);
}, 240_000);

test('a scheduler that ticks rarely calls as many as one that ticks each second, and no sweep gets shorter', async () => {
  const minSweep = 1_000;
  const round = await lineRound(10, { minSweep });
  for (let index = 0; index < 2_000; index += 500) {
    const rows = Array.from({ length: 500 }, () => ({
      matchHash: new Uint8Array([1]),
      birthDate: new Date(0),
      name: new Uint8Array([1]),
      phone: new Uint8Array([1]),
      onRoll: true,
    }));
    const made = await database().person.createManyAndReturn({ data: rows, select: { id: true } });
    await database().ticket.createMany({ data: made.map(({ id }) => ({ roundId: round.id, personId: id })) });
  }
  const tick = async (secondsLater: number) => {
    await database()
      .$executeRaw`UPDATE front_segment SET starts_at = starts_at - make_interval(secs => ${secondsLater}), ends_at = ends_at - make_interval(secs => ${secondsLater}) WHERE round_id = ${round.id}`;
    await database().$executeRaw`UPDATE line_state SET at = at - make_interval(secs => ${secondsLater}) WHERE round_id = ${round.id}`;
    expect(await leadOnce('schedule')).toBe(true);
  };
  await tick(0);
  const reached = async () => (await segments(round.id)).at(-1)?.toPosition ?? 0;
  const start = await reached();
  await tick(25);
  await tick(25);
  const sparse = (await reached()) - start;
  // 2K/240 people a second of 2,000, for fifty seconds.
  expect(sparse * 2_000).toBeGreaterThan(0.8 * 50 * (20 / 240));
  expect(sparse * 2_000).toBeLessThanOrEqual(1.05 * 50 * (20 / 240));
  await expectOneFuture(round.id, minSweep);
});

test('an operator’s rate of 0 stops the fronts, and taking it away lets them go on', async () => {
  const operator = mintOperator({ sessionId: 's', personId: 'operator' });
  const round = await lineRound(100, { minSweep: 60 });
  await issueTicket(await person(), round.id);
  await setCallRate(operator, round.id, 0);
  const later = async () => {
    await database().$executeRaw`UPDATE line_state SET at = at - interval '1 s' WHERE round_id = ${round.id}`;
    expect(await leadOnce('schedule')).toBe(true);
  };
  await later();
  await later();
  expect(await segments(round.id)).toEqual([]);
  expect(await setCallRate(operator, round.id, null)).toBe(true);
  expect(await setCallRate(operator, round.id, null)).toBe(false);
  await later();
  expect(await segments(round.id)).not.toEqual([]);
  await expect(setCallRate(operator, round.id, -1)).rejects.toThrow(/round_call_rate/);
});

test('a leader that is stopped gives the lead back, and takes it no more', async () => {
  startLeading();
  await expect.poll(leader, { timeout: 30_000 }).not.toBeNull();
  const first = await leader();
  await database().$executeRaw`UPDATE lease SET until = now() + interval '1 hour'`;
  await handOver();
  expect(await leader()).toBeNull();
  expect(await leadOnce('next')).toBe(true);
  expect(first).not.toBe('next');
});
