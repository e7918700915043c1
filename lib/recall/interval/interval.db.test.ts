import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cancelBooking, confirmHold, moveBooking } from '@/lib/booking/commands';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import {
  beneficiary,
  clinicWith,
  databaseNow,
  delivered,
  eventsOf,
  expectCountersToHold,
  heldBy,
  openRound,
  passOf,
  secondAt,
  shared,
  taken,
  type World,
} from '@/test/booking';
import { killedAfter } from '@/test/killing';
import { bookMany, operator, reasons, statesOf } from '@/test/recall';
import { changeInterval } from '../commands';
import { displacementOf, listOf } from '../queries';
import { findDisplaced, seeToDisplaced } from '../worker';
import { intervalSize } from './queries';

/** Days from now to the first dose. */
const firstIn = 4;
let world: World;
let today = '';

beforeEach(async () => {
  world = await openRound();
  today = seoulDate(await databaseNow());
});
afterEach(async () => {
  await expectCountersToHold();
  // The rule of all tests holds again, and nothing of this one concerns the next.
  await database().booking.updateMany({ where: { dose: 2, status: 'confirmed' }, data: { vaccinatedAt: new Date() } });
  await database().productRule.deleteMany({ where: { productCode: 'P2', validFrom: { gt: new Date('2020-12-31') } } });
  await database().displaced.updateMany({ where: { state: { in: ['found', 'waiting'] } }, data: { state: 'moot', settledAt: new Date() } });
  await database().disruption.updateMany({ where: { kind: 'interval' }, data: { sweepAt: new Date('2999-01-01') } });
});

const settle = async (batch = 7) => {
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database(), { batch });
};
const bookingOf = (id: string) => database().booking.findUniqueOrThrow({ where: { id }, include: { slot: true } });
const dayOf = async (id: string) => seoulDate((await bookingOf(id)).slot.startsAt);
const noticesTo = async (personId: string) =>
  (await database().notice.findMany({ where: { personId }, orderBy: { id: 'asc' } })).map(({ template }) => template).slice(2);
const change = (interval: number, min: number, max: number, more: { validFrom?: string; product?: string } = {}) => ({
  ...reasons(),
  ...{ product: 'P2', validFrom: today, interval, min, max },
  ...more,
});

/** A clinic for so many first doses, and half hours of second doses so many days later. */
async function clinicFor(people: number, seconds: [after: number, places: number][], inDays = firstIn) {
  const { clinicId, slots } = await clinicWith(world, [people], { fromMinutes: inDays * 24 * 60 });
  const from = seoulDate((await database().slot.findUniqueOrThrow({ where: { id: slots[0] ?? 0 } })).startsAt);
  for (const [after, places] of seconds) await secondAt(world, clinicId, { day: addDays(from, after), places });
  return { clinicId, slot: slots[0] ?? 0, from };
}

/** Somebody with both doses booked. */
async function course(slot: number) {
  const pass = await passOf(world);
  const id = await heldBy(pass, slot);
  await confirmHold(pass, id);
  const second = await database().booking.findFirstOrThrow({ where: { decisionId: id, dose: 2 } });
  return { personId: pass.personId, person: beneficiary(pass.personId), first: id, second: second.id };
}

test('second doses outside of a new interval go to the same weekday of their clinic, else to the nearest; each is told once', async () => {
  const { slot, from, clinicId } = await clinicFor(3, [[21, 3]]);
  const people = [await course(slot), await course(slot), await course(slot)];
  await secondAt(world, clinicId, { day: addDays(from, 27), places: 9 });
  await secondAt(world, clinicId, { day: addDays(from, 28), places: 1 });
  await secondAt(world, clinicId, { day: addDays(from, 31), places: 1 });
  const near = await clinicWith(world, []);
  const there = await secondAt(world, near.clinicId, { day: addDays(from, 35), places: 5 });
  const wanted = change(28, 28, 35);
  const size = { outside: 3, sameWeekday: 1, elsewhere: 2, early: 0, late: 0 };
  expect(await intervalSize(operator, wanted)).toEqual(size);
  expect(await intervalSize(operator, wanted), 'nothing has changed').toEqual(size);
  expect(await changeInterval(operator, wanted)).toEqual({ ok: true });
  expect(await changeInterval(operator, wanted), 'a second press').toEqual({ ok: true });
  expect(await changeInterval(operator, change(28, 28, 35))).toMatchObject({ code: 'same-already' });
  await settle();
  expect(await statesOf(wanted.id)).toEqual({ moved: 3 });
  const days = await Promise.all(people.map(({ second }) => dayOf(second)));
  expect(days.sort()).toEqual([28, 31, 35].map((after) => addDays(from, after)));
  for (const { personId, first, second } of people) {
    expect(await noticesTo(personId)).toEqual(['interval-changed']);
    expect(await eventsOf(second)).toEqual(['confirmed', 'moved']);
    expect(await bookingOf(first)).toMatchObject({ moves: 0, slotId: slot });
  }
  expect(await taken(there)).toBe(1);
  expect(await database().accessRecord.count({ where: { action: 'interval.changed', objectId: wanted.id } })).toBe(1);
  // Who does not want the new place is on the list of those who declined.
  const [one] = people;
  await cancelBooking(one?.person ?? beneficiary(''), one?.second ?? '');
  expect(await statesOf(wanted.id)).toEqual({ moved: 2, declined: 1 });
  expect(await listOf(operator, wanted.id, 'declined')).toHaveLength(1);
});

