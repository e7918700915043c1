import { afterEach, describe, expect, test } from 'vitest';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { connect, database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import {
  beneficiary,
  clinicWith,
  eventsOf,
  expectCountersToHold,
  heldBy,
  openRound,
  passesOf,
  passOf,
  secondAt,
  taken,
  type World,
} from '@/test/booking';
import { untilWaiting } from '@/test/locks';
import { cancelBooking, confirmHold, moveBooking } from '../commands';
import { bookDueSeconds } from './worker';

afterEach(expectCountersToHold);

const bookingsOf = (personId: string) => database().booking.findMany({ where: { personId }, orderBy: { dose: 'asc' } });
const due = (bookingId: string) => database().secondDoseDue.findUnique({ where: { bookingId } });

async function dayOfFirst(slot: number) {
  return seoulDate((await database().slot.findUniqueOrThrow({ where: { id: slot } })).startsAt);
}

/** A clinic for three first doses in four days; `after` a number of days has a half hour for second doses. */
async function clinicFor(world: World, seconds: { after: number; places?: number; product?: string }[]) {
  const { clinicId, slots } = await clinicWith(world, [3]);
  const [first = 0] = slots;
  const day = await dayOfFirst(first);
  const ids: number[] = [];
  for (const { after, places = 3, product = 'P2' } of seconds) {
    ids.push(await secondAt(world, clinicId, { day: addDays(day, after), places, product }));
  }
  return { clinicId, first, day, seconds: ids };
}

async function confirmed(world: World, slot: number) {
  const pass = await passOf(world);
  const id = await heldBy(pass, slot);
  expect(await confirmHold(pass, id)).toMatchObject({ ok: true });
  return { pass, id, person: beneficiary(pass.personId) };
}

test('those that are due are booked one batch after the other, as many as there are or as the turn lets', async () => {
  const world = await openRound();
  const { clinicId, first, day } = await clinicFor(world, []);
  const people = [await confirmed(world, first), await confirmed(world, first), await confirmed(world, first)];
  await secondAt(world, clinicId, { day: addDays(day, 21), places: 3, product: 'P2' });
  await database().secondDoseDue.updateMany({ data: { nextAt: new Date(0) } });
  expect(await bookDueSeconds(database(), { batch: 1, batches: 2 })).toBe(2);
  expect(await bookDueSeconds(database(), { batch: 1, batches: 9 })).toBe(1);
  expect(await Promise.all(people.map(async ({ person }) => (await bookingsOf(person.personId)).length))).toEqual([2, 2, 2]);
});

describe('the second dose is booked with the first', () => {
  // The rule of the tests: after 21 days, between 21 and 42.
  test.each([
    ['on the same weekday three weeks later', [20, 21, 22, 28], 21],
    ['else on the nearest such weekday, however near another day is', [20, 22, 35, 28], 28],
    ['on the last such weekday of the range rather than a nearer day', [22, 23, 42], 42],
    ['else on the nearest day within the range', [20, 26, 24], 24],
    ['on the last day of the range', [20, 42, 43], 42],
  ])('%s', async (_, days, chosen) => {
    const world = await openRound();
    const { clinicId, first, day, seconds } = await clinicFor(
      world,
      days.map((after) => ({ after })),
    );
    const { pass, id } = await confirmed(world, first);
    const [, second] = await bookingsOf(pass.personId);
    expect(second).toMatchObject({ dose: 2, status: 'confirmed', origin: 'second_dose', decisionId: id, clinicId, product: 'P2' });
    expect(second?.slotId).toBe(seconds[days.indexOf(chosen)]);
    expect(await dayOfFirst(second?.slotId ?? 0)).toBe(addDays(day, chosen));
    expect(await eventsOf(second?.id ?? '')).toEqual(['confirmed']);
    expect(await database().notice.count({ where: { subject: second?.id ?? '', template: 'second-dose-booked' } })).toBe(1);
    expect(await due(id)).toBeNull();
  });

  test('else at a clinic of the same 시군구; never of another product, or of another district', async () => {
    const world = await openRound();
    const { first, day } = await clinicFor(world, [{ after: 21, product: 'P1' }]);
    const near = await clinicWith(world, [1]);
    const far = await clinicWith({ ...world, regionCode: (await openRound()).regionCode }, [1]);
    await secondAt(world, far.clinicId, { day: addDays(day, 21), places: 3 });
    const { pass, id } = await confirmed(world, first);
    expect(await bookingsOf(pass.personId)).toHaveLength(1);
    expect(await due(id)).not.toBeNull();
    const slot = await secondAt(world, near.clinicId, { day: addDays(day, 25), places: 3 });
    const other = await confirmed(world, first);
    expect((await bookingsOf(other.pass.personId))[1]?.slotId).toBe(slot);
  });

  test('three confirm at once and two second doses are left: two get theirs now, the third when there is one', async () => {
    const world = await openRound();
    const { first, day, clinicId } = await clinicFor(world, [{ after: 21, places: 2 }]);
    const passes = await passesOf(world, 3);
    const ids = await Promise.all(passes.map((pass) => heldBy(pass, first)));
    const answers = await Promise.all(passes.map((pass, index) => confirmHold(pass, ids[index] ?? '')));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    await bookDueSeconds(database());
    expect(await database().secondDoseDue.count({ where: { bookingId: { in: ids } } })).toBe(1);
    const late = await secondAt(world, clinicId, { day: addDays(day, 30), places: 2 });
    await database().secondDoseDue.updateMany({ data: { nextAt: new Date(0) } });
    expect(await Promise.all([bookDueSeconds(database()), bookDueSeconds(database())])).toContain(1);
    expect(await database().secondDoseDue.count({ where: { bookingId: { in: ids } } })).toBe(0);
    expect(await taken(late)).toBe(1);
    expect(await database().booking.count({ where: { decisionId: { in: ids }, dose: 2, status: 'confirmed' } })).toBe(3);
  });

  test('six who want the same half hour get theirs in turn, and none of them waits as if there were no place', async () => {
    const world = await openRound();
    const { clinicId, slots } = await clinicWith(world, [6]);
    const day = await dayOfFirst(slots[0] ?? 0);
    const ids: string[] = [];
    for (let person = 0; person < 6; person += 1) ids.push((await confirmed(world, slots[0] ?? 0)).id);
    for (const time of ['09:00', '10:00', '11:00']) await secondAt(world, clinicId, { day: addDays(day, 21), places: 2, time });
    await database().secondDoseDue.updateMany({ where: { bookingId: { in: ids } }, data: { nextAt: new Date(0) } });
    expect([await bookDueSeconds(database()), await bookDueSeconds(database()), await bookDueSeconds(database())]).toEqual([2, 2, 2]);
    expect(await database().secondDoseDue.count({ where: { bookingId: { in: ids } } })).toBe(0);
  });

  test('a vaccine of one dose has no second', async () => {
    const world = await openRound();
    const { first } = await clinicFor(world, [{ after: 21 }]);
    const rule = { productCode: 'P2', validFrom: new Date('2021-01-01'), minAge: 5, doses: 1 };
    await database().productRule.create({ data: rule });
    const { pass, id } = await confirmed(world, first);
    await database().productRule.delete({ where: { productCode_validFrom: { productCode: 'P2', validFrom: rule.validFrom } } });
    expect(await bookingsOf(pass.personId)).toHaveLength(1);
    expect(await due(id)).toBeNull();
  });
});

describe('what becomes of the second dose', () => {
  test('cancelled with the first, at once and again; alone it leaves the first', async () => {
    const world = await openRound();
    const { first, seconds } = await clinicFor(world, [{ after: 21 }]);
    const [both, alone] = [await confirmed(world, first), await confirmed(world, first)];
    await Promise.all([cancelBooking(both.person, both.id), cancelBooking(both.person, both.id)]);
    expect((await bookingsOf(both.pass.personId)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    const [, second] = await bookingsOf(alone.pass.personId);
    expect(await cancelBooking(alone.person, second?.id ?? '')).toEqual({ ok: true });
    expect((await bookingsOf(alone.pass.personId)).map(({ status }) => status)).toEqual(['confirmed', 'cancelled']);
    expect([await taken(first), await taken(seconds[0] ?? 0)]).toEqual([1, 0]);
  });

  test('whoever cancels while it is still looked for is not booked for it', async () => {
    const world = await openRound();
    const { first, day, clinicId } = await clinicFor(world, []);
    const { id, person } = await confirmed(world, first);
    expect(await due(id)).not.toBeNull();
    await cancelBooking(person, id);
    const late = await secondAt(world, clinicId, { day: addDays(day, 21), places: 2 });
    await bookDueSeconds(database());
    expect(await taken(late)).toBe(0);
  });

  /** The worker books the second dose while `act`, which began before it was done, waits for it. */
  async function overtaken(slot: number, act: () => Promise<unknown>): Promise<unknown> {
    const aside = connect(env().DATABASE_URL, 1);
    const [booked, result] = await aside.$transaction(
      async (transaction) => {
        await transaction.$queryRaw`SELECT FROM slot WHERE id = ${slot} FOR UPDATE`;
        const booking = bookDueSeconds(database());
        await untilWaiting(1);
        const acting = act();
        await untilWaiting(2);
        return [booking, acting] as const;
      },
      { timeout: 120_000 },
    );
    expect(await booked).toBe(1);
    await aside.$disconnect();
    return await result;
  }

  test.each<[what: string, act: (person: BeneficiaryProof, id: string, to: number) => Promise<unknown>, status: string, along: boolean]>([
    ['cancels', (person, id) => cancelBooking(person, id), 'cancelled', false],
    ['moves', (person, id, to) => moveBooking(person, id, to), 'confirmed', true],
  ])('whoever %s in the moment in which it is booked is seen to with it', async (_, act, status, along) => {
    const world = await openRound();
    const { first, day, clinicId } = await clinicFor(world, []);
    const { id, person, pass } = await confirmed(world, first);
    const late = await secondAt(world, clinicId, { day: addDays(day, 21), places: 1 });
    const { slots } = await clinicWith(world, [1], { fromMinutes: 11 * 24 * 60 });
    const other = await secondAt(world, clinicId, { day: addDays(day, 35), places: 1 });
    expect(await overtaken(late, () => act(person, id, slots[0] ?? 0))).toEqual({ ok: true });
    const bookings = await bookingsOf(pass.personId);
    expect(bookings.map((booking) => booking.status)).toEqual([status, status]);
    if (along) expect(bookings.map(({ slotId }) => slotId)).toEqual([slots[0], other]);
  });
});
