import { afterEach, describe, expect, test } from 'vitest';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import {
  beneficiary,
  booked,
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
  somebody,
  taken,
  type World,
} from '@/test/booking';
import { cancelBooking, confirmHold, moveBooking } from '../commands';

afterEach(expectCountersToHold);

const bookingOf = (id: string) => database().booking.findUniqueOrThrow({ where: { id } });
const dayOf = async (slot: number) => seoulDate((await database().slot.findUniqueOrThrow({ where: { id: slot } })).startsAt);

/** Somebody with a booking at a clinic, and another clinic of the round. */
async function two(capacities = [3]) {
  const { world, pass, id, slot } = await booked();
  const elsewhere = await clinicWith(world, capacities, { fromMinutes: 6 * 24 * 60 });
  return { world, id, slot, person: beneficiary(pass.personId), clinicId: elsewhere.clinicId, to: elsewhere.slots };
}

describe('a booking is moved', () => {
  test('to another clinic: the same booking with its number, one place taken and one free, and word of it', async () => {
    const { id, slot, person, clinicId, to } = await two();
    const before = await bookingOf(id);
    expect(await moveBooking(person, id, to[0] ?? 0)).toEqual({ ok: true });
    expect(await bookingOf(id)).toMatchObject({
      number: before.number,
      slotId: to[0],
      clinicId,
      product: 'P2',
      moves: 1,
      status: 'confirmed',
    });
    expect([await taken(slot), await taken(to[0] ?? 0)]).toEqual([0, 1]);
    expect(await eventsOf(id)).toEqual(['held', 'confirmed', 'moved']);
    const { facts } = await database().bookingEvent.findFirstOrThrow({ where: { bookingId: id, kind: 'moved' } });
    expect(facts).toEqual({ from: { slotId: slot }, to: { slotId: to[0] } });
    expect(await database().notice.count({ where: { subject: `${id}/1`, template: 'booking-changed' } })).toBe(1);
  });

  test('five times at once to the same place: once; to where it is: not at all', async () => {
    const { id, person, to } = await two();
    const answers = await Promise.all(Array.from({ length: 5 }, () => moveBooking(person, id, to[0] ?? 0)));
    expect(answers).toEqual(Array(5).fill({ ok: true }));
    expect(await bookingOf(id)).toMatchObject({ moves: 1 });
    expect(await eventsOf(id)).toEqual(['held', 'confirmed', 'moved']);
  });

  test('whoever finds it full keeps the old place', async () => {
    const { id, slot, person, to, world } = await two([1]);
    await heldBy(await passOf(world), to[0] ?? 0);
    expect(await moveBooking(person, id, to[0] ?? 0)).toEqual({ ok: false, code: 'slot-full' });
    expect(await taken(slot)).toBe(1);
    expect(await bookingOf(id)).toMatchObject({ slotId: slot, moves: 0 });
  });

  test('twenty people move to three places and back at once: never more than there are, nobody without a place', async () => {
    const world = await openRound();
    const from = await clinicWith(world, [20]);
    const to = await clinicWith(world, [3]);
    const people = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const pass = await passOf(world);
        const id = await heldBy(pass, from.slots[0] ?? 0);
        await confirmHold(pass, id);
        return { id, person: beneficiary(pass.personId) };
      }),
    );
    const answers = await Promise.all(people.map(({ id, person }) => moveBooking(person, id, to.slots[0] ?? 0)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
    await Promise.all(people.flatMap(({ id, person }) => [...from.slots, ...to.slots].map((slot) => moveBooking(person, id, slot))));
    expect((await taken(from.slots[0] ?? 0)) + (await taken(to.slots[0] ?? 0))).toBe(20);
  });

  test('out of the round’s own share, else of one that has opened; never of one that has not', async () => {
    const { world, id, person, clinicId, to } = await two();
    const slot = to[0] ?? 0;
    await database().share.deleteMany({ where: { clinicId } });
    const more = { clinicId, day: await dayOf(slot), product: 'P2', deliveryId: await delivered(clinicId, 'P2'), quota: 2 };
    const now = await databaseNow();
    const ahead = await openRound({ campaignId: world.campaignId, opensAt: new Date(now.getTime() + 60_000) });
    await shared(ahead, more);
    expect(await moveBooking(person, id, slot)).toMatchObject({ ok: false });
    const share = await shared(await openRound({ campaignId: world.campaignId }), more);
    expect(await moveBooking(person, id, slot)).toEqual({ ok: true });
    expect(await bookingOf(id)).toMatchObject({ shareId: share });
  });

  test('never to another product, after it has begun, by a stranger, or once it is cancelled', async () => {
    const { world, id, slot, person, to } = await two();
    const other = await clinicWith(world, [3], { vaccines: ['P1'] });
    expect(await moveBooking(person, id, other.slots[0] ?? 0)).toEqual({ ok: false, code: 'slot-unknown' });
    expect(await moveBooking(beneficiary(await somebody()), id, to[0] ?? 0)).toEqual({ ok: false, code: 'booking-unknown' });
    await database().booking.update({ where: { id }, data: { vaccinatedAt: new Date() } });
    expect(await moveBooking(person, id, to[0] ?? 0)).toEqual({ ok: false, code: 'too-late-to-move' });
    await database().booking.update({ where: { id }, data: { vaccinatedAt: null } });
    await cancelBooking(person, id);
    expect(await moveBooking(person, id, to[0] ?? 0)).toEqual({ ok: false, code: 'booking-unknown' });
    expect(await taken(slot)).toBe(0);
  });
});

