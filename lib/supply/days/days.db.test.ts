import { beforeAll, expect, test } from 'vitest';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { takeIn } from '@/lib/intake/commands';
import { database } from '@/lib/platform/database';
import { closeClinic, endDisruption } from '@/lib/recall/commands';
import { databaseNow, delivered, heldBy, openRound, passOf, shared } from '@/test/booking';
import { operator, reasons } from '@/test/recall';
import { misplanned } from '@/test/supply';
import { openDays } from './worker';

let today: string;
const region = {
  code: '11110',
  nameKo: '종로구',
  nameEn: 'Jongno-gu',
  population: 1,
  parent: { create: { code: '11', nameKo: '서울', nameEn: 'Seoul', population: 1 } },
};

const take = (hours: string[], dry = false) => {
  const names = { name_ko: '의원', name_en: 'Clinic', address_ko: '종로 1', address_en: '1 Jongno', postal_code: '03181' };
  const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, hours]));
  const row = {
    clinic_id: 'c',
    region_code: '11110',
    ...names,
    latitude: 37,
    longitude: 127,
    phone: '02-0123-4567',
    vaccines: [],
    places: 3,
    ...week,
  };
  return takeIn(database(), 'clinics', [{ line: 2, row }], { by: operator, dry, confirmed: new Set() });
};
const openOnes = () => database().slot.count({ where: { clinicId: 'c', closedAt: null } });
const at = (day: string, time: string) =>
  database().slot.findUniqueOrThrow({ where: { clinicId_startsAt: { clinicId: 'c', startsAt: seoulInstant(day, time) } } });

beforeAll(async () => {
  today = seoulDate(await databaseNow());
  await database().region.create({ data: region });
  // Not tomorrow, so that a midnight in between changes nothing.
  const days = { firstDay: new Date(addDays(today, 3)), lastDay: new Date(addDays(today, 10)) };
  await database().campaign.create({ data: { id: 'new', nameKo: '사업', nameEn: 'Campaign', products: [], phone: '1339', ...days } });
});

test('a country without any half hour gets those of its campaign, and each day the next one', async () => {
  expect(await take(['09:00-10:00'])).toMatchObject({ ok: true, written: 1, outside: [] });
  // From the third day to the tenth, two a day.
  expect(await openOnes()).toBe(8 * 2);
  expect((await at(addDays(today, 3), '09:00')).capacity).toBe(3);
  expect(await openDays(database())).toBe(0);

  // As if the horizon had ended two days before.
  await database().slot.deleteMany({ where: { startsAt: { gte: seoulInstant(addDays(today, 9), '00:00') } } });
  await database().clinic.update({ where: { id: 'c' }, data: { halfHoursTo: new Date(addDays(today, 8)) } });
  expect(await openOnes()).toBe(6 * 2);
  expect(await openDays(database())).toBe(1);
  expect(await openOnes()).toBe(8 * 2);
  expect(await openDays(database())).toBe(0);
});

test('shorter hours close what falls out of them, and say who is booked there; longer ones open it again', async () => {
  const day = addDays(today, 5);
  const { id: slotId } = await at(day, '09:30');
  const world = await openRound();
  const deliveryId = await delivered('c', 'P2');
  await shared(world, { clinicId: 'c', day, product: 'P2', deliveryId, quota: 1 });
  await database().delivery.update({ where: { id: deliveryId }, data: { planned: 1 } });
  await heldBy(await passOf(world), slotId);

  const outside = [{ clinic: 'c', fromAt: seoulInstant(day, '09:30'), toAt: seoulInstant(day, '10:00'), bookings: 1 }];
  expect(await take(['09:00-09:30'], true)).toMatchObject({ outside });
  expect(await openOnes()).toBe(8 * 2);
  expect(await take(['09:00-09:30'])).toMatchObject({ written: 1, outside });
  expect(await openOnes()).toBe(8);
  expect((await at(day, '09:30')).closedAt).not.toBeNull();

  // A closure that ends opens the clinic by its hours of now.
  const closure = { ...reasons(), clinic: 'c', move: false, fromAt: seoulInstant(day, '08:00'), toAt: seoulInstant(day, '12:00') };
  expect(await closeClinic(operator, closure)).toEqual({ ok: true });
  expect(await openOnes()).toBe(7);
  expect(await endDisruption(operator, closure.id)).toBe(true);
  expect(await openOnes()).toBe(8);

  expect(await take(['09:00-10:00'])).toMatchObject({ outside: [] });
  expect(await openOnes()).toBe(8 * 2);
});

test('half hours of a long campaign are made ninety days ahead, and what vaccine there is is shared out to them', async () => {
  await database().campaign.update({ where: { id: 'new' }, data: { lastDay: new Date(addDays(today, 300)) } });
  expect(await openDays(database())).toBe(1);
  const [row] = await database().$queryRaw<{ ahead: number }[]>`
    SELECT max((starts_at AT TIME ZONE 'Asia/Seoul')::date) - ${today}::date AS ahead FROM slot WHERE clinic_id = 'c'`;
  // One more where a midnight lies between.
  expect([90, 91]).toContain(row?.ahead);
  expect(
    await database().share.count({ where: { clinicId: 'c', day: { gt: new Date(addDays(today, 60)) }, quota: { gt: 0 } } }),
  ).toBeGreaterThan(0);
  expect(await misplanned()).toEqual([]);
});
