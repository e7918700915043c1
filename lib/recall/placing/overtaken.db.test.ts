import { afterEach, expect, test } from 'vitest';
import { confirmHold, moveBooking } from '@/lib/booking/commands';
import { bookDueSeconds } from '@/lib/booking/second-dose/worker';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { connect, database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { beneficiary, clinicWith, delivered, expectCountersToHold, heldBy, openRound, passOf, secondAt } from '@/test/booking';
import { untilWaiting } from '@/test/locks';
import { bookedOnOneLot, operator, recallOf, statesOf } from '@/test/recall';
import { openRecall } from '../commands';
import { findDisplaced, seeToDisplaced } from '../worker';

afterEach(expectCountersToHold);

const settle = async () => {
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database());
};

/** Somebody with a first dose in four days, of a lot of its own, and ten days after it the only other place there is. */
async function firstDose(seconds: number[]) {
  const world = await openRound();
  const { clinicId, slots } = await clinicWith(world, [1]);
  const { startsAt } = await database().slot.findUniqueOrThrow({ where: { id: slots[0] ?? 0 } });
  const dayAfter = (days: number) => addDays(seoulDate(startsAt), days);
  const second = (after: number) => secondAt(world, clinicId, { day: dayAfter(after), places: 1 });
  const booked: number[] = [];
  for (const after of seconds) booked.push(await second(after));
  const pass = await passOf(world);
  const id = await heldBy(pass, slots[0] ?? 0);
  await confirmHold(pass, id);
  const { lotNumber } = await database().delivery.findFirstOrThrow({ where: { shares: { some: { dose: 1, clinicId } } } });
  const late = await clinicWith(world, [1], { fromMinutes: 14 * 24 * 60 });
  return { lotNumber, clinicId, late: late.slots[0], second, person: beneficiary(pass.personId) };
}

const slotsOf = async (personId: string) =>
  (await database().booking.findMany({ where: { personId, status: 'confirmed' }, orderBy: { dose: 'asc' } })).map(({ slotId }) => slotId);

/** `act` is in the midst of it at this half hour when the worker, which has planned without it, comes to the first dose. */
async function overtaking(slot: number, act: () => Promise<unknown>): Promise<void> {
  const aside = connect(env().DATABASE_URL, 1);
  const both = await aside.$transaction(
    async (transaction) => {
      await transaction.$queryRaw`SELECT FROM slot WHERE id = ${slot} FOR UPDATE`;
      const acting = act();
      await untilWaiting(1);
      const placing = seeToDisplaced(database());
      await untilWaiting(2);
      return [acting, placing];
    },
    { timeout: 120_000 },
  );
  await Promise.all(both);
  await aside.$disconnect();
}

test('a second dose that is booked in the very moment in which its first is given another place follows it', async () => {
  const { lotNumber, late, second, person } = await firstDose([]);
  const [soon, after] = [await second(21), await second(38)];
  const recall = recallOf(lotNumber);
  await openRecall(operator, recall);
  await findDisplaced(database());
  await overtaking(soon, () => bookDueSeconds(database()));
  await settle();
  expect(await slotsOf(person.personId)).toEqual([late, after]);
  expect(await statesOf(recall.id)).toEqual({ moved: 2 });
});

test('a second dose that the person moves in that moment follows its first, too', async () => {
  const { lotNumber, late, second, person } = await firstDose([38]);
  const [kept] = await database().booking.findMany({ where: { personId: person.personId, dose: 2 } });
  const soon = await second(25);
  const recall = recallOf(lotNumber);
  await openRecall(operator, recall);
  await findDisplaced(database());
  await overtaking(soon, () => moveBooking(person, kept?.id ?? '', soon));
  await settle();
  expect(await slotsOf(person.personId)).toEqual([late, kept?.slotId]);
});

test('both doses of one lot: the first gets its place, and the second one that fits it', async () => {
  const { lotNumber, late, second, person, clinicId } = await firstDose([24]);
  const { deliveryId } = await database().share.findFirstOrThrow({ where: { clinicId, dose: 1 } });
  await database().share.updateMany({ where: { clinicId, dose: 2 }, data: { deliveryId } });
  const [soon, after] = [await second(30), await second(40)];
  const recall = recallOf(lotNumber);
  await openRecall(operator, recall);
  await settle();
  expect(await slotsOf(person.personId)).toEqual([late, after]);
  expect(soon).not.toBe(after);
  expect(await statesOf(recall.id)).toEqual({ moved: 2 });
});

test('who is concerned by two things at once is moved once, and told once', async () => {
  const { world, lot, clinics } = await bookedOnOneLot({ clinics: 1, people: 4, spare: 1 });
  const [clinic = ''] = clinics;
  const { shipmentId } = await database().delivery.findFirstOrThrow({ where: { lotNumber: lot } });
  const [byLot, byShipment] = [recallOf(lot), { ...recallOf(lot), lot: null, shipment: shipmentId }];
  const other = await delivered(clinic, 'P2');
  await database().delivery.update({ where: { id: other }, data: { shipmentId } });
  expect([await openRecall(operator, byLot), await openRecall(operator, byShipment)]).toMatchObject([{ ok: true }, { ok: true }]);
  await settle();
  const found = [await statesOf(byLot.id), await statesOf(byShipment.id)];
  expect(found.map((states) => Object.entries(states).flat().join(' ')).sort()).toEqual(['moot 4', 'moved 4']);
  expect(await database().booking.count({ where: { campaignId: world.campaignId, status: 'confirmed', moves: 1 } })).toBe(4);
  const people = (await database().booking.findMany({ where: { campaignId: world.campaignId } })).map(({ personId }) => personId);
  expect(await database().notice.count({ where: { template: 'recall', personId: { in: people } } })).toBe(4);
});
