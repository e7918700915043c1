import { afterEach, describe, expect, test } from 'vitest';
import { addDays, seoulInstant } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { beneficiary, clinicWith, delivered, expectCountersToHold, openRound, passOf, secondAt, shared, type World } from '@/test/booking';
import { cancelBooking, confirmHold, holdSlot, moveBooking } from './commands';

afterEach(expectCountersToHold);

const bookingsOf = (personId: string) =>
  database().booking.findMany({ where: { personId }, orderBy: { dose: 'asc' }, include: { slot: true, share: true } });

const startsOf = async (personId: string) => (await bookingsOf(personId)).map(({ slot }) => slot.startsAt.toISOString());

/** A half hour of one place, with a share of one for that day in Seoul. */
async function placeAt(world: World, clinicId: string, day: string, time: string): Promise<number> {
  const { id } = await database().slot.create({ data: { clinicId, startsAt: seoulInstant(day, time), capacity: 1 } });
  await shared(world, { clinicId, day, product: 'P2', deliveryId: await delivered(clinicId, 'P2'), quota: 1 });
  return id;
}

describe('the day of a place is the one in Seoul, whatever day it is in UTC', () => {
  // [why, day and time in Seoul, the instant, the day of its second dose 21 days later]
  test.each([
    ['the last half hour before midnight', '2097-08-10', '23:30', '2097-08-10T14:30:00.000Z', '2097-08-31'],
    ['the first after midnight', '2097-08-11', '00:00', '2097-08-10T15:00:00.000Z', '2097-09-01'],
    ['the last before nine, when UTC still has the day before', '2097-08-11', '08:30', '2097-08-10T23:30:00.000Z', '2097-09-01'],
    ['the last day of a month of 30 days', '2097-04-30', '10:00', '2097-04-30T01:00:00.000Z', '2097-05-21'],
    ['the first of the next, early', '2097-05-01', '00:30', '2097-04-30T15:30:00.000Z', '2097-05-22'],
    ['the last day of a year', '2096-12-31', '23:30', '2096-12-31T14:30:00.000Z', '2097-01-21'],
    ['the first of the next', '2097-01-01', '00:00', '2096-12-31T15:00:00.000Z', '2097-01-22'],
    ['a leap day', '2096-02-29', '09:00', '2096-02-29T00:00:00.000Z', '2096-03-21'],
    ['just after a leap day', '2096-03-01', '00:00', '2096-02-29T15:00:00.000Z', '2096-03-22'],
    ['21 days before a leap day', '2096-02-08', '23:30', '2096-02-08T14:30:00.000Z', '2096-02-29'],
    ['28 February of a common year', '2097-02-28', '23:30', '2097-02-28T14:30:00.000Z', '2097-03-21'],
  ])('%s', async (_, day, time, instant, second) => {
    const world = await openRound();
    const { clinicId } = await clinicWith(world, [1]);
    const slot = await placeAt(world, clinicId, day, time);
    // The days beside it are not to be taken for it.
    for (const other of [addDays(second, -1), second, addDays(second, 1)]) await secondAt(world, clinicId, { day: other, places: 1, time });
    const pass = await passOf(world);

    const held = await holdSlot(pass, slot);
    if (!held.ok) throw new Error(held.code);
    expect(await confirmHold(pass, held.bookingId)).toMatchObject({ ok: true });
    expect(await startsOf(pass.personId)).toEqual([instant, seoulInstant(second, time).toISOString()]);
    const [first] = await bookingsOf(pass.personId);
    expect(first?.share?.day.toISOString().slice(0, 10)).toBe(day);

    expect(await cancelBooking(beneficiary(pass.personId), held.bookingId)).toEqual({ ok: true });
    expect((await bookingsOf(pass.personId)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(await database().share.count({ where: { clinicId, taken: { gt: 0 } } })).toBe(0);
  });
});

describe('a share is of one day: the half hour beyond midnight is not booked out of it', () => {
  test.each([
    ['2097-08-10', '23:30', '2097-08-11', '00:00'],
    ['2096-02-29', '23:30', '2096-03-01', '00:00'],
    ['2096-12-31', '23:30', '2097-01-01', '00:00'],
  ])('%s %s and %s %s', async (day, time, next, nextTime) => {
    const world = await openRound();
    const { clinicId } = await clinicWith(world, [1]);
    const before = await placeAt(world, clinicId, day, time);
    const { id: after } = await database().slot.create({ data: { clinicId, startsAt: seoulInstant(next, nextTime), capacity: 1 } });
    const pass = await passOf(world);
    expect(await holdSlot(pass, after)).toMatchObject({ ok: false, code: 'slot-unknown' });
    expect(await holdSlot(pass, before)).toMatchObject({ ok: true });
    // Once the next day has a share, it can be moved there, and the day before is free again.
    const share = await shared(world, { clinicId, day: next, product: 'P2', deliveryId: await delivered(clinicId, 'P2'), quota: 1 });
    expect(await holdSlot(pass, after)).toMatchObject({ ok: true });
    expect((await bookingsOf(pass.personId)).map(({ shareId }) => shareId)).toEqual([share]);
  });
});

describe('a round whose window goes over midnight is open from its first instant to its last', () => {
  // Minutes from now, on the database's clock; every window of 25 hours has a midnight in it.
  test.each([
    ['a minute after it opened', -1, 1_500, true],
    ['a minute before it closes', -1_500, 1, true],
    ['a minute before it opens', 1, 1_500, false],
    ['a minute after it closed', -1_501, -1, false],
  ])('%s', async (_, opened, closes, open) => {
    const { now } = (await database().$queryRaw<{ now: Date }[]>`SELECT now()`)[0] ?? { now: new Date(0) };
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const world = await openRound({ opensAt: at(opened), closesAt: at(closes), drawAt: at(-3_000) });
    const { slots } = await clinicWith(world, [1]);
    const answer = await holdSlot(await passOf(world), slots[0] ?? 0);
    expect(answer.ok || answer.code).toBe(open || 'pass-gone');
  });
});

describe('a second dose is moved to the last day of its range and no further', () => {
  // The rule of the tests: from 21 to 42 days after the first.
  test.each([
    ['over the end of a year', '2096-12-31', '2097-02-11'],
    ['over a leap day', '2096-02-01', '2096-03-14'],
    ['over the end of a February that has none', '2097-02-01', '2097-03-15'],
  ])('%s', async (_, day, last) => {
    const world = await openRound();
    const { clinicId } = await clinicWith(world, [1]);
    const slot = await placeAt(world, clinicId, day, '23:30');
    await secondAt(world, clinicId, { day: addDays(day, 21), places: 1 });
    const lateEvening = await secondAt(world, clinicId, { day: last, places: 1, time: '23:30' });
    const dayAfter = await secondAt(world, clinicId, { day: addDays(last, 1), places: 1, time: '00:00' });
    const pass = await passOf(world);
    const held = await holdSlot(pass, slot);
    if (!held.ok) throw new Error(held.code);
    await confirmHold(pass, held.bookingId);
    const [, second] = await bookingsOf(pass.personId);
    const person = beneficiary(pass.personId);
    expect(await moveBooking(person, second?.id ?? '', dayAfter)).toMatchObject({ ok: false });
    expect(await moveBooking(person, second?.id ?? '', lateEvening)).toEqual({ ok: true });
    expect((await startsOf(pass.personId))[1]).toBe(seoulInstant(last, '23:30').toISOString());
  });
});
