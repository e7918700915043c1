import { expect, test } from 'vitest';
import { cancelBooking, confirmHold } from '@/lib/booking/commands';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { mintClinic } from '@/lib/identity/proof';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { beneficiary, clinicWith, eventsOf, expectCountersToHold, heldBy, openRound, passOf, secondAt } from '@/test/booking';
import { bookedOnOneLot, leftOnQuarantined, operator, recallOf, statesOf } from '@/test/recall';
import { openRecall, stopLooking } from './commands';
import { displacementOf, followUps, listOf, recallSize } from './queries';
import { seeToDisplaced } from './worker';

const settle = async () => {
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database(), { batch: 7 });
};
const noticesAbout = async (personId: string) =>
  (await database().notice.findMany({ where: { personId }, orderBy: { id: 'asc' } })).map(({ template }) => template);

test('everybody booked on a lot gets the same time of another delivery, is told once, and nothing of it can be booked', async () => {
  const { lot, world, clinics } = await bookedOnOneLot();
  expect(await recallSize(operator, recallOf(lot))).toEqual({ deliveries: 2, clinics: 2, doses: 40, booked: 40, vaccinated: 0 });
  const before = await database().booking.findMany({ where: { campaignId: world.campaignId } });
  const recall = recallOf(lot);
  expect(await openRecall(operator, recall)).toEqual({ ok: true, deliveries: 2 });
  expect(await openRecall(operator, recall), 'a second press').toEqual({ ok: true, deliveries: 2 });
  expect(await openRecall(operator, recallOf(lot))).toMatchObject({ code: 'recalled-already' });
  await settle();
  expect(await statesOf(recall.id)).toEqual({ moved: 40 });
  for (const was of before) {
    const now = await database().booking.findUniqueOrThrow({ where: { id: was.id }, include: { share: { include: { delivery: true } } } });
    expect({ slot: now.slotId, number: now.number, moves: now.moves }).toEqual({ slot: was.slotId, number: was.number, moves: 1 });
    expect(now.share?.delivery.lotNumber).not.toBe(lot);
  }
  const [someone] = before;
  expect(await noticesAbout(someone?.personId ?? '')).toEqual(['recall']);
  expect(await database().notice.count({ where: { clinicId: { in: clinics }, template: 'clinic-recall' } })).toBe(2);
  expect(await leftOnQuarantined()).toEqual([]);
  await expectCountersToHold();
});

test('a hold on it is not confirmed, and what is confirmed at that very moment is found', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [3]);
  const [held, quick] = [await passOf(world), await passOf(world)];
  const [first, second] = [await heldBy(held, slots[0] ?? 0), await heldBy(quick, slots[0] ?? 0)];
  const { lotNumber } = await database().delivery.findFirstOrThrow({ where: { shares: { some: { bookings: { some: { id: first } } } } } });
  const recall = recallOf(lotNumber);
  await openRecall(operator, recall);
  await settle();
  expect(await confirmHold(held, first)).toMatchObject({ code: 'slot-closed' });
  // As a confirmation does that began before: it has not seen the quarantine and ends after the search.
  await database().booking.update({ where: { id: second }, data: { status: 'confirmed', number: 'LATE', confirmedAt: new Date() } });
  await database().disruption.update({ where: { id: recall.id }, data: { sweepAt: new Date(0) } });
  await settle();
  expect(await statesOf(recall.id)).toEqual({ waiting: 1 });
  expect(await eventsOf(second)).toEqual(['held', 'withdrawn']);
  await expectCountersToHold();
});

test('who finds no place is told so, comes first when there is one, and may give up', async () => {
  const { lot, clinics, world } = await bookedOnOneLot({ clinics: 1, people: 3, spare: 0 });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  await settle();
  expect(await statesOf(recall.id)).toEqual({ waiting: 3 });
  const [one, two, three] = await database().booking.findMany({ where: { campaignId: world.campaignId }, orderBy: { slotId: 'asc' } });
  if (!one || !two || !three) throw new Error('three people');
  expect([one.status, two.status, three.status]).toEqual(['cancelled', 'cancelled', 'cancelled']);
  expect(await displacementOf(one.id)).toMatchObject({ state: 'waiting', reasonKo: '온도를 벗어났어요' });
  expect(await stopLooking(beneficiary(two.personId), one.id), 'somebody else').toBe(false);
  expect(await stopLooking(beneficiary(one.personId), one.id)).toBe(true);
  expect((await listOf(operator, recall.id, 'waiting')).length).toBe(2);

  const { clinicId } = await clinicWith(world, [1]);
  await database().clinic.update({ where: { id: clinicId }, data: { regionCode: world.regionCode } });
  await database().displaced.updateMany({ data: { nextAt: new Date(0) } });
  await settle();
  expect(await statesOf(recall.id)).toEqual({ declined: 1, moved: 1, waiting: 1 });
  const placed = await database().booking.findFirstOrThrow({ where: { campaignId: world.campaignId, status: 'confirmed' } });
  expect(clinics).not.toContain(placed.clinicId);
  // What was not sent yet, that there is no place, is never sent.
  const told = await database().notice.findMany({ where: { personId: placed.personId }, orderBy: { createdAt: 'asc' } });
  expect(told.map(({ template, lastProblem }) => [template, lastProblem])).toEqual([
    ['recall', 'overtaken'],
    ['recall', null],
  ]);
  expect(await cancelBooking(beneficiary(placed.personId), placed.id)).toEqual({ ok: true });
  expect(await statesOf(recall.id)).toEqual({ declined: 2, waiting: 1 });
  await expectCountersToHold();
});