test('what is booked afterwards is booked by the new interval, and moved within it', async () => {
  await changeInterval(operator, change(35, 28, 42));
  const { slot, from, clinicId } = await clinicFor(1, [
    [21, 1],
    [28, 1],
    [35, 1],
  ]);
  const { second, person } = await course(slot);
  expect(await dayOf(second)).toBe(addDays(from, 35));
  const early = await secondAt(world, clinicId, { day: addDays(from, 27), places: 1 });
  expect(await moveBooking(person, second, early)).toMatchObject({ code: 'out-of-range' });
});

test('a week later for everybody, and every half hour full: the last one goes first, and leaves a place to the one before', async () => {
  const weeks: { from: string; second: string }[] = [];
  const home = await clinicFor(1, [[21, 1]]);
  for (const week of [0, 1, 2, 3]) {
    const { slots } = week === 0 ? { slots: [home.slot] } : await clinicWith(world, [1], { fromMinutes: (firstIn + 7 * week) * 24 * 60 });
    // All of them at one clinic.
    await database().slot.updateMany({ where: { id: { in: slots } }, data: { clinicId: home.clinicId } });
    const from = addDays(home.from, 7 * week);
    if (week > 0) {
      await database().share.updateMany({
        where: { day: new Date(from), dose: 1, round: { id: world.roundId } },
        data: { clinicId: home.clinicId },
      });
      await secondAt(world, home.clinicId, { day: addDays(from, 21), places: 1, time: `1${week}:00` });
    }
    weeks.push({ from, second: (await course(slots[0] ?? 0)).second });
  }
  await secondAt(world, home.clinicId, { day: addDays(home.from, 49), places: 1 });
  const wanted = change(28, 28, 28);
  expect(await intervalSize(operator, wanted)).toEqual({ outside: 4, sameWeekday: 4, elsewhere: 0, early: 0, late: 0 });
  await changeInterval(operator, wanted);
  await settle(100);
  expect(await statesOf(wanted.id)).toEqual({ moved: 4 });
  for (const { from, second } of weeks) expect(await dayOf(second)).toBe(addDays(from, 28));
});

/** Deliveries are planned as their shares say. */
const accounted = (clinicId: string) => database().$executeRaw`
  UPDATE delivery SET planned = (SELECT coalesce(sum(quota), 0) FROM share WHERE share.delivery_id = delivery.id) WHERE clinic_id = ${clinicId}`;

/** Half hours of which nobody has a share, so many days after a day. */
const halfHours = async (clinicId: string, day: string, capacity: number) =>
  (await database().slot.create({ data: { clinicId, startsAt: seoulInstant(day, '10:00'), capacity } })).id;

