import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { PassProof } from '@/lib/line/proof';
import { database } from '@/lib/platform/database';
import { beneficiary, clinicWith, expectCountersToHold, heldBy, openRound, passOf, somebody, taken, type World } from '@/test/booking';
import { cancelBooking, confirmHold, holdSlot, holdTogether, releaseHold } from '../commands';
import { activeBookings, bookedWith } from '../queries';

afterEach(expectCountersToHold);

/** A household of so many with one pass, the head first. */
async function household(world: World, size: number): Promise<{ pass: PassProof; people: string[] }> {
  const pass = await passOf(world);
  const people = [pass.personId];
  while (people.length < size) people.push(await somebody());
  const { roundId } = world;
  const { id: householdId } = await database().household.create({ data: { id: randomUUID(), roundId, headId: pass.personId } });
  const members = people.map((personId, index) => ({ roundId, personId, householdId, number: index + 1, agreedBy: personId }));
  await database().householdMember.createMany({ data: members });
  const party = people.map((personId) => ({ personId, name: '홍길동', birthDate: '1980-01-01' }));
  return { pass: { ...pass, party }, people };
}

const held = async (people: string[]) =>
  (
    await database().booking.findMany({
      where: { personId: { in: people }, status: { in: ['held', 'confirmed'] } },
      include: { slot: true },
    })
  ).sort((a, b) => a.slot.startsAt.getTime() - b.slot.startsAt.getTime());

test('four at adjacent times: what the first half hour has, then the next ones; again the same answer', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [1, 2, 5]);
  const { pass, people } = await household(world, 4);
  expect(await holdTogether(pass, slots[0] ?? 0, people)).toEqual({ ok: true });
  const first = await held(people);
  expect(await Promise.all(slots.map(taken))).toEqual([1, 2, 1]);
  expect(await holdTogether(pass, slots[0] ?? 0, people)).toEqual({ ok: true });
  expect(await held(people)).toEqual(first);
});

test('all or nobody: too few in a row, or a full half hour between', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [1, 1, 1, 9]);
  const { pass, people } = await household(world, 3);
  await heldBy(await passOf(world), slots[1] ?? 0);
  expect(await holdTogether(pass, slots[0] ?? 0, people)).toEqual({ ok: false, code: 'not-adjacent' });
  expect(await held(people)).toEqual([]);
  expect(await holdTogether(pass, slots[2] ?? 0, people)).toEqual({ ok: true });
});

test('twenty households of three race for thirty places: ten get all of theirs, ten nothing', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [30], { quota: 30 });
  const families = await Promise.all(Array.from({ length: 20 }, () => household(world, 3)));
  const answers = await Promise.all(families.map(({ pass, people }) => holdTogether(pass, slots[0] ?? 0, people)));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(10);
  for (const [index, { people }] of families.entries()) expect(await held(people)).toHaveLength(answers[index]?.ok ? 3 : 0);
});

test('their shares are counted one by one, out of several where one is not enough', async () => {
  const world = await openRound();
  const { clinicId, slots } = await clinicWith(world, [9], { vaccines: ['P1', 'P2'], quota: 2 });
  const { pass, people } = await household(world, 4);
  expect(await holdTogether(pass, slots[0] ?? 0, people)).toEqual({ ok: true });
  expect((await held(people)).map(({ product }) => product).sort()).toEqual(['P1', 'P1', 'P2', 'P2']);
  expect((await database().share.findMany({ where: { clinicId } })).map((share) => share.taken)).toEqual([2, 2]);
  expect(await holdSlot(await passOf(world), slots[0] ?? 0)).toMatchObject({ code: 'slot-full' });
});

test('confirmed in one step; the seat is free when everybody has booked; each is cancelled alone', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [9, 9]);
  const { pass, people } = await household(world, 3);
  const seats = () => database().seat.count({ where: { passId: pass.passId } });
  await holdTogether(pass, slots[0] ?? 0, people.slice(0, 2));
  const [one] = await held(people);
  const answers = await Promise.all([confirmHold(pass, one?.id ?? ''), confirmHold(pass, one?.id ?? '')]);
  expect(answers[0]).toMatchObject({ ok: true });
  expect(answers[1]).toEqual(answers[0]);
  const both = await held(people);
  expect(both.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
  expect(new Set(both.map(({ number }) => number)).size).toBe(2);
  expect(await seats()).toBe(1);
  await holdTogether(pass, slots[1] ?? 0, people.slice(2));
  await confirmHold(pass, (await held(people.slice(2)))[0]?.id ?? '');
  expect(await seats()).toBe(0);
  await cancelBooking(beneficiary(people[1] ?? ''), both.find(({ personId }) => personId === people[1])?.id ?? '');
  expect(await held(people)).toHaveLength(2);
});

test('whoever may act for both reads of the other booking beside the one, and nobody else does', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [9]);
  const { pass, people } = await household(world, 3);
  await holdTogether(pass, slots[0] ?? 0, people.slice(0, 2));
  await confirmHold(pass, (await held(people))[0]?.id ?? '');
  await holdTogether(pass, slots[0] ?? 0, people.slice(2));
  await confirmHold(pass, (await held(people.slice(2)))[0]?.id ?? '');
  const [one = '', other = '', alone = ''] = people;
  const [booking] = await activeBookings([one]);
  if (!booking) throw new Error('no booking');
  const besides = async (...ids: string[]) =>
    (
      await bookedWith(
        booking,
        ids.map((personId) => ({ personId })),
      )
    ).map(({ personId }) => personId);
  expect(await besides(one, other, alone)).toEqual([other]);
  expect(await besides(one)).toEqual([]);
  await cancelBooking(beneficiary(other), (await activeBookings([other]))[0]?.id ?? '');
  expect(await besides(one, other, alone)).toEqual([]);
});

test('when one hold of them is over nobody is confirmed, and leaving gives all of them back', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [9]);
  const { pass, people } = await household(world, 3);
  await holdTogether(pass, slots[0] ?? 0, people);
  await database().booking.updateMany({ where: { personId: people[2] ?? '' }, data: { heldUntil: new Date(0) } });
  const [one] = await held(people.slice(0, 1));
  expect(await confirmHold(pass, one?.id ?? '')).toEqual({ ok: false, code: 'hold-gone' });
  expect(await releaseHold(pass)).toEqual({ released: true });
  expect(await taken(slots[0] ?? 0)).toBe(0);
});

test('nobody is held who is not of the party, or has a booking', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [9]);
  const { pass, people } = await household(world, 2);
  expect(await holdTogether(pass, slots[0] ?? 0, [...people, await somebody()])).toEqual({ ok: false, code: 'pass-gone' });
  await holdTogether(pass, slots[0] ?? 0, people.slice(0, 1));
  await confirmHold(pass, (await held(people))[0]?.id ?? '');
  expect(await holdTogether(pass, slots[0] ?? 0, people)).toEqual({ ok: false, code: 'already-booked' });
});
