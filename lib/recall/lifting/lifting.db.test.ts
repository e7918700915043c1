import { afterEach, expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { clinicWith, expectCountersToHold, heldBy, passOf } from '@/test/booking';
import { bookedOnOneLot, operator, reasons, recallOf, statesOf } from '@/test/recall';
import { liftRecall, openRecall } from '../commands';
import { displacementOf, listOf, publicRecalls } from '../queries';
import { findDisplaced, seeToDisplaced } from '../worker';

afterEach(expectCountersToHold);

const settle = async (batch = 7) => {
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database(), { batch });
};
const soon = () => database().displaced.updateMany({ where: { state: 'waiting' }, data: { nextAt: new Date(0) } });
const falseAlarm = (id: string) => ({ ...reasons(), id, reasonKo: '온도계가 고장이었어요', reasonEn: 'The thermometer was broken' });
const noticesTo = async (personId: string) =>
  (await database().notice.findMany({ where: { personId }, orderBy: { id: 'asc' } })).map(({ template }) => template);
const bookingsOf = (campaignId: string) => database().booking.findMany({ where: { campaignId }, orderBy: { slotId: 'asc' } });
const quarantinedOf = (lotNumber: string) => database().delivery.count({ where: { lotNumber, quarantinedAt: { not: null } } });

test('a lifted recall: its doses count again, who was moved stays, who waits gets a place first, who was vaccinated is told', async () => {
  const { lot, world, clinics } = await bookedOnOneLot({ clinics: 1, people: 4, spare: 0 });
  // On the next day: nobody is moved to before the time that they had.
  await clinicWith(world, [1], { fromMinutes: 5 * 24 * 60 });
  const [given] = await bookingsOf(world.campaignId);
  await database().booking.update({ where: { id: given?.id ?? '' }, data: { vaccinatedAt: new Date() } });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  await settle();
  expect(await statesOf(recall.id)).toEqual({ vaccinated: 1, moved: 1, waiting: 2 });
  const moved = await database().booking.findFirstOrThrow({ where: { campaignId: world.campaignId, moves: 1 } });
  expect(await publicRecalls()).toContainEqual(expect.objectContaining({ lots: [lot], endedAt: null, reasonEn: recall.reasonEn }));

  expect(await liftRecall(operator, falseAlarm(recall.id))).toEqual({ ok: true, deliveries: 1 });
  expect(await liftRecall(operator, falseAlarm(recall.id)), 'a second press').toMatchObject({ code: 'not-open' });
  expect(await quarantinedOf(lot)).toBe(0);
  await settle();
  expect(await statesOf(recall.id)).toEqual({ cleared: 1, moved: 3 });
  expect(await database().booking.findUniqueOrThrow({ where: { id: moved.id } })).toEqual(moved);
  const now = await bookingsOf(world.campaignId);
  expect(now.map(({ status }) => status)).toEqual(Array(4).fill('confirmed'));
  for (const { id, personId } of now) {
    const told = await noticesTo(personId);
    if (id === given?.id) expect(told).toEqual(['recall-vaccinated', 'recall-lifted']);
    else expect(told).toEqual(id === moved.id ? ['recall'] : ['recall', 'booking-changed']);
  }
  const clinic = await database().notice.findMany({ where: { clinicId: clinics[0] ?? '' }, orderBy: { id: 'asc' } });
  expect(clinic.map(({ template }) => template)).toEqual(['clinic-recall', 'clinic-recall-lifted']);
  expect(await database().accessRecord.count({ where: { action: 'recall.lifted', objectId: recall.id } })).toBe(1);
  const said = (await publicRecalls()).find(({ lots }) => lots.includes(lot));
  expect(said).toMatchObject({ liftKo: '온도계가 고장이었어요', endedAt: expect.any(Date) });
  const { slotId } = await database().displaced.findFirstOrThrow({ where: { bookingId: moved.id } });
  await heldBy(await passOf(world), slotId);
});

test('who still finds nothing is told so once, and goes on waiting', async () => {
  const { lot, world, clinics } = await bookedOnOneLot({ clinics: 1, people: 1, spare: 0 });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  await settle();
  await database().slot.updateMany({ where: { clinicId: { in: clinics } }, data: { closedAt: new Date() } });
  await liftRecall(operator, falseAlarm(recall.id));
  await settle();
  await soon();
  await settle();
  expect(await statesOf(recall.id)).toEqual({ waiting: 1 });
  const [one] = await bookingsOf(world.campaignId);
  expect(await noticesTo(one?.personId ?? '')).toEqual(['recall', 'recall-lifted-open']);
  expect(await displacementOf(one?.id ?? '')).toMatchObject({ state: 'waiting', liftEn: 'The thermometer was broken' });
  expect(await listOf(operator, recall.id, 'waiting')).toHaveLength(1);
});

