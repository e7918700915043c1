import { beforeEach, describe, expect, it, vi } from 'vitest';
import { enter, issueTicket } from '@/lib/line/commands';
import { digestOf } from '@/lib/line/place';
import { levelOf } from '@/lib/line/presence';
import { documentOf, drawOf } from '@/lib/line/queries';
import { advanceFronts } from '@/lib/line/worker';
import { database } from '@/lib/platform/database';
import { aSecondLater, lineRound, moveFront, person, standingOf } from '@/test/line';
import { noteEntry, report } from './commands';
import { estimateTag } from './estimate-tag';
import { accuracyOfRound } from './queries';
import { forgetOldNodes, type Node, ownNode, writeNode } from './worker';

const shared = globalThis as { charyeNode?: Node };

/** Another server process over the same database. */
function newServer(): Node {
  shared.charyeNode = undefined;
  return ownNode();
}

beforeEach(() => void newServer());

async function inOrder(roundId: string, count: number) {
  const people = await Promise.all(
    Array.from({ length: count }, async () => {
      const who = await person();
      await issueTicket(who, roundId);
      return { who, ...(await standingOf(who.personId, roundId)) };
    }),
  );
  return people.sort((a, b) => a.place - b.place);
}

const rows = (roundId: string) => database().linePresence.findMany({ where: { roundId }, orderBy: { at: 'asc' } });

/** The leader's state with other values published; the document is a second old at most. */
async function publish(roundId: string, path: string, value: number): Promise<void> {
  await advanceFronts();
  await database().$executeRaw`
    UPDATE line_state SET body = jsonb_set(body, string_to_array(${path}, ' '), to_jsonb(${value}::float8)) WHERE round_id = ${roundId}`;
  const read = async () =>
    path
      .split(' ')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], await documentOf(roundId));
  await vi.waitUntil(async () => (await read()) === value, { timeout: 60_000, interval: 50 });
}

describe('a report', () => {
  it('counts once, and leaves one row of the server, whatever the number of people', async () => {
    const round = await lineRound(10);
    const people = await inOrder(round.id, 5);
    for (const { number } of people) await report(round.id, number, true);
    for (const { number } of people) await report(round.id, number, false);
    await writeNode();
    expect(await rows(round.id)).toMatchObject([{ node: ownNode().id, reports: 5n, people: 5n, newcomers: 5n }]);
    await writeNode();
    expect(await rows(round.id)).toHaveLength(1);
  });

  it('of whom the front has called, or before the draw, or of an unknown round, is nothing', async () => {
    const [round, early] = [await lineRound(10), await lineRound(10, { drawInMinutes: 10, opensInMinutes: 20 })];
    const [first, second] = await inOrder(round.id, 2);
    if (!first || !second) throw new Error('two people');
    await moveFront(round.id, 'drawn', (first.place + second.place) / 2);
    for (const { number } of [first, second]) await report(round.id, number, false);
    await report(early.id, first.number, false);
    await report('no-such-round', first.number, false);
    await writeNode();
    expect(await database().linePresence.findMany({ where: { node: ownNode().id } })).toMatchObject([{ roundId: round.id, reports: 1n }]);
  });

  it('of a ticket whose level was not asked is nothing, and the others stand for as many', async () => {
    const round = await lineRound(10);
    const people = await inOrder(round.id, 24);
    await publish(round.id, 'published report', 2);
    const seed = (await drawOf(round.id))?.seed;
    if (!seed) throw new Error('drawn');
    const levels = await Promise.all(people.map(async ({ number }) => levelOf((await digestOf(seed, number)).getUint32(28))));
    const asked = levels.filter((level) => level >= 2).length;
    for (const { number } of people) await report(round.id, number, false);
    await writeNode();
    const sum = (await rows(round.id))[0];
    expect(sum?.reports ?? 0n).toBe(BigInt(asked));
    expect(sum?.people ?? 0n).toBe(BigInt(4 * asked));
  });
});