describe('a dose that was set aside for a day goes along to another of its clinic', () => {
  test('where half hours are left and no dose: it is on its new day, and on no other', async () => {
    const { slot, from, clinicId } = await clinicFor(2, [[21, 2]]);
    const people = [await course(slot), await course(slot)];
    const to = await halfHours(clinicId, addDays(from, 28), 2);
    await accounted(clinicId);
    const wanted = change(28, 28, 35);
    expect(await intervalSize(operator, wanted)).toEqual({ outside: 2, sameWeekday: 2, elsewhere: 0, early: 0, late: 0 });
    await changeInterval(operator, wanted);
    await settle();
    expect(await statesOf(wanted.id)).toEqual({ moved: 2 });
    expect((await Promise.all(people.map(({ second }) => bookingOf(second)))).map(({ slotId }) => slotId)).toEqual([to, to]);
    const shares = await database().share.findMany({ where: { clinicId, dose: 2 }, orderBy: { day: 'asc' } });
    expect(shares.map(({ day, quota, taken: people }) => [seoulDate(day), quota, people])).toEqual([
      [addDays(from, 21), 0, 0],
      [addDays(from, 28), 2, 2],
    ]);
  });

  test.each<[string, (there: { clinicId: string; day: string; deliveryId: number }) => Promise<unknown>]>([
    ['the half hours are planned for others', ({ clinicId, day }) => planned(clinicId, day)],
    [
      'it has expired by then',
      async ({ deliveryId, day }) =>
        database().lot.updateMany({ where: { deliveries: { some: { id: deliveryId } } }, data: { expiresOn: new Date(addDays(day, -1)) } }),
    ],
  ])('not where %s', async (_, spoil) => {
    const { slot, from, clinicId } = await clinicFor(1, [[21, 1]]);
    const { second } = await course(slot);
    const day = addDays(from, 28);
    await halfHours(clinicId, day, 1);
    const share = await database().share.findFirstOrThrow({ where: { clinicId, dose: 2 } });
    await spoil({ clinicId, day, deliveryId: share.deliveryId });
    await accounted(clinicId);
    const wanted = change(28, 28, 28);
    expect(await intervalSize(operator, wanted)).toMatchObject({ early: 1 });
    await changeInterval(operator, wanted);
    await settle();
    expect(await statesOf(wanted.id)).toEqual({ waiting: 1 });
    expect(await bookingOf(second)).toMatchObject({ status: 'cancelled' });
  });

  test('ten full weeks, a week later for everybody: one empty week at the end is enough', async () => {
    const weeks = 10;
    const { clinicId, slot, from } = await clinicFor(1, []);
    const seconds: string[] = [];
    for (let week = 0; week < weeks; week += 1) {
      const day = addDays(from, 7 * week);
      await secondAt(world, clinicId, { day: addDays(day, 21), places: 1, time: '09:00' });
      const there = week === 0 ? slot : await firstAt(clinicId, day);
      seconds.push((await course(there)).second);
    }
    await halfHours(clinicId, addDays(from, 7 * weeks + 21), 1);
    await accounted(clinicId);
    const wanted = change(28, 28, 28);
    expect(await intervalSize(operator, wanted)).toEqual({ outside: weeks, sameWeekday: weeks, elsewhere: 0, early: 0, late: 0 });
    await changeInterval(operator, wanted);
    await settle(100);
    expect(await statesOf(wanted.id)).toEqual({ moved: weeks });
    for (const [week, second] of seconds.entries()) expect(await dayOf(second)).toBe(addDays(from, 7 * week + 28));
  });
});

/** A half hour for one first dose. */
async function firstAt(clinicId: string, day: string): Promise<number> {
  const { id } = await database().slot.create({ data: { clinicId, startsAt: seoulInstant(day, '14:00'), capacity: 1 } });
  await shared(world, { clinicId, day, product: 'P2', deliveryId: await delivered(clinicId, 'P2'), quota: 1 });
  return id;
}

/** What there is on that day is somebody else's. */
const planned = async (clinicId: string, day: string) =>
  shared(world, { clinicId, day, product: 'P1', deliveryId: await delivered(clinicId, 'P1'), quota: 1 });

describe('who finds no place in the new range', () => {
  test('and would come too early loses the old one, is told, stands on the list, and comes first when there is one', async () => {
    const { slot, from, clinicId } = await clinicFor(1, [[21, 1]]);
    const { personId, second } = await course(slot);
    const wanted = change(28, 28, 35);
    expect(await intervalSize(operator, wanted)).toMatchObject({ outside: 1, early: 1, late: 0 });
    await changeInterval(operator, wanted);
    await settle();
    expect(await statesOf(wanted.id)).toEqual({ waiting: 1 });
    expect(await bookingOf(second)).toMatchObject({ status: 'cancelled' });
    expect(await displacementOf(second)).toMatchObject({ kind: 'interval', state: 'waiting' });
    expect(await listOf(operator, wanted.id, 'waiting')).toHaveLength(1);
    expect(await noticesTo(personId)).toEqual(['interval-changed']);
    const found = await secondAt(world, clinicId, { day: addDays(from, 28), places: 1 });
    await database().displaced.updateMany({ where: { bookingId: second }, data: { nextAt: new Date(0) } });
    await settle();
    expect(await bookingOf(second)).toMatchObject({ status: 'confirmed', slotId: found });
    expect(await statesOf(wanted.id)).toEqual({ moved: 1 });
  });

  test('and would come too late keeps the old one, is told so once, and stands on the list', async () => {
    const { slot } = await clinicFor(1, [[28, 1]]);
    const { personId, second } = await course(slot);
    const before = await bookingOf(second);
    const wanted = change(21, 21, 27);
    expect(await intervalSize(operator, wanted)).toMatchObject({ outside: 1, early: 0, late: 1 });
    await changeInterval(operator, wanted);
    await settle();
    await database().disruption.update({ where: { id: wanted.id }, data: { sweepAt: new Date(0) } });
    await settle();
    expect(await statesOf(wanted.id)).toEqual({ kept: 1 });
    expect(await bookingOf(second)).toEqual(before);
    expect(await noticesTo(personId)).toEqual(['interval-kept']);
    expect(await listOf(operator, wanted.id, 'kept')).toHaveLength(1);
  });
});