test('who was given it is told once and stands on the list of the clinic, whose reading is recorded', async () => {
  const { lot, clinics, world } = await bookedOnOneLot({ clinics: 1, people: 2 });
  const [given, next] = await database().booking.findMany({ where: { campaignId: world.campaignId } });
  if (!given || !next) throw new Error('two people');
  await database().booking.update({ where: { id: given.id }, data: { vaccinatedAt: new Date() } });
  const recall = recallOf(lot);
  expect(await recallSize(operator, recall)).toMatchObject({ booked: 1, vaccinated: 1 });
  await openRecall(operator, recall);
  await settle();
  await settle();
  expect(await statesOf(recall.id)).toEqual({ moved: 1, vaccinated: 1 });
  expect(await noticesAbout(given.personId)).toEqual(['recall-vaccinated']);
  const sealed = { name: encrypt('홍길동', 'person.name'), phone: encrypt('01012345678', 'person.phone') };
  await database().person.update({ where: { id: given.personId }, data: sealed });
  const staff = mintClinic({ personId: given.personId, sessionId: 's', clinicId: clinics[0] ?? '' });
  expect(await followUps(staff)).toMatchObject([{ bookingId: given.id, lot, name: '홍길동', state: 'vaccinated' }]);
  expect(await followUps(mintClinic({ ...staff, clinicId: 'another' }))).toEqual([]);
  expect(await database().accessRecord.count({ where: { action: 'recall.read', subjects: { has: given.personId } } })).toBe(1);
});

test('a second dose follows its first into the range', async () => {
  const world = await openRound();
  const soon = await clinicWith(world, [1]);
  const pass = await passOf(world);
  const [first = 0] = soon.slots;
  const { startsAt } = await database().slot.findUniqueOrThrow({ where: { id: first } });
  const dayAfter = (days: number) => addDays(seoulDate(startsAt), days);
  await secondAt(world, soon.clinicId, { day: dayAfter(21), places: 1 });
  await confirmHold(pass, await heldBy(pass, first));
  const { lotNumber } = await database().delivery.findFirstOrThrow({ where: { shares: { some: { dose: 1, clinicId: soon.clinicId } } } });
  // Ten days later there is a place, and for the second dose one four weeks after that.
  const late = await clinicWith(world, [1], { fromMinutes: 14 * 24 * 60 });
  const second = await secondAt(world, late.clinicId, { day: dayAfter(38), places: 1 });
  const recall = recallOf(lotNumber);
  await openRecall(operator, recall);
  await settle();
  const bookings = await database().booking.findMany({ where: { personId: pass.personId }, orderBy: { dose: 'asc' } });
  expect(bookings.map(({ dose, slotId, status }) => [dose, slotId, status])).toEqual([
    [1, late.slots[0], 'confirmed'],
    [2, second, 'confirmed'],
  ]);
  expect(await statesOf(recall.id)).toEqual({ moved: 2 });
  expect(await noticesAbout(pass.personId)).toEqual(['booking-confirmed', 'second-dose-booked', 'recall', 'second-dose-moved']);
  await expectCountersToHold();
});

test('two workers at once, and people who help themselves meanwhile, leave nobody twice and nobody out', async () => {
  const { lot, world } = await bookedOnOneLot({ clinics: 3, people: 60, spare: 2 });
  const people = await database().booking.findMany({
    where: { campaignId: world.campaignId },
    select: { id: true, personId: true },
    take: 20,
  });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  const worker = async () => {
    for (let rounds = 0; rounds < 60; rounds += 1) await seeToDisplaced(database(), { batch: 9, batches: 2 });
  };
  await Promise.all([worker(), worker(), ...people.map(({ id, personId }) => cancelBooking(beneficiary(personId), id))]);
  await database().displaced.updateMany({ data: { nextAt: new Date(0) } });
  await settle();
  const found = await statesOf(recall.id);
  expect(Object.values(found).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(160);
  expect(found.found).toBeUndefined();
  expect(await leftOnQuarantined()).toEqual([]);
  const twice = await database().$queryRaw`
    SELECT booking_id FROM booking_event WHERE kind = 'moved' GROUP BY booking_id HAVING count(*) > 1`;
  expect(twice).toEqual([]);
  await expectCountersToHold();
});
