import { expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { clinicWith, databaseNow, delivered, expectCountersToHold, openRound } from '@/test/booking';
import { killedAfter } from '@/test/killing';
import { bookedOnOneLot, bookMany, leftOnQuarantined, operator, reasons, recallOf, statesOf } from '@/test/recall';
import { endDisruption, openRecall, pauseProgramme } from './commands';
import { seeToDisplaced } from './worker';

test('a worker killed half-way, twice, and its successor find everybody, move everybody once and tell everybody once', async () => {
  const { lot, world } = await bookedOnOneLot({ clinics: 5, people: 100, spare: 5 });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  expect(await killedAfter(recall.id, 100)).toBe('SIGKILL');
  expect(await killedAfter(recall.id, 250)).toBe('SIGKILL');
  expect((await statesOf(recall.id)).found, 'half-way').toBeGreaterThan(0);
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database(), { batch: 50 });
  expect(await statesOf(recall.id)).toEqual({ moved: 500 });
  expect(await leftOnQuarantined()).toEqual([]);
  const told = await database().$queryRaw`
    SELECT booking.id FROM booking LEFT JOIN notice ON notice.person_id = booking.person_id AND notice.template = 'recall'
      LEFT JOIN booking_event ON booking_event.booking_id = booking.id AND booking_event.kind = 'moved'
     WHERE booking.campaign_id = ${world.campaignId} GROUP BY booking.id HAVING count(notice.id) <> 1 OR count(booking_event.id) <> 1 OR max(booking.moves) <> 1`;
  expect(told).toEqual([]);
  await expectCountersToHold();
});

const inDays = async (days: number) => new Date((await databaseNow()).getTime() + days * 86_400_000);

/** So many people booked in two days, and as many places a week from now. */
async function beforePause(people: number) {
  const world = await openRound();
  const { clinicId } = await clinicWith(world, []);
  await bookMany(world, { clinicId, deliveryId: await delivered(clinicId, 'P2', { doses: people }), people, inDays: 2 });
  await clinicWith(world, [people], { fromMinutes: 7 * 24 * 60 });
  return world;
}

/** Who was not told exactly once of each of these, or moved so often. */
const astray = (campaignId: string, templates: string[], moves: number): Promise<unknown[]> => database().$queryRaw`
  SELECT booking.id FROM booking CROSS JOIN unnest(${templates}::text[]) AS one (template)
    LEFT JOIN notice ON notice.person_id = booking.person_id AND notice.template = one.template
   WHERE booking.campaign_id = ${campaignId} GROUP BY booking.id, one.template HAVING count(notice.id) <> 1 OR max(booking.moves) <> ${moves}`;

test('a pause whose worker is killed half-way, twice, moves everybody to after its end once and tells everybody once', async () => {
  const world = await beforePause(300);
  const pause = { ...reasons(), campaign: world.campaignId, move: true, toAt: await inDays(5) };
  await pauseProgramme(operator, pause);
  expect(await killedAfter(pause.id, 60)).toBe('SIGKILL');
  expect(await killedAfter(pause.id, 150)).toBe('SIGKILL');
  expect((await statesOf(pause.id)).found, 'half-way').toBeGreaterThan(0);
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database(), { batch: 50 });
  expect(await statesOf(pause.id)).toEqual({ moved: 300 });
  expect(await astray(world.campaignId, ['booking-changed'], 1)).toEqual([]);
  await expectCountersToHold();
});

test('the end of a pause is told to everybody once, though whoever tells it is killed half-way', async () => {
  const world = await beforePause(200);
  const pause = { ...reasons(), campaign: world.campaignId, move: false, toAt: null };
  await pauseProgramme(operator, pause);
  await seeToDisplaced(database());
  expect(await statesOf(pause.id)).toEqual({ told: 200 });
  await endDisruption(operator, pause.id);
  expect(await killedAfter(pause.id, 60, 'kept')).toBe('SIGKILL');
  expect((await statesOf(pause.id)).told, 'half-way').toBeGreaterThan(0);
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database(), { batch: 50 });
  expect(await statesOf(pause.id)).toEqual({ kept: 200 });
  expect(await astray(world.campaignId, ['programme-paused', 'programme-resumed'], 0)).toEqual([]);
});
