import { expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { expectCountersToHold } from '@/test/booking';
import { killedAfter } from '@/test/killing';
import { bookedOnOneLot, leftOnQuarantined, operator, recallOf, statesOf } from '@/test/recall';
import { openRecall } from './commands';
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