describe('several servers', () => {
  it('are added up by the leader, and one that is gone ages out of the count', async () => {
    const round = await lineRound(2, { minSweep: 1_000_000 });
    const people = await inOrder(round.id, 12);
    const servers = [newServer(), newServer(), newServer()];
    const heard = async () =>
      (await database().lineState.findUniqueOrThrow({ where: { roundId: round.id } })).body as { learned: { densities: number[] } };
    await advanceFronts();
    for (const [index, { number }] of people.entries()) {
      shared.charyeNode = servers[index % 3];
      await report(round.id, number, false);
    }
    for (const server of servers) await writeNode(server);
    await aSecondLater(round.id);
    const before = await database().lineState.findUniqueOrThrow({ where: { roundId: round.id } });
    await advanceFronts();
    const after = await database().lineState.findUniqueOrThrow({ where: { roundId: round.id } });
    const perSecond = (await heard()).learned.densities.at(-1) ?? 0;
    expect(perSecond * Math.floor((after.at.getTime() - before.at.getTime()) / 1_000)).toBeCloseTo(12);
    // Nobody reports any more: all three died. A minute later nobody of them counts.
    for (let second = 0; second < 60; second += 1) {
      await aSecondLater(round.id);
      await advanceFronts();
    }
    expect((await heard()).learned.densities.reduce((sum, one) => sum + one, 0)).toBe(0);
    await database().$executeRaw`UPDATE line_presence SET at = at - interval '2 hours'`;
    await database().$executeRaw`UPDATE line_node SET at = at - interval '2 hours'`;
    await forgetOldNodes();
    expect(await rows(round.id)).toEqual([]);
    await aSecondLater(round.id);
    await advanceFronts();
    expect((await heard()).learned.densities.at(-1)).toBe(0);
  });

  it('the rows of a server that lives stay, also when nobody has reported for hours', async () => {
    const round = await lineRound(10);
    const [one] = await inOrder(round.id, 1);
    await report(round.id, one?.number ?? '', false);
    await writeNode();
    await database().$executeRaw`UPDATE line_presence SET at = at - interval '2 hours'`;
    await forgetOldNodes();
    expect(await rows(round.id)).toHaveLength(1);
  });

  it('a write that fails is made good by the next one', async () => {
    const round = await lineRound(10);
    const [one] = await inOrder(round.id, 1);
    await report(round.id, one?.number ?? '', false);
    await database().$executeRaw`ALTER TABLE line_presence RENAME TO line_presence_gone`;
    await expect(writeNode()).rejects.toThrow();
    await database().$executeRaw`ALTER TABLE line_presence_gone RENAME TO line_presence`;
    await writeNode();
    expect(await rows(round.id)).toMatchObject([{ reports: 1n }]);
  });

  it('a write that was overtaken takes nothing back', async () => {
    const round = await lineRound(10);
    const [one, two] = await inOrder(round.id, 2);
    const node = ownNode();
    const late = { ...newServer(), id: node.id };
    await report(round.id, one?.number ?? '', false);
    shared.charyeNode = node;
    for (const who of [one, two]) await report(round.id, who?.number ?? '', false);
    await writeNode(node);
    await writeNode(late);
    expect(await rows(round.id)).toMatchObject([{ reports: 2n, people: 2n }]);
  });
});

describe('the estimate’s own record', () => {
  const estimates = (roundId: string) => database().lineEstimate.findMany({ where: { roundId }, orderBy: { id: 'asc' } });

  /** A round whose front moves, so that there is something to estimate. */
  async function movingRound() {
    const round = await lineRound(10, { minSweep: 100 });
    // The front is at a tenth at most when the test is over.
    const people = (await inOrder(round.id, 12)).filter(({ place }) => place > 0.3);
    await publish(round.id, 'published pace speed', 0.001);
    return { round, people };
  }

  it('keeps what a reporting ticket was shown, once in five minutes, over all servers, and nothing that names anybody', async () => {
    const { round, people } = await movingRound();
    const last = people.at(-1);
    if (!last) throw new Error('four people');
    for (let server = 0; server < 3; server += 1) {
      newServer();
      await report(round.id, last.number, false);
      await writeNode();
    }
    const [kept, ...more] = await estimates(round.id);
    expect(more).toEqual([]);
    expect(kept?.tag).toBe(estimateTag(round.id, last.number));
    expect(kept?.toSeconds).toBeGreaterThan(kept?.fromSeconds ?? Number.POSITIVE_INFINITY);
    expect(JSON.stringify(kept)).not.toContain(last.number);
    await database().$executeRaw`UPDATE line_estimate SET at = at - interval '6 minutes'`;
    newServer();
    await report(round.id, last.number, false);
    await writeNode();
    expect(await estimates(round.id)).toHaveLength(2);
  });

  it('is compared with the time until the call and at the gate, not with how long the person took to come', async () => {
    const { round, people } = await movingRound();
    const [first, second] = people;
    if (!first || !second) throw new Error('people');
    for (const { number } of [first, second]) await report(round.id, number, false);
    await writeNode();
    await database().$executeRaw`UPDATE line_estimate SET at = at - interval '500 s'`;
    // Called 300 s ago, so 200 s after the estimate.
    await database().$executeRaw`DELETE FROM front_segment WHERE round_id = ${round.id}`;
    await moveFront(round.id, 'drawn', (first.place + second.place) / 2, 300);
    expect(await enter(first.who, round.id, first.number)).toMatchObject({ ok: true });
    await noteEntry(first.who.personId, round.id, first.number);
    await writeNode();
    const [done, open] = await estimates(round.id).then((all) => all.sort((a, b) => Number(a.waited === null) - Number(b.waited === null)));
    expect(done).toMatchObject({ tag: null });
    expect(Math.abs((done?.waited ?? 0) - 200)).toBeLessThan(5);
    expect(open).toMatchObject({ waited: null, tag: estimateTag(round.id, second.number) });
  });

  it('says nothing before a hundred comparisons, and then the share inside the range and the median error', async () => {
    const round = await lineRound(10);
    const add = (roundId: string, count: number, waited: number, middleSeconds: number | null) =>
      database().lineEstimate.createMany({
        data: Array.from({ length: count }, () => ({ roundId, at: new Date(), fromSeconds: 100, toSeconds: 300, middleSeconds, waited })),
      });
    await add(round.id, 60, 200, 220);
    await add(round.id, 39, 400, null);
    expect(await accuracyOfRound(round.id)).toEqual({ round: round.id, known: false });
    const [few, many] = [await lineRound(10), await lineRound(10)];
    await add(few.id, 60, 200, 220);
    await add(few.id, 40, 400, null);
    expect(await accuracyOfRound(few.id)).toEqual({ round: few.id, known: true, compared: 100, insideRange: 0.6, medianError: null });
    await add(many.id, 150, 200, 220);
    await add(many.id, 100, 400, 420);
    expect(await accuracyOfRound(many.id)).toMatchObject({ compared: 250, insideRange: 0.6, medianError: 0.1 });
    expect(await accuracyOfRound('no-such-round')).toBeNull();
  });
});