describe('two doses', () => {
  /** A first dose in four days, its second 30 days later, and half hours for both around them. */
  async function course(world: World) {
    const { clinicId, slots } = await clinicWith(world, [3]);
    const [slot = 0] = slots;
    const day = await dayOf(slot);
    const seconds = await secondAt(world, clinicId, { day: addDays(day, 30), places: 3 });
    const pass = await passOf(world);
    const id = await heldBy(pass, slot);
    await confirmHold(pass, id);
    const { id: second } = await database().booking.findFirstOrThrow({ where: { decisionId: id } });
    /** A half hour for first doses, so many days after the first one. */
    const firstAfter = async (days: number) => (await clinicWith(world, [3], { fromMinutes: (4 + days) * 24 * 60 })).slots[0] ?? 0;
    return { clinicId, day, id, second, seconds, person: beneficiary(pass.personId), firstAfter };
  }

  test('the second moves within its range of 21 to 42 days and not out of it', async () => {
    const world = await openRound();
    const { clinicId, day, second, person } = await course(world);
    const at = (after: number) => secondAt(world, clinicId, { day: addDays(day, after), places: 1 });
    for (const after of [20, 43]) expect(await moveBooking(person, second, await at(after))).toEqual({ ok: false, code: 'out-of-range' });
    for (const after of [21, 42]) expect(await moveBooking(person, second, await at(after))).toEqual({ ok: true });
    expect(await bookingOf(second)).toMatchObject({ moves: 2 });
  });

  test('a moved first leaves the second where it is while it is in the range', async () => {
    const { id, second, seconds, person, firstAfter } = await course(await openRound());
    expect(await moveBooking(person, id, await firstAfter(9))).toEqual({ ok: true });
    expect(await bookingOf(second)).toMatchObject({ moves: 0, slotId: seconds });
  });

  test('else takes it along, or gives it up for the leader to book anew', async () => {
    const world = await openRound();
    const { clinicId, day, id, second, seconds, person, firstAfter } = await course(world);
    const first = await firstAfter(10);
    const { clinicId: there } = await database().slot.findUniqueOrThrow({ where: { id: first } });
    const along = await secondAt(world, there, { day: addDays(day, 33), places: 1 });
    expect(await moveBooking(person, id, first)).toEqual({ ok: true });
    expect(await bookingOf(second)).toMatchObject({ moves: 1, slotId: along, clinicId: there });
    expect(await taken(seconds)).toBe(0);
    expect(await moveBooking(person, id, await firstAfter(40))).toEqual({ ok: true });
    expect(await bookingOf(second)).toMatchObject({ status: 'cancelled' });
    expect(await database().secondDoseDue.count({ where: { bookingId: id } })).toBe(1);
    expect(clinicId).not.toBe(there);
  });
});
