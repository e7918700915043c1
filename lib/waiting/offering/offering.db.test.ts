import { beforeEach, expect, test } from 'vitest';
import { cancelBooking, confirmHold, holdSlot } from '@/lib/booking/commands';
import { reapHolds } from '@/lib/booking/worker';
import { connect, database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { beneficiary, clinicWith, expectCountersToHold, heldBy, openRound, passOf, somebody, type World } from '@/test/booking';
import { drawn } from '@/test/draw';
import { untilWaiting } from '@/test/locks';
import { acceptOffer, joinWaiting, leaveWaiting } from '../commands';
import type { Where } from '../schema';
import { offerPlaces } from '../worker';

const offer = () => offerPlaces(database(), { fromHour: 0, toHour: 24 });
let world: World;
beforeEach(async () => {
  // Those of other tests wait no more.
  await database().waiting.updateMany({ where: { state: 'waiting' }, data: { state: 'left', endedAt: new Date() } });
  world = await openRound();
  await drawn(world.roundId);
});

async function waiter(where: Where): Promise<string> {
  const id = await somebody();
  await database().ticket.create({ data: { roundId: world.roundId, personId: id } });
  expect(await joinWaiting(beneficiary(id), world.roundId, where)).toEqual({ ok: true });
  return id;
}

const offered = async () =>
  (await database().booking.findMany({ where: { campaignId: world.campaignId, status: 'offered' }, orderBy: { slotId: 'asc' } })).map(
    ({ slotId }) => slotId,
  );

async function confirmedAt(slot: number) {
  const pass = await passOf(world);
  const id = await heldBy(pass, slot);
  await confirmHold(pass, id);
  return { id, person: beneficiary(pass.personId) };
}

const longKept = () => database().share.updateMany({ where: { kept: { gt: 0 } }, data: { keptAt: new Date(0) } });
const kept = async (clinicId: string) =>
  (await database().share.findMany({ where: { clinicId } })).reduce((sum, share) => sum + share.kept, 0);

/** What `act` begins while somebody else has the half hour locked, and takes so many `more` of its places. */
async function meanwhile(slot: number, more: number, act: () => Promise<Promise<unknown>[]>): Promise<void> {
  const aside = connect(env().DATABASE_URL, 1);
  const acting = await aside.$transaction(
    async (transaction) => {
      await transaction.slot.update({ where: { id: slot }, data: { taken: { increment: more } } });
      return await act();
    },
    { timeout: 120_000 },
  );
  await Promise.all(acting);
  await aside.$disconnect();
}

test('doses of a day that has no half hour left keep nobody from what there is on another', async () => {
  const shut = await clinicWith(world, [2]);
  const open = await clinicWith(world, [1], { fromMinutes: 9 * 24 * 60 });
  await database().slot.updateMany({ where: { clinicId: shut.clinicId }, data: { closedAt: new Date() } });
  await waiter({ region: world.regionCode });
  expect(await offer()).toBe(1);
  expect(await offered()).toEqual(open.slots);
});

test('places given back at two clinics go to both who are next in the district, however long the second waits for it', async () => {
  const clinics = [await clinicWith(world, [1]), await clinicWith(world, [1])];
  const slots = clinics.flatMap((clinic) => clinic.slots);
  const booked = [await confirmedAt(slots[0] ?? 0), await confirmedAt(slots[1] ?? 0)];
  for (const _ of booked) await waiter({ region: world.regionCode });
  for (const { id, person } of booked) await cancelBooking(person, id);
  await longKept();
  // Whoever is next is the same for both.
  expect(await offer()).toBe(1);
  const rush = await Promise.all(slots.map(async (slot) => holdSlot(await passOf(world), slot)));
  expect(rush).toMatchObject([{ code: 'slot-full' }, { code: 'slot-full' }]);
  expect(await offer()).toBe(1);
  expect(await offered()).toEqual(slots);
  await offer();
  await expectCountersToHold();
});

test('somebody else takes the half hour with another vaccine: who waits is offered the next of the day, and that one is theirs', async () => {
  const { clinicId, slots } = await clinicWith(world, [1, 1], { vaccines: ['P1', 'P2'], quota: 1 });
  const [first = 0, second = 0] = slots;
  const { id, person } = await confirmedAt(first);
  const waiting = await waiter({ clinic: clinicId });
  await cancelBooking(person, id);
  expect(await kept(clinicId)).toBe(1);
  await heldBy(await passOf(world), first);
  await longKept();
  expect(await offer()).toBe(1);
  expect(await offered()).toEqual([second]);
  expect(await holdSlot(await passOf(world), second)).toMatchObject({ code: 'slot-full' });
  const [row] = await database().booking.findMany({ where: { personId: waiting, status: 'offered' } });
  expect(await acceptOffer(beneficiary(waiting), row?.id ?? '')).toEqual({ ok: true });
  await expectCountersToHold();
});

test('the half hour is lost in the very moment of the offer: the dose stays kept, and the next half hour is offered', async () => {
  const { clinicId, slots } = await clinicWith(world, [1, 1], { quota: 1 });
  const [first = 0, second = 0] = slots;
  const { id, person } = await confirmedAt(first);
  await waiter({ clinic: clinicId });
  await cancelBooking(person, id);
  await longKept();
  await meanwhile(first, 1, async () => {
    const offering = offer();
    await untilWaiting(1);
    return [offering];
  });
  expect(await offered()).toEqual([]);
  expect(await kept(clinicId)).toBe(1);
  expect(await offer()).toBe(1);
  expect(await offered()).toEqual([second]);
  await database().slot.update({ where: { id: first }, data: { taken: 0 } });
  await expectCountersToHold();
});

test('where no half hour is left nobody is told anything, the dose is free, and with the next half hour who waits is asked', async () => {
  const { clinicId, slots } = await clinicWith(world, [1], { vaccines: ['P1', 'P2'], quota: 1 });
  const [slot = 0] = slots;
  const { id, person } = await confirmedAt(slot);
  const waiting = await waiter({ clinic: clinicId });
  await cancelBooking(person, id);
  const other = await passOf(world);
  const hold = await heldBy(other, slot);
  await longKept();
  expect(await offer()).toBe(0);
  expect(await kept(clinicId)).toBe(0);
  expect(await database().notice.count({ where: { personId: waiting } })).toBe(0);
  await database().booking.update({ where: { id: hold }, data: { heldUntil: new Date(0) } });
  await reapHolds(database());
  expect(await offer()).toBe(1);
  await expectCountersToHold();
});

test('who leaves the list in the moment of an offer has none afterwards', async () => {
  const { clinicId, slots } = await clinicWith(world, [1]);
  const waiting = await waiter({ clinic: clinicId });
  const row = await database().waiting.findFirstOrThrow({ where: { personId: waiting } });
  await meanwhile(slots[0] ?? 0, 0, async () => {
    const offering = offer();
    await untilWaiting(1);
    const leaving = leaveWaiting(beneficiary(waiting), row.id);
    // It waits for the offer, or is through at once.
    await Promise.race([leaving, untilWaiting(2)]);
    return [offering, leaving];
  });
  expect(await offered()).toEqual([]);
  await expectCountersToHold();
});

test('an offer passes on while its round stands still', async () => {
  const { clinicId } = await clinicWith(world, [1]);
  await waiter({ clinic: clinicId });
  expect(await offer()).toBe(1);
  await database().round.update({ where: { id: world.roundId }, data: { pausedAt: new Date() } });
  await database().booking.updateMany({ where: { campaignId: world.campaignId }, data: { heldUntil: new Date(0) } });
  await reapHolds(database());
  expect(await offered()).toEqual([]);
  await expectCountersToHold();
});