test('days before the change and days of a later rule are left alone; a change taken back before it was carried out moves nobody', async () => {
  const { slot, from } = await clinicFor(1, [[21, 1]]);
  const { personId, second } = await course(slot);
  const after = change(28, 28, 42, { validFrom: addDays(from, 22) });
  await changeInterval(operator, after);
  expect(await intervalSize(operator, change(35, 30, 42, { validFrom: addDays(from, 22) }))).toMatchObject({ outside: 0 });
  await changeInterval(operator, change(22, 21, 42, { validFrom: addDays(from, 21) }));
  expect(await intervalSize(operator, change(28, 28, 42)), 'another rule holds on that day').toMatchObject({ outside: 0 });
  const wanted = change(28, 28, 42, { validFrom: addDays(from, 21) });
  await changeInterval(operator, wanted);
  await findDisplaced(database());
  expect(await statesOf(wanted.id)).toEqual({ found: 1 });
  await changeInterval(operator, change(21, 21, 42, { validFrom: addDays(from, 21) }));
  await settle();
  expect([await statesOf(wanted.id), await statesOf(after.id)]).toEqual([{ kept: 1 }, {}]);
  expect(await bookingOf(second)).toMatchObject({ moves: 0, status: 'confirmed' });
  expect(await noticesTo(personId)).toEqual([]);
});

test.each([
  ['of one dose or none', { product: 'nobodys' }, 'no-second-dose'],
  ['of days that are past', { validFrom: '2021-01-01' }, 'day-past'],
])('an interval %s is not changed', async (_, more, code) => {
  await clinicFor(1, []);
  const wanted = change(28, 28, 42, more);
  expect(await changeInterval(operator, wanted)).toMatchObject({ code });
  expect(await database().disruption.count({ where: { id: wanted.id } })).toBe(0);
});

test('a worker killed half-way, twice, and its successor move everybody once and tell everybody once', async () => {
  const people = 300;
  const { clinicId, from } = await clinicFor(1, []);
  const { deliveryId } = await database().share.findFirstOrThrow({ where: { clinicId } });
  await bookMany(world, { clinicId, deliveryId, people, inDays: firstIn + 1 });
  const slots = [await secondAt(world, clinicId, { day: addDays(from, 22), places: people })];
  for (const after of [29, 30]) slots.push(await secondAt(world, clinicId, { day: addDays(from, after), places: people / 2 }));
  await database().slot.update({ where: { id: slots[0] ?? 0 }, data: { taken: people } });
  const share = await database().share.findFirstOrThrow({ where: { clinicId, day: new Date(addDays(from, 22)) } });
  await database().share.update({ where: { id: share.id }, data: { taken: people } });
  await database().$executeRaw`
    INSERT INTO booking (id, number, campaign_id, round_id, person_id, actor_id, dose, product, clinic_id, slot_id, share_id, status, origin, decision_id, held_until, confirmed_at)
    SELECT gen_random_uuid(), 'S' || number, campaign_id, round_id, person_id, actor_id, 2, product, clinic_id, ${slots[0]}, ${share.id}, 'confirmed', 'second_dose', id, now(), now()
      FROM booking WHERE clinic_id = ${clinicId} AND dose = 1 AND status = 'confirmed'`;
  const wanted = change(28, 28, 35);
  expect(await intervalSize(operator, wanted)).toEqual({
    outside: people,
    sameWeekday: people / 2,
    elsewhere: people / 2,
    early: 0,
    late: 0,
  });
  await changeInterval(operator, wanted);
  expect(await killedAfter(wanted.id, 60)).toBe('SIGKILL');
  expect(await killedAfter(wanted.id, 160)).toBe('SIGKILL');
  expect((await statesOf(wanted.id)).found, 'half-way').toBeGreaterThan(0);
  await settle(50);
  expect(await statesOf(wanted.id)).toEqual({ moved: people });
  const twice = await database().$queryRaw`
    SELECT booking.id FROM booking LEFT JOIN notice ON notice.person_id = booking.person_id AND notice.template = 'interval-changed'
     WHERE booking.clinic_id = ${clinicId} AND booking.dose = 2 GROUP BY booking.id HAVING count(notice.id) <> 1 OR max(booking.moves) <> 1`;
  expect(twice).toEqual([]);
});
