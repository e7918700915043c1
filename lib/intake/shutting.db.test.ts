import { expect, test } from 'vitest';
import { confirmHold } from '@/lib/booking/commands';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { closeClinic, endDisruption } from '@/lib/recall/commands';
import { replanAfter } from '@/lib/recall/lifting/worker';
import { seeToDisplaced } from '@/lib/recall/worker';
import { clinicWith, databaseNow, expectCountersToHold, heldBy, openRound, passOf } from '@/test/booking';
import { operator, reasons, statesOf } from '@/test/recall';
import { misplanned } from '@/test/supply';
import { takeIn } from './commands';

const settle = async () => {
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database());
};
const take = (kind: Parameters<typeof takeIn>[1], rows: Parameters<typeof takeIn>[2][number]['row'][], dry = false) =>
  takeIn(
    database(),
    kind,
    rows.map((row, index) => ({ line: index + 2, row })),
    { by: operator, dry, confirmed: new Set() },
  );
const toldTo = async (personId: string) =>
  (await database().notice.findMany({ where: { personId }, orderBy: { id: 'asc' } })).map(({ template }) => template).slice(1);

/** Somebody booked at noon of that day at a clinic of their own, which has another such day later. */
async function bookedOn(world: Awaited<ReturnType<typeof openRound>>, date: string, laterDate: string) {
  const made = await clinicWith(world, [1]);
  const [slot = 0] = made.slots;
  const { clinicId } = made;
  const first = await database().share.findFirstOrThrow({ where: { clinicId } });
  await database().slot.update({ where: { id: slot }, data: { startsAt: seoulInstant(date, '12:00') } });
  await database().share.update({ where: { id: first.id }, data: { day: new Date(date) } });
  const later = await database().slot.create({ data: { clinicId, startsAt: seoulInstant(laterDate, '12:00'), capacity: 1 } });
  await database().share.create({
    data: {
      ...{ clinicId, day: new Date(laterDate), productCode: 'P2', deliveryId: first.deliveryId, roundId: world.roundId, quota: 1 },
    },
  });
  await database().delivery.update({ where: { id: first.deliveryId }, data: { planned: 2, doses: 2 } });
  const pass = await passOf(world);
  expect(await confirmHold(pass, await heldBy(pass, slot))).toMatchObject({ ok: true });
  const booking = await database().booking.findFirstOrThrow({ where: { personId: pass.personId } });
  return { clinicId, slot, later: later.id, personId: pass.personId, id: booking.id, deliveryId: first.deliveryId };
}

const days = async () => {
  const today = seoulDate(await databaseNow());
  return { today, date: addDays(today, 4), laterDate: addDays(today, 9) };
};
const placeOf = async (id: string) => (await database().booking.findUniqueOrThrow({ where: { id } })).slotId;
const closures = () => database().disruption.findMany({ where: { kind: 'closure' }, orderBy: { openedAt: 'asc' } });

test('a list of closures moves and tells whoever is booked then, once, and says before how many that are', async () => {
  const world = await openRound();
  const { date, laterDate } = await days();
  const one = await bookedOn(world, date, laterDate);
  const empty = await clinicWith(world, [1]);
  const stretch = { from: seoulInstant(date, '09:00').toISOString(), to: seoulInstant(date, '18:00').toISOString() };
  const rows = [one, empty].map(({ clinicId }) => ({ clinic_id: clinicId, ...stretch }));
  expect(await take('closures', rows, true)).toEqual({ ok: true, doubts: [], written: 0, concerned: 1, outside: [] });
  expect(await closures()).toEqual([]);
  expect(await take('closures', rows)).toEqual({ ok: true, doubts: [], written: 2, concerned: 1, outside: [] });
  expect(await take('closures', rows)).toMatchObject({ written: 2, concerned: 0 });
  expect(await database().closure.count()).toBe(2);
  const [opened, ...others] = await closures();
  expect(others).toEqual([]);
  await settle();
  await settle();
  expect(await statesOf(opened?.id ?? '')).toEqual({ moved: 1 });
  expect(await placeOf(one.id)).toBe(one.later);
  expect(await toldTo(one.personId)).toEqual(['clinic-closed']);
  await expectCountersToHold();
});

