import { expect, test } from 'vitest';
import { confirmHold, holdSlot } from '@/lib/booking/commands';
import { connect, database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { booked, clinicWith, databaseNow, expectCountersToHold, heldBy, openRound, passOf } from '@/test/booking';
import { untilWaiting } from '@/test/locks';
import { operator, reasons, statesOf } from '@/test/recall';
import { closeClinic, endDisruption, pauseProgramme } from './commands';
import { seeToDisplaced } from './worker';

const settle = async () => {
  for (let seen = 1; seen > 0; ) seen = await seeToDisplaced(database(), { batch: 3 });
};
const toldTo = async (personId: string) =>
  (await database().notice.findMany({ where: { personId }, orderBy: { id: 'asc' } })).map(({ template }) => template).slice(1);
const inDays = async (days: number) => new Date((await databaseNow()).getTime() + days * 86_400_000);
const day = 24 * 60;

test('a pause of unknown length: who comes soon is told to wait, nobody is booked, and all are told when it is over', async () => {
  const { pass, world, slot } = await booked(day);
  const far = await clinicWith(world, [2], { fromMinutes: 9 * day });
  const other = await passOf(world);
  const hold = await heldBy(other, far.slots[0] ?? 0);
  const pause = { ...reasons(), campaign: world.campaignId, move: false, toAt: null };
  expect(await pauseProgramme(operator, pause)).toEqual({ ok: true });
  expect(await pauseProgramme(operator, { ...pause, ...reasons() })).toMatchObject({ code: 'paused-already' });
  await settle();
  await settle();
  expect(await confirmHold(other, hold)).toMatchObject({ code: 'slot-closed' });
  expect(await holdSlot(await passOf(world), slot)).toMatchObject({ code: 'slot-closed' });
  expect(await toldTo(pass.personId)).toEqual(['programme-paused']);
  expect(await endDisruption(operator, pause.id)).toBe(true);
  expect(await endDisruption(operator, pause.id)).toBe(false);
  await settle();
  await settle();
  expect(await toldTo(pass.personId)).toEqual(['programme-paused', 'programme-resumed']);
  expect(await statesOf(pause.id)).toEqual({ kept: 1 });
  expect(await confirmHold(other, hold)).toMatchObject({ ok: true });
});

test('whose time passed during the pause gets another place, and until then knows that one is looked for', async () => {
  const { pass, world, slot, id } = await booked(day);
  const pause = { ...reasons(), campaign: world.campaignId, move: false, toAt: null };
  await pauseProgramme(operator, pause);
  await settle();
  await database().slot.update({ where: { id: slot }, data: { startsAt: await inDays(-1) } });
  await endDisruption(operator, pause.id);
  await settle();
  expect(await statesOf(pause.id)).toEqual({ waiting: 1 });
  await clinicWith(world, [1], { fromMinutes: 3 * day });
  await database().displaced.updateMany({ data: { nextAt: new Date(0) } });
  await settle();
  expect(await statesOf(pause.id)).toEqual({ moved: 1 });
  expect(await database().booking.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'confirmed', moves: 1 });
  expect(await toldTo(pass.personId)).toEqual(['programme-paused', 'rebooking', 'booking-changed']);
});

test('a pause until a day moves who is booked within it to after its end, and nobody else', async () => {
  const { pass, world, id } = await booked(day);
  const later = await clinicWith(world, [1, 1], { fromMinutes: 6 * day });
  const far = await passOf(world);
  await confirmHold(far, await heldBy(far, later.slots[0] ?? 0));
  await clinicWith(world, [5], { fromMinutes: 3 * day });
  const pause = { ...reasons(), campaign: world.campaignId, move: true, toAt: await inDays(5) };
  expect(await pauseProgramme(operator, pause)).toEqual({ ok: true });
  await settle();
  expect(await statesOf(pause.id)).toEqual({ moved: 1 });
  expect((await database().booking.findUniqueOrThrow({ where: { id } })).slotId).toBe(later.slots[1]);
  expect(await toldTo(pass.personId)).toEqual(['booking-changed']);
  await expectCountersToHold();
});