test('who was found and not moved yet keeps the place, and is told nothing', async () => {
  const { lot, world } = await bookedOnOneLot({ clinics: 1, people: 9, spare: 1 });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  await findDisplaced(database());
  const before = await bookingsOf(world.campaignId);
  await liftRecall(operator, falseAlarm(recall.id));
  await settle(2);
  expect(await statesOf(recall.id)).toEqual({ kept: 9 });
  expect(await bookingsOf(world.campaignId)).toEqual(before);
  expect(await noticesTo(before[0]?.personId ?? '')).toEqual([]);
});

test('what another recall means, too, stays quarantined until the last one is lifted, both at once as well; then it can be recalled again', async () => {
  const { lot, world } = await bookedOnOneLot({ clinics: 2, people: 1 });
  const [clinicId = ''] = (await bookingsOf(world.campaignId)).map((booking) => booking.clinicId);
  const narrow = { ...recallOf(lot), clinic: clinicId };
  const wide = recallOf(lot);
  expect(await openRecall(operator, narrow)).toMatchObject({ deliveries: 1 });
  expect(await openRecall(operator, wide)).toMatchObject({ deliveries: 2 });
  expect(await liftRecall(operator, falseAlarm(wide.id))).toEqual({ ok: true, deliveries: 1 });
  expect(await quarantinedOf(lot)).toBe(1);
  const again = recallOf(lot);
  expect(await openRecall(operator, again)).toMatchObject({ ok: true });
  expect(await quarantinedOf(lot)).toBe(2);
  await Promise.all([liftRecall(operator, falseAlarm(narrow.id)), liftRecall(operator, falseAlarm(again.id))]);
  expect(await quarantinedOf(lot)).toBe(0);
  expect(await database().delivery.count({ where: { lotNumber: lot, openRecalls: { not: 0 } } })).toBe(0);
});

test('a lifting and a recall of the same vaccine at once leave it quarantined', async () => {
  const { lot } = await bookedOnOneLot({ clinics: 1, people: 1 });
  for (let turn = 0; turn < 5; turn += 1) {
    const [first, second] = [
      recallOf(lot),
      { ...recallOf(lot), clinic: (await database().delivery.findFirstOrThrow({ where: { lotNumber: lot } })).clinicId },
    ];
    await openRecall(operator, first);
    const [, opened] = await Promise.all([liftRecall(operator, falseAlarm(first.id)), openRecall(operator, second)]);
    expect(await quarantinedOf(lot)).toBe(opened.ok ? 1 : 0);
    if (opened.ok) await liftRecall(operator, falseAlarm(second.id));
  }
});

test('three workers at once tell everybody who was vaccinated once', async () => {
  const { lot, world } = await bookedOnOneLot({ clinics: 1, people: 30, spare: 1 });
  await database().booking.updateMany({ where: { campaignId: world.campaignId }, data: { vaccinatedAt: new Date() } });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  await settle();
  await liftRecall(operator, falseAlarm(recall.id));
  for (let turn = 0; turn < 5; turn += 1) await Promise.all([1, 2, 3].map(() => seeToDisplaced(database(), { batch: 4 })));
  expect(await statesOf(recall.id)).toEqual({ cleared: 30 });
  const people = (await bookingsOf(world.campaignId)).map(({ personId }) => personId);
  expect(await database().notice.count({ where: { personId: { in: people }, template: 'recall-lifted' } })).toBe(30);
});

test('who is concerned by another recall, too, is not told that all is well', async () => {
  const { lot, world } = await bookedOnOneLot({ clinics: 2, people: 1 });
  const [given] = await bookingsOf(world.campaignId);
  if (!given) throw new Error('nobody');
  await database().booking.update({ where: { id: given.id }, data: { vaccinatedAt: new Date() } });
  const [narrow, wide] = [{ ...recallOf(lot), clinic: given.clinicId }, recallOf(lot)];
  await openRecall(operator, narrow);
  await openRecall(operator, wide);
  await settle();
  await liftRecall(operator, falseAlarm(narrow.id));
  await settle();
  expect(await noticesTo(given.personId)).toEqual(['recall-vaccinated']);
  await liftRecall(operator, falseAlarm(wide.id));
  await settle();
  expect(await noticesTo(given.personId)).toEqual(['recall-vaccinated', 'recall-lifted']);
});