test('a holiday is one closure of all clinics; when it is none any more, what nothing else shuts is open again', async () => {
  const world = await openRound();
  const { date, laterDate } = await days();
  const people = [await bookedOn(world, date, laterDate), await bookedOn(world, date, laterDate), await bookedOn(world, date, laterDate)];
  const [first, second, third] = people;
  if (!first || !second || !third) throw new Error('three people');
  const untouched = await bookedOn(world, addDays(date, 1), laterDate);
  // The second one's clinic is shut that day for a reason of its own, the third one's was until it found somebody.
  const own = { ...reasons(), clinic: second.clinicId, move: true, fromAt: seoulInstant(date, '00:00'), toAt: seoulInstant(date, '20:00') };
  const over = { ...own, ...reasons(), clinic: third.clinicId };
  for (const closure of [own, over]) expect(await closeClinic(operator, closure)).toEqual({ ok: true });
  const rows = [{ day: date, name_ko: '임시공휴일', name_en: 'A holiday' }];
  expect(await take('holidays', rows)).toMatchObject({ ok: true, concerned: 3 });
  await endDisruption(operator, over.id);
  expect(await database().slot.findUniqueOrThrow({ where: { id: third.slot } })).toMatchObject({ closedAt: expect.any(Date) });
  expect(await take('holidays', rows)).toMatchObject({ ok: true, concerned: 0 });
  await settle();
  await settle();
  expect(await Promise.all(people.map(({ id }) => placeOf(id)))).toEqual(people.map(({ later }) => later));
  for (const { personId } of people) expect(await toldTo(personId)).toEqual(['clinic-closed']);
  expect([await placeOf(untouched.id), await toldTo(untouched.personId)]).toEqual([untouched.slot, []]);
  const holiday = (await closures()).find(({ clinicId }) => clinicId === null);
  expect(holiday).toMatchObject({ reasonKo: '임시공휴일', reasonEn: 'A holiday', fromAt: seoulInstant(date, '00:00') });
  expect(await endDisruption(operator, holiday?.id ?? '')).toBe(true);
  expect(await database().holiday.count()).toBe(0);
  const shut = await database().slot.findMany({ where: { closedAt: { not: null }, clinicId: { in: people.map((one) => one.clinicId) } } });
  expect(shut.map(({ id }) => id)).toEqual([second.slot]);
  const replanned: string[][] = [];
  await replanAfter(database(), async (_, clinics) => replanned.push(clinics));
  expect(replanned.map((clinics) => clinics.includes(untouched.clinicId))).toEqual([false, true]);
  await expectCountersToHold();
});

test('a delivery that comes later than people are booked on it is refused with how many and what to do; else those days are shut to it', async () => {
  const world = await openRound();
  const { today, date, laterDate } = await days();
  const one = await bookedOn(world, date, laterDate);
  const delivery = await database().delivery.findUniqueOrThrow({ where: { id: one.deliveryId }, include: { lot: true, shipment: true } });
  const row = {
    ...{ shipment: delivery.shipmentId, carrier: delivery.shipment.carrier, left_at: null, lot: delivery.lotNumber, product: 'P2' },
    ...{ expires_on: '2099-12-31', clinic_id: one.clinicId, doses: 2, arrives_at: seoulInstant(addDays(date, 1), '14:00').toISOString() },
  };
  // On hand from the morning after: in time by a day, and on the day itself too late.
  expect(await take('deliveries', [{ ...row, arrives_at: seoulInstant(addDays(date, -1), '23:30').toISOString() }], true)).toMatchObject({
    ok: true,
  });
  const refused = (arrives_at: string) => take('deliveries', [{ ...row, arrives_at }], true);
  expect(await refused(seoulInstant(date, '00:30').toISOString())).toMatchObject({ ok: false });
  const booked = { places: 1, clinic: one.clinicId, from: date, to: addDays(date, 2) };
  expect(await take('deliveries', [row])).toEqual({
    ok: false,
    problems: [{ line: 2, column: 'arrives_at', code: 'booked-before-arrival', booked }],
  });
  expect((await database().delivery.findUniqueOrThrow({ where: { id: one.deliveryId } })).arrivesAt).toEqual(delivery.arrivesAt);

  const closure = {
    ...{ ...reasons(), clinic: one.clinicId, move: true },
    ...{ fromAt: seoulInstant(booked.from, '00:00'), toAt: seoulInstant(booked.to, '00:00') },
  };
  await closeClinic(operator, closure);
  await settle();
  expect(await placeOf(one.id)).toBe(one.later);
  expect(await take('deliveries', [row])).toMatchObject({ ok: true, written: 1 });
  await endDisruption(operator, closure.id);
  const shares = await database().share.findMany({ where: { deliveryId: one.deliveryId }, orderBy: { day: 'asc' } });
  expect(shares.map(({ quota, taken }) => [quota, taken])).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(await misplanned()).toEqual([]);
  expect(today < date).toBe(true);
  await expectCountersToHold();
});