test('a pause that goes on beyond its announced end: who was moved to after it is told to wait, and told when it is over', async () => {
  const { pass, world } = await booked(day);
  const after = await clinicWith(world, [1], { fromMinutes: 2.5 * day });
  const far = await passOf(world);
  await confirmHold(far, await heldBy(far, (await clinicWith(world, [1], { fromMinutes: 9 * day })).slots[0] ?? 0));
  const pause = { ...reasons(), campaign: world.campaignId, move: true, toAt: await inDays(2) };
  await pauseProgramme(operator, pause);
  await settle();
  expect(await statesOf(pause.id)).toEqual({ moved: 1 });
  // Its end is an hour ago, and nobody has ended it.
  await database().disruption.update({ where: { id: pause.id }, data: { toAt: await inDays(-1 / 24), sweepAt: new Date(0) } });
  await settle();
  await database().disruption.update({ where: { id: pause.id }, data: { sweepAt: new Date(0) } });
  await settle();
  expect(await statesOf(pause.id)).toEqual({ told: 1 });
  await endDisruption(operator, pause.id);
  await settle();
  expect(await statesOf(pause.id)).toEqual({ kept: 1 });
  expect(await toldTo(pass.personId)).toEqual(['booking-changed', 'programme-paused', 'programme-resumed']);
  expect(await toldTo(far.personId)).toEqual([]);
  const { slotId } = await database().booking.findFirstOrThrow({ where: { personId: pass.personId, status: 'confirmed' } });
  expect(slotId).toBe(after.slots[0]);
});

test('a clinic is shut for some days: its people go to the same clinic later or to a neighbour, and the half hours open again after', async () => {
  const world = await openRound();
  const { clinicId, slots } = await clinicWith(world, [2, 2], { fromMinutes: 2 * day });
  const after = await clinicWith(world, [1], { fromMinutes: 5 * day });
  await database().slot.updateMany({ where: { clinicId: after.clinicId }, data: { clinicId } });
  await database().share.updateMany({ where: { clinicId: after.clinicId }, data: { clinicId } });
  const neighbour = await clinicWith(world, [1], { fromMinutes: 3 * day });
  const people = [await passOf(world), await passOf(world), await passOf(world)];
  for (const pass of people) await confirmHold(pass, await heldBy(pass, slots[people.indexOf(pass) % 2] ?? 0));
  const closure = { ...reasons(), clinic: clinicId, move: true, fromAt: await inDays(1), toAt: await inDays(3) };
  expect(await closeClinic(operator, closure)).toEqual({ ok: true });
  await settle();
  expect(await statesOf(closure.id)).toEqual({ moved: 2, waiting: 1 });
  const places = await database().booking.findMany({
    where: { campaignId: world.campaignId, status: 'confirmed' },
    orderBy: { slotId: 'asc' },
  });
  expect(places.map(({ slotId }) => slotId)).toEqual([after.slots[0], neighbour.slots[0]]);
  expect(new Set((await Promise.all(people.map(({ personId }) => toldTo(personId)))).map((all) => all.join()))).toEqual(
    new Set(['clinic-closed']),
  );
  expect(await database().closure.count({ where: { clinicId } })).toBe(1);
  await endDisruption(operator, closure.id);
  expect(await database().closure.count({ where: { clinicId } })).toBe(0);
  expect(await database().slot.count({ where: { clinicId, closedAt: { not: null } } })).toBe(0);
  await database().displaced.updateMany({ data: { nextAt: new Date(0) } });
  await settle();
  expect(await statesOf(closure.id)).toEqual({ moved: 3 });
  await expectCountersToHold();
});

