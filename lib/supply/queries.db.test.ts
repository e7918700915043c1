import { beforeAll, describe, expect, test } from 'vitest';
import { cancelBooking } from '@/lib/booking/commands';
import { activeBookings, bookingAmong, lastChoice } from '@/lib/booking/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { beneficiary, booked, clinicWith, databaseNow, heldBy, openRound, passOf, somebody, type World } from '@/test/booking';
import { clinicDays, clinicsNearby, clinicTimes, districtOf, provinceOf, provinces } from './queries';

const day = 24 * 60;
let world: World;
let full: { clinicId: string; slots: number[] };
let free: typeof full;
let other: typeof full;

beforeAll(async () => {
  world = await openRound();
  const province = `p${world.regionCode}`;
  await database().region.create({ data: { code: province, nameKo: '도', nameEn: 'Province', population: 1 } });
  await database().region.update({ where: { code: world.regionCode }, data: { parentCode: province } });
  full = await clinicWith(world, [1], { fromMinutes: 2 * day });
  free = await clinicWith(world, [2, 5], { fromMinutes: 3 * day });
  other = await clinicWith(world, [7], { vaccines: ['other'] });
  await clinicWith(world, [100], { fromMinutes: 30 });
  await heldBy(await passOf(world), full.slots[0] ?? 0);
  await heldBy(await passOf(world), free.slots[0] ?? 0);
});

test('places are those that can still be chosen: not taken, more than an hour ahead, with a product of the campaign', async () => {
  const district = await districtOf(world, world.regionCode);
  const places = Object.fromEntries(district?.clinics.map((clinic) => [clinic.id, clinic.places]) ?? []);
  expect(places).toMatchObject({ [full.clinicId]: 0, [free.clinicId]: 6, [other.clinicId]: 0 });
  expect(district?.clinics[0]?.id).toBe(free.clinicId);
  const province = await provinceOf(world, `p${world.regionCode}`);
  expect(province).toMatchObject({ places: 6, districts: [{ code: world.regionCode, places: 6 }] });
  expect((await provinces(world)).find((area) => area.code === province?.code)?.places).toBe(6);
});

test('the next free half hour passes over the full one', async () => {
  const { slots } = await clinicWith(world, [1, 1], { fromMinutes: 5 * day });
  const pass = await passOf(world);
  await heldBy(pass, slots[0] ?? 0);
  const second = await database().slot.findUniqueOrThrow({ where: { id: slots[1] ?? 0 } });
  const near = await clinicsNearby(world, full.clinicId);
  expect(near.find((clinic) => clinic.id === second.clinicId)?.nextFree).toEqual(second.startsAt);
  expect(near.map((clinic) => clinic.id)).not.toContain(full.clinicId);
  expect(near.map((clinic) => clinic.id)).not.toContain(other.clinicId);
});

test('a day in Seoul has its half hours, the full ones too', async () => {
  const { clinicId, slots } = await clinicWith(world, [3, 4, 5], { fromMinutes: 6 * day });
  const starts = await database().slot.findMany({ where: { clinicId }, orderBy: { startsAt: 'asc' } });
  const byDay = new Map<string, number[]>();
  for (const slot of starts) byDay.set(seoulDate(slot.startsAt), [...(byDay.get(seoulDate(slot.startsAt)) ?? []), slot.id]);
  const found = await clinicDays(world, clinicId);
  expect(found?.days.map((one) => one.day)).toEqual([...byDay.keys()]);
  expect(found?.days.reduce((sum, one) => sum + one.places, 0)).toBe(12);
  for (const [date, ids] of byDay) {
    expect((await clinicTimes(world, clinicId, date))?.times.map((time) => time.slotId)).toEqual(ids);
  }
  expect(slots).toHaveLength(3);
});

test('what does not exist is null, and nothing else is', async () => {
  const today = seoulDate(await databaseNow());
  expect(await districtOf(world, '99999')).toBeNull();
  expect(await provinceOf(world, '99')).toBeNull();
  expect(await clinicDays(world, 'nowhere')).toBeNull();
  expect(await clinicTimes(world, 'nowhere', today)).toBeNull();
  expect(await clinicTimes(world, other.clinicId, today)).toMatchObject({ times: [] });
});

describe('bookings', () => {
  test('of these people alone; a cancelled one can be read and is not active', async () => {
    const { pass, id } = await booked();
    const person = beneficiary(pass.personId);
    const stranger = beneficiary(await somebody());
    expect((await activeBookings([pass.personId])).map((booking) => booking.id)).toEqual([id]);
    expect(await bookingAmong([person], id)).toMatchObject({ id, status: 'confirmed' });
    expect(await bookingAmong([stranger], id)).toBeNull();
    expect(await bookingAmong([], id)).toBeNull();
    await cancelBooking(person, id);
    expect(await activeBookings([pass.personId])).toEqual([]);
    expect(await bookingAmong([person], id)).toMatchObject({ status: 'cancelled' });
    expect(await lastChoice(pass)).toBeNull();
  });

  test('a hold that has run out is still known as the last choice, and no longer active', async () => {
    const { slots } = await clinicWith(world, [2]);
    const pass = await passOf(world);
    const id = await heldBy(pass, slots[0] ?? 0);
    await database().booking.update({ where: { id }, data: { heldUntil: new Date(0) } });
    expect(await activeBookings([pass.personId])).toEqual([]);
    expect(await lastChoice(pass)).toMatchObject({ id, slotId: slots[0] });
    expect(await bookingAmong([beneficiary(pass.personId)], id)).toBeNull();
  });
});
