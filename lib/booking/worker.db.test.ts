import { afterEach, describe, expect, test } from 'vitest';
import { database, Prisma } from '@/lib/platform/database';
import { clinicWith, databaseNow, expectCountersToHold, heldBy, openRound, passesOf, passOf, taken } from '@/test/booking';
import { confirmHold, holdSlot } from './commands';
import { extendHolds } from './sql';
import { reapHolds } from './worker';

afterEach(expectCountersToHold);

describe('holds that run out', () => {
  test('reaping and confirming at once: each hold ends in one of the two, and its place is counted right', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [20, 20]);
    const passes = await passesOf(world, 30);
    const ids = await Promise.all(passes.map((pass, index) => heldBy(pass, slots[index % 2] ?? 0)));
    const soon = new Date((await databaseNow()).getTime() + 80);
    await database().booking.updateMany({ where: { id: { in: ids } }, data: { heldUntil: soon } });
    // One after the other: the first are in time, the last too late.
    const confirming = passes.reduce(
      (before, pass, index) => before.then(async (kept) => kept + ((await confirmHold(pass, ids[index] ?? '')).ok ? 1 : 0)),
      Promise.resolve(0),
    );
    let reaped = 0;
    while ((await databaseNow()) < soon || (await database().booking.count({ where: { id: { in: ids }, status: 'held' } })) > 0) {
      reaped += await reapHolds(database());
    }
    const kept = await confirming;
    expect(kept + reaped).toBe(30);
    expect((await taken(slots[0] ?? 0)) + (await taken(slots[1] ?? 0))).toBe(kept);
  });

  test('several reapers and people moving their run-out holds at once', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [30, 30]);
    const passes = await passesOf(world, 30);
    await Promise.all(passes.map((pass, index) => holdSlot(pass, slots[index % 2] ?? 0)));
    await database().booking.updateMany({ where: { roundId: world.roundId }, data: { heldUntil: new Date(0) } });
    await Promise.all([
      ...passes.map((pass, index) => holdSlot(pass, slots[(index + 1) % 2] ?? 0)),
      ...Array.from({ length: 5 }, () => reapHolds(database())),
    ]);
    await reapHolds(database());
    expect((await taken(slots[0] ?? 0)) + (await taken(slots[1] ?? 0))).toBe(30);
  });

  test('while a round is paused its holds stay', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3]);
    await heldBy(await passOf(world), slots[0] ?? 0);
    await database().booking.updateMany({ where: { roundId: world.roundId }, data: { heldUntil: new Date(0) } });
    await database().round.update({ where: { id: world.roundId }, data: { pausedAt: await databaseNow() } });
    expect(await reapHolds(database())).toBe(0);
    expect(await taken(slots[0] ?? 0)).toBe(1);
  });

  test('a hold is extended with its pass, never beyond it, and not when it has run out', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3]);
    const [live, over] = [await passOf(world), await passOf(world)];
    const [held, gone] = [await heldBy(live, slots[0] ?? 0), await heldBy(over, slots[0] ?? 0)];
    const now = await databaseNow();
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    await database().booking.update({ where: { id: held }, data: { heldUntil: at(10) } });
    await database().booking.update({ where: { id: gone }, data: { heldUntil: at(-1) } });
    for (const [pass, expiresAt] of [
      [live, at(120)],
      [over, at(120)],
    ] as const) {
      await database().$queryRaw(
        extendHolds(Prisma.sql`SELECT ${pass.passId}::uuid AS pass_id, ${expiresAt}::timestamptz AS expires_at, 300 AS hold_length`),
      );
    }
    expect((await database().booking.findUniqueOrThrow({ where: { id: held } })).heldUntil).toEqual(at(120));
    expect((await database().booking.findUniqueOrThrow({ where: { id: gone } })).heldUntil).toEqual(at(-1));
  });
});