test('of two closures that overlap the one that goes on keeps its half hours shut, whichever ends first', async () => {
  const world = await openRound();
  const { clinicId, slots } = await clinicWith(world, [1], { fromMinutes: 2 * day });
  const later = await clinicWith(world, [1], { fromMinutes: 4 * day });
  await database().slot.updateMany({ where: { clinicId: later.clinicId }, data: { clinicId } });
  const shut = async () => (await database().slot.findMany({ where: { clinicId, closedAt: { not: null } } })).map(({ id }) => id).sort();
  // Both from the same minute on: the morning first, then it turned out to take the week.
  const fromAt = await inDays(1);
  const closure = async (days: number) => ({ ...reasons(), clinic: clinicId, move: true, fromAt, toAt: await inDays(days) });
  const [short, long] = [await closure(3), await closure(5)];
  await closeClinic(operator, short);
  await closeClinic(operator, long);
  expect(await shut()).toEqual([...slots, ...later.slots].sort());
  await endDisruption(operator, long.id);
  expect(await shut(), 'the short one goes on').toEqual(slots);
  expect(await database().closure.findMany({ where: { clinicId } })).toMatchObject([
    { endsAt: new Date(Math.round(short.toAt.getTime() / 1000) * 1000) },
  ]);
  await closeClinic(operator, { ...long, ...reasons() });
  await endDisruption(operator, short.id);
  expect(await shut(), 'the long one goes on').toEqual([...slots, ...later.slots].sort());
});

test('two closures that end at once open the half hours that both covered; one that begins as another ends keeps its own shut', async () => {
  const world = await openRound();
  const { clinicId, slots } = await clinicWith(world, [1], { fromMinutes: 2 * day });
  const later = await clinicWith(world, [1], { fromMinutes: 3 * day });
  await database().slot.updateMany({ where: { clinicId: later.clinicId }, data: { clinicId } });
  const closure = async (from: number, to: number) => ({
    ...reasons(),
    ...{ clinic: clinicId, move: true, fromAt: await inDays(from), toAt: await inDays(to) },
  });
  const [both, second] = [await closure(1, 4), await closure(2.5, 4)];
  await closeClinic(operator, both);
  await closeClinic(operator, second);
  const third = await closure(2.5, 4);
  const shut = () => database().slot.count({ where: { clinicId, closedAt: { not: null } } });
  /** The first has begun and waits for a half hour when the second comes. */
  const atOnce = async (first: () => Promise<unknown>, then: () => Promise<unknown>) => {
    const aside = connect(env().DATABASE_URL, 1);
    const acting = await aside.$transaction(
      async (transaction) => {
        await transaction.$queryRaw`SELECT FROM slot WHERE id = ${slots[0]} FOR UPDATE`;
        const one = first();
        await untilWaiting(1);
        const other = then();
        await Promise.race([other, untilWaiting(2)]);
        return [one, other];
      },
      { timeout: 180_000 },
    );
    await Promise.all(acting);
    await aside.$disconnect();
  };
  await atOnce(
    () => endDisruption(operator, both.id),
    () => endDisruption(operator, second.id),
  );
  expect(await shut()).toBe(0);
  const again = { ...both, ...reasons() };
  await closeClinic(operator, again);
  await atOnce(
    () => endDisruption(operator, again.id),
    () => closeClinic(operator, third),
  );
  expect(await shut()).toBe(1);
});

test('a clinic that is shut for an unknown time may ask its people to wait', async () => {
  const { pass, slot } = await booked(2 * day);
  const { clinicId } = await database().slot.findUniqueOrThrow({ where: { id: slot } });
  const closure = { ...reasons(), clinic: clinicId, move: false, fromAt: null, toAt: null };
  expect(await closeClinic(operator, closure)).toEqual({ ok: true });
  expect(await closeClinic(operator, { ...closure, ...reasons() })).toMatchObject({ code: 'paused-already' });
  await settle();
  await endDisruption(operator, closure.id);
  await settle();
  expect(await toldTo(pass.personId)).toEqual(['clinic-paused', 'clinic-resumed']);
  expect((await database().clinic.findUniqueOrThrow({ where: { id: clinicId } })).pausedAt).toBeNull();
});
