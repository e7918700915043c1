import { afterEach, expect, test } from 'vitest';
import { connect, database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { databaseNow, openRound } from '@/test/booking';
import { untilWaiting } from '@/test/locks';
import { misplanned, sharesAt, stockedClinic, supplyWorld } from '@/test/supply';
import { planShares } from './commands';

afterEach(async () => expect(await misplanned()).toEqual([]));

test('a clinic’s days go to the rounds by their weights, and again changes nothing', async () => {
  const world = await supplyWorld([1, 3]);
  const { clinicId } = await stockedClinic(world, [8, 4], 100);
  const now = await databaseNow();
  await planShares(database(), world.campaignId, now);
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:2:0', '1:1:6:0', '2:0:1:0', '2:1:3:0']);
  expect(await planShares(database(), world.campaignId, now)).toBe(0);
});

test('the cohort’s size counts where no weight is set', async () => {
  const world = await supplyWorld([1, 1], { shareWeight: null });
  await database().round.update({ where: { id: world.rounds[1] ?? '' }, data: { cohortSize: 300 } });
  const { clinicId } = await stockedClinic(world, [8], 100);
  await planShares(database(), world.campaignId, await databaseNow());
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:2:0', '1:1:6:0']);
});

test('doses bound it where half hours do not, and more doses are shared out when they come', async () => {
  const world = await supplyWorld([1, 1]);
  const { clinicId, deliveryId } = await stockedClinic(world, [8], 4);
  const now = await databaseNow();
  await planShares(database(), world.campaignId, now);
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:2:0', '1:1:2:0']);
  await database().delivery.update({ where: { id: deliveryId }, data: { doses: 100 } });
  await planShares(database(), world.campaignId, now);
  // What is published stays; the rest goes to the round that has not opened.
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:2:0', '1:1:6:0']);
});

test('vaccine that must not be used is taken back, save what people have', async () => {
  const world = await supplyWorld([1, 1]);
  const { clinicId, deliveryId } = await stockedClinic(world, [8], 100);
  const now = await databaseNow();
  await planShares(database(), world.campaignId, now);
  await database().share.updateMany({ where: { clinicId, roundId: world.rounds[0] ?? '' }, data: { taken: 3 } });
  await database().delivery.update({ where: { id: deliveryId }, data: { quarantinedAt: now } });
  await planShares(database(), world.campaignId, now);
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:3:3', '1:1:0:0']);
});

test('closed half hours are, too', async () => {
  const world = await supplyWorld([1, 1]);
  const { clinicId } = await stockedClinic(world, [8], 100);
  const now = await databaseNow();
  await planShares(database(), world.campaignId, now);
  await database().slot.updateMany({ where: { clinicId }, data: { closedAt: now } });
  await planShares(database(), world.campaignId, now);
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:0:0', '1:1:0:0']);
});

test('a round that comes later shares with those that have not opened', async () => {
  const world = await supplyWorld([1, 1, 1]);
  const { clinicId } = await stockedClinic(world, [12], 100);
  const now = await databaseNow();
  await planShares(database(), world.campaignId, now);
  const opensAt = new Date(now.getTime() + 86_400_000);
  const times = { drawAt: opensAt, opensAt, closesAt: new Date(opensAt.getTime() + 1) };
  world.rounds.push((await openRound({ campaignId: world.campaignId, sequence: 9, shareWeight: 2, ...times })).roundId);
  await planShares(database(), world.campaignId, now);
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:4:0', '1:1:2:0', '1:2:2:0', '1:3:4:0']);
});

test('what is taken meanwhile is never cut off: claims and plans at once', async () => {
  const world = await supplyWorld([1, 1]);
  const { clinicId } = await stockedClinic(world, [40], 100);
  const now = await databaseNow();
  await planShares(database(), world.campaignId, now);
  const [share] = await database().share.findMany({ where: { clinicId, roundId: world.rounds[0] ?? '' } });
  const claim = () => database().$executeRaw`UPDATE share SET taken = taken + 1 WHERE id = ${share?.id} AND taken < quota`;
  const shut = async () => {
    await database().slot.updateMany({ where: { clinicId }, data: { closedAt: now } });
    return planShares(database(), world.campaignId, now);
  };
  await Promise.all([...Array.from({ length: 15 }, claim), shut(), ...Array.from({ length: 15 }, claim)]);
  const after = await database().share.findUniqueOrThrow({ where: { id: share?.id ?? 0 } });
  expect(after.taken).toBeGreaterThan(0);
  await planShares(database(), world.campaignId, now);
  expect(await database().share.findUniqueOrThrow({ where: { id: after.id } })).toMatchObject({ quota: after.taken, taken: after.taken });
});

test('what is handed on while a plan is written stays with whom it came to, and the plan is made with it', async () => {
  const world = await supplyWorld([1, 1]);
  const { clinicId, deliveryId } = await stockedClinic(world, [8], 8);
  const now = await databaseNow();
  await planShares(database(), world.campaignId, now);
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:4:0', '1:1:4:0']);
  await database().slot.updateMany({ where: { clinicId }, data: { capacity: 10 } });
  await database().delivery.update({ where: { id: deliveryId }, data: { doses: 10 } });
  const aside = connect(env().DATABASE_URL, 1);
  const planning = await aside.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`
        UPDATE share SET quota = quota + CASE round_id WHEN ${world.rounds[1]} THEN 3 ELSE -3 END, received = CASE round_id WHEN ${world.rounds[1]} THEN 3 ELSE 0 END
         WHERE clinic_id = ${clinicId}`;
      const writing = planShares(database(), world.campaignId, now);
      await untilWaiting(1);
      // In an array: else the transaction would wait for what waits for it.
      return [writing];
    },
    { timeout: 120_000 },
  );
  await Promise.all(planning);
  await aside.$disconnect();
  expect(await sharesAt(world, clinicId)).toEqual(['1:0:1:0', '1:1:9:0']);
});

test('two programmes with a vaccine each do not share out the same half hours', async () => {
  const [one, other] = [await supplyWorld([1]), await supplyWorld([1])];
  const { clinicId } = await stockedClinic(one, [8], 5);
  const { clinicId: there } = await stockedClinic(other, [], 100);
  await database().delivery.updateMany({ where: { clinicId: there }, data: { clinicId } });
  const now = await databaseNow();
  for (const world of [one, other, one]) await planShares(database(), world.campaignId, now);
  const quotas = await database().share.groupBy({ by: ['roundId'], where: { clinicId }, _sum: { quota: true } });
  const of = (world: typeof one) => quotas.find(({ roundId }) => roundId === world.rounds[0])?._sum.quota;
  expect([of(one), of(other)]).toEqual([5, 3]);
});

test('more places than the delivery accounts for can’t be written', async () => {
  const world = await supplyWorld([1, 1]);
  const { clinicId } = await stockedClinic(world, [8], 100);
  await planShares(database(), world.campaignId, await databaseNow());
  await expect(database().$executeRaw`UPDATE share SET quota = quota + 1 WHERE clinic_id = ${clinicId}`).rejects.toThrow();
  await expect(database().$executeRaw`UPDATE share SET quota = quota - 1 WHERE clinic_id = ${clinicId}`).rejects.toThrow();
});
