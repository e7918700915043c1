import { afterEach, expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { databaseNow } from '@/test/booking';
import { misplanned, type Supply, sharesAt, stockedClinic, supplyWorld } from '@/test/supply';
import { planShares } from './commands';
import { handOnShares } from './worker';

afterEach(async () => expect(await misplanned()).toEqual([]));

const ago = (now: Date, minutes: number) => new Date(now.getTime() - minutes * 60_000);
const close = async (world: Supply, round: number, minutes = 5) => {
  const at = ago(await databaseNow(), minutes);
  await database().round.update({
    where: { id: world.rounds[round] ?? '' },
    data: { opensAt: ago(at, 60), drawAt: ago(at, 90), closesAt: at },
  });
};
const take = (world: Supply, round: number, taken: number) =>
  database().share.updateMany({ where: { roundId: world.rounds[round] ?? '' }, data: { taken } });
const all = async () => {
  for (let turns = 0; turns < 20 && (await handOnShares(database())) > 0; ) turns += 1;
};

async function planned(weights: number[], places = [8]) {
  const world = await supplyWorld(weights);
  const { clinicId } = await stockedClinic(world, places, 1_000);
  await planShares(database(), world.campaignId, await databaseNow());
  return { world, clinicId, shares: () => sharesAt(world, clinicId) };
}

test('what a closed round left goes to the next, and what is taken stays', async () => {
  const { world, shares } = await planned([1, 1, 2]);
  await take(world, 0, 1);
  await close(world, 0);
  await all();
  expect(await shares()).toEqual(['1:0:1:1', '1:1:3:0', '1:2:4:0']);
  expect(await handOnShares(database())).toBe(0);
  expect(await database().round.findUniqueOrThrow({ where: { id: world.rounds[0] ?? '' } })).toHaveProperty('handedOnAt', expect.any(Date));
});

test('the next round need not have had a share; one that is over itself is passed by', async () => {
  const { world, shares } = await planned([1, 0, 0, 1]);
  await close(world, 0, 40);
  await close(world, 1, 5);
  await all();
  expect(await shares()).toEqual(['1:0:0:0', '1:2:4:0', '1:3:4:0']);
});

test('not before its time', async () => {
  const { world, shares } = await planned([1, 1]);
  await close(world, 0);
  const later = new Date((await databaseNow()).getTime() + 60_000);
  await database().round.update({ where: { id: world.rounds[0] ?? '' }, data: { handOnAt: later } });
  await all();
  expect(await shares()).toEqual(['1:0:4:0', '1:1:4:0']);
});

test('what is cancelled later goes the same way', async () => {
  const { world, shares } = await planned([1, 1]);
  await take(world, 0, 4);
  await close(world, 0);
  await all();
  expect(await shares()).toEqual(['1:0:4:4', '1:1:4:0']);
  await take(world, 0, 1);
  expect(await database().freedShare.count()).toBe(1);
  await all();
  expect(await shares()).toEqual(['1:0:1:1', '1:1:7:0']);
  expect(await database().freedShare.count()).toBe(0);
});

test('after the last round nothing moves', async () => {
  const { world, shares } = await planned([1]);
  await close(world, 0);
  await all();
  expect(await shares()).toEqual(['1:0:8:0']);
});

test('two leaders and people who cancel at once: every place is somewhere', async () => {
  const { world, clinicId } = await planned(
    [1, 1],
    Array.from({ length: 30 }, () => 20),
  );
  await take(world, 0, 10);
  await close(world, 0);
  const giveBack = () =>
    database()
      .$executeRaw`UPDATE share SET taken = taken - 1 WHERE clinic_id = ${clinicId} AND round_id = ${world.rounds[0]} AND taken > 5`;
  const steps = Array.from({ length: 6 }, () => [handOnShares(database()), giveBack(), handOnShares(database())]).flat();
  // Two statements that lock the same shares in one go may collide: the one that loses left no trace.
  await Promise.allSettled(steps);
  await all();
  const sums = await database().$queryRaw<{ quota: number; left: number }[]>`
    SELECT sum(quota)::int AS quota, (sum(quota - taken) FILTER (WHERE round_id = ${world.rounds[0]}))::int AS left
      FROM share WHERE clinic_id = ${clinicId}`;
  expect(sums).toEqual([{ quota: 600, left: 0 }]);
});
