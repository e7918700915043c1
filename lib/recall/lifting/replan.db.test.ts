import { afterEach, expect, test } from 'vitest';
import { seoulInstant } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { planShares } from '@/lib/supply/commands';
import { planClinics } from '@/lib/supply/worker';
import { databaseNow } from '@/test/booking';
import { operator, reasons, recallOf } from '@/test/recall';
import { misplanned, type Supply, sharesAt, stockedClinic, supplyWorld } from '@/test/supply';
import { closeClinic, endDisruption, liftRecall, openRecall } from '../commands';
import { replanAfter } from './worker';

afterEach(async () => expect(await misplanned()).toEqual([]));

const plan = async (world: Supply) => planShares(database(), world.campaignId, await databaseNow());
async function planned() {
  const world = await supplyWorld([1, 1]);
  const { clinicId, deliveryId } = await stockedClinic(world, [8], 100);
  const elsewhere = await stockedClinic(world, [4], 100);
  await plan(world);
  const { lotNumber } = await database().delivery.findUniqueOrThrow({ where: { id: deliveryId } });
  return { world, clinicId, lotNumber, elsewhere: elsewhere.clinicId };
}
const places = (shares: string[]) => shares.reduce((sum, share) => sum + Number(share.split(':')[2]), 0);

test('what was shared out without a recalled vaccine is shared out with it once the recall is lifted, there and nowhere else', async () => {
  const { world, clinicId, lotNumber, elsewhere } = await planned();
  await database().slot.updateMany({ where: { clinicId: elsewhere }, data: { capacity: 6 } });
  const recall = recallOf(lotNumber);
  await openRecall(operator, recall);
  expect(await replanAfter(database(), planClinics), 'it goes on').toBe(0);
  await planShares(database(), world.campaignId, await databaseNow(), { only: [clinicId] });
  expect(places(await sharesAt(world, clinicId))).toBe(0);
  await liftRecall(operator, { ...reasons(), id: recall.id });
  expect(await replanAfter(database(), planClinics)).toBeGreaterThan(0);
  expect(places(await sharesAt(world, clinicId))).toBe(8);
  expect(places(await sharesAt(world, elsewhere))).toBe(4);
  expect(await replanAfter(database(), planClinics), 'once').toBe(0);
});

test('where nobody has shared out meanwhile it changes nothing', async () => {
  const { world, clinicId, lotNumber } = await planned();
  const before = await sharesAt(world, clinicId);
  const recall = recallOf(lotNumber);
  await openRecall(operator, recall);
  await liftRecall(operator, { ...reasons(), id: recall.id });
  expect(await replanAfter(database(), planClinics)).toBe(0);
  expect(await sharesAt(world, clinicId)).toEqual(before);
});

test('half hours of a closure that is over count again, whoever had shared out without them', async () => {
  const { world, clinicId } = await planned();
  const closure = { ...reasons(), clinic: clinicId, move: true, fromAt: await databaseNow(), toAt: seoulInstant('2099-01-01', '10:00') };
  await closeClinic(operator, closure);
  await plan(world);
  expect(places(await sharesAt(world, clinicId))).toBe(0);
  await endDisruption(operator, closure.id);
  await replanAfter(database(), planClinics);
  expect(places(await sharesAt(world, clinicId))).toBe(8);
});
