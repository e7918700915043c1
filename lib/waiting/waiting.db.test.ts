import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { cancelBooking, confirmHold, holdSlot } from '@/lib/booking/commands';
import { reapHolds } from '@/lib/booking/worker';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { mintClinic } from '@/lib/identity/proof';
import { drawOf } from '@/lib/line/queries';
import { standingAt, ticketNumber } from '@/lib/line/ticket-number';
import { database } from '@/lib/platform/database';
import {
  beneficiary,
  clinicWith,
  databaseNow,
  delivered,
  expectCountersToHold,
  heldBy,
  openRound,
  passOf,
  secondAt,
  shared,
  somebody,
  type World,
} from '@/test/booking';
import { drawn } from '@/test/draw';
import { acceptOffer, announceLeftover, declineOffer, joinWaiting, leaveWaiting } from './commands';
import { stockToday } from './queries';
import { offerPlaces } from './worker';

const always = { fromHour: 0, toHour: 24 };
const offer = () => offerPlaces(database(), always);
let world: World;
beforeEach(async () => {
  // Those of other tests wait no more.
  await database().waiting.updateMany({ where: { state: 'waiting' }, data: { state: 'left', endedAt: new Date() } });
  world = await openRound();
  await drawn(world.roundId);
});

/** Somebody with a ticket who waits for a place at this clinic. */
async function waiter(clinicId: string, personId?: string): Promise<string> {
  const id = personId ?? (await somebody());
  await database().ticket.create({ data: { roundId: world.roundId, personId: id } });
  expect(await joinWaiting(beneficiary(id), world.roundId, { clinic: clinicId })).toEqual({ ok: true });
  return id;
}
const offered = () =>
  database().booking.findMany({ where: { campaignId: world.campaignId, status: 'offered' }, orderBy: { slotId: 'asc' } });
const lapse = async () => {
  await database().booking.updateMany({ where: { status: 'offered' }, data: { heldUntil: new Date(0) } });
  await reapHolds(database());
};
async function inOrder(people: string[]): Promise<string[]> {
  const draw = await drawOf(world.roundId);
  if (!draw?.seed) throw new Error('not drawn');
  const { seed, ticketKey } = draw;
  const place = (id: string) => standingAt(seed, ticketNumber(ticketKey, id, world.roundId)).place;
  return [...people].sort((a, b) => place(a) - place(b));
}

test('a free place is offered in the order of the draw, and passes on when it is declined or its time runs out', async () => {
  const { clinicId, slots } = await clinicWith(world, [1]);
  const people = [await waiter(clinicId), await waiter(clinicId), await waiter(clinicId)];
  const [first = '', second = '', third = ''] = await inOrder(people);
  // Joining again, or elsewhere, makes no second place on any list.
  expect(await joinWaiting(beneficiary(third), world.roundId, { clinic: clinicId })).toEqual({ ok: true });
  expect(await offer()).toBe(1);
  expect(await offer(), 'the place is kept').toBe(0);
  expect((await offered()).map(({ personId }) => personId)).toEqual([first]);
  expect(await holdSlot(await passOf(world), slots[0] ?? 0), 'nobody else gets it').toMatchObject({ code: 'slot-full' });
  const [one] = await offered();
  expect(await acceptOffer(beneficiary(second), one?.id ?? ''), 'it is not theirs').toMatchObject({ code: 'offer-unknown' });
  expect(await declineOffer(beneficiary(first), one?.id ?? '')).toBe(true);
  await offer();
  expect((await offered()).map(({ personId }) => personId)).toEqual([second]);
  const [two] = await offered();
  await lapse();
  expect(await acceptOffer(beneficiary(second), two?.id ?? '')).toMatchObject({ code: 'offer-gone' });
  await offer();
  const [three] = await offered();
  expect(three?.personId).toBe(third);
  expect(await acceptOffer(beneficiary(third), three?.id ?? '')).toEqual({ ok: true });
  expect(await acceptOffer(beneficiary(third), three?.id ?? ''), 'a second press').toEqual({ ok: true });
  expect(await database().waiting.count({ where: { state: 'waiting', roundId: world.roundId } })).toBe(2);
  const told = await database().notice.findMany({ where: { personId: second }, orderBy: { id: 'asc' } });
  expect(told.map(({ template }) => template)).toEqual(['offer-made', 'offer-passed']);
  await expectCountersToHold();
});

test('who has tickets of several rounds stands where the first draw of the campaign put them, whichever they come with', async () => {
  const { clinicId } = await clinicWith(world, []);
  const personId = await somebody();
  const at = await databaseNow();
  const hour = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
  const early = await openRound({ campaignId: world.campaignId, drawAt: hour(-9), opensAt: hour(-8) });
  const late = await openRound({ campaignId: world.campaignId, opensAt: hour(-0.6) });
  const undrawn = await openRound({ campaignId: world.campaignId, drawAt: hour(-11), opensAt: hour(-10) });
  await drawn(late.roundId);
  await drawn(early.roundId);
  const tickets = [world, early, late, undrawn].map(({ roundId }) => ({ roundId, personId }));
  await database().ticket.createMany({ data: tickets });
  const draw = await drawOf(early.roundId);
  if (!draw?.seed) throw new Error('not drawn');
  const { place } = standingAt(draw.seed, ticketNumber(draw.ticketKey, personId, early.roundId));
  for (const { roundId } of [late, early, world, late]) {
    expect(await joinWaiting(beneficiary(personId), roundId, { clinic: clinicId })).toEqual({ ok: true });
    const own = await database().waiting.findFirstOrThrow({ where: { personId, state: 'waiting' } });
    expect([own.roundId, own.place]).toEqual([roundId, place]);
    await leaveWaiting(beneficiary(personId), own.id);
  }
  expect(await joinWaiting(beneficiary(personId), undrawn.roundId, { clinic: clinicId })).toMatchObject({ code: 'not-drawn' });
});

test('what is given back while somebody waits is nobody else’s until it was offered; what nobody there wants is let go', async () => {
  const { clinicId, slots } = await clinicWith(world, [2]);
  const [slot = 0] = slots;
  const both = [await passOf(world), await passOf(world)];
  const ids: string[] = [];
  for (const pass of both) {
    const id = await heldBy(pass, slot);
    await confirmHold(pass, id);
    ids.push(id);
  }
  const person = await waiter(clinicId);
  const shareOf = () => database().share.findFirstOrThrow({ where: { clinicId } });
  const cancel = (index: number) => cancelBooking(beneficiary(both[index]?.personId ?? ''), ids[index] ?? '');
  await Promise.all([cancel(0), cancel(1)]);
  expect(await shareOf()).toMatchObject({ taken: 2, kept: 2 });
  await expectCountersToHold();
  const rush = await Promise.all(Array.from({ length: 6 }, async () => holdSlot(await passOf(world), slot)));
  expect(rush.map((answer) => (answer.ok ? 'held' : answer.code))).toEqual(Array(6).fill('slot-full'));
  expect(await offer()).toBe(1);
  expect((await offered()).map(({ personId }) => personId)).toEqual([person]);
  // One more place than people who wait.
  expect(await shareOf()).toMatchObject({ taken: 2, kept: 1 });
  await database().share.updateMany({ where: { clinicId }, data: { keptAt: new Date(0) } });
  expect(await offer()).toBe(0);
  expect(await shareOf()).toMatchObject({ taken: 1, kept: 0 });
  await heldBy(await passOf(world), slot);
  await expectCountersToHold();
});

test('where nobody waits nothing is kept', async () => {
  const { clinicId, slots } = await clinicWith(world, [1]);
  await waiter((await clinicWith(world, [])).clinicId);
  const pass = await passOf(world);
  const id = await heldBy(pass, slots[0] ?? 0);
  await confirmHold(pass, id);
  await cancelBooking(beneficiary(pass.personId), id);
  expect(await database().share.findFirstOrThrow({ where: { clinicId } })).toMatchObject({ taken: 0, kept: 0 });
});

test('at night nobody is asked, a stranger to the round is on no list, and who leaves is not asked', async () => {
  const { clinicId } = await clinicWith(world, [1]);
  expect(await joinWaiting(beneficiary(await somebody()), world.roundId, { clinic: clinicId })).toMatchObject({ code: 'no-ticket' });
  const person = await waiter(clinicId);
  expect(await offerPlaces(database(), { fromHour: 24, toHour: 24 })).toBe(0);
  await offer();
  const { id } = await database().waiting.findFirstOrThrow({ where: { personId: person } });
  expect(await leaveWaiting(beneficiary(person), id)).toBe(true);
  expect(await offered()).toEqual([]);
  expect(await offer()).toBe(0);
  await expectCountersToHold();
});

test('a sooner place ends the later booking in the same statement, and its second dose goes on while it fits', async () => {
  const { clinicId, slots } = await clinicWith(world, [1], { fromMinutes: 12 * 24 * 60 });
  const pass = await passOf(world);
  const day = (days: number) => addDays(seoulDate(new Date()), days);
  await secondAt(world, clinicId, { day: day(12 + 21), places: 1 });
  await confirmHold(pass, await heldBy(pass, slots[0] ?? 0));
  const soon = await clinicWith(world, [1], { fromMinutes: 8 * 24 * 60 });
  await waiter(soon.clinicId, pass.personId);
  await offer();
  const [one] = await offered();
  const answers = await Promise.all([1, 2, 3].map(() => acceptOffer(beneficiary(pass.personId), one?.id ?? '')));
  expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
  const all = await database().booking.findMany({ where: { personId: pass.personId }, orderBy: [{ dose: 'asc' }, { slotId: 'asc' }] });
  expect(all.map(({ dose, status, slotId }) => [dose, status, slotId === slots[0] || dose === 2])).toEqual([
    [1, 'cancelled', true],
    [1, 'confirmed', false],
    [2, 'confirmed', true],
  ]);
  expect(all[2]?.decisionId).toBe(one?.id);
  // The place of before is free, and cancelling takes the second dose along.
  expect((await database().slot.findUniqueOrThrow({ where: { id: slots[0] ?? 0 } })).taken).toBe(0);
  expect(await cancelBooking(beneficiary(pass.personId), one?.id ?? '')).toEqual({ ok: true });
  expect(await database().booking.count({ where: { personId: pass.personId, status: 'confirmed' } })).toBe(0);
  await expectCountersToHold();
});

test('a place that is not sooner than what somebody has is not offered to them', async () => {
  const { clinicId, slots } = await clinicWith(world, [2]);
  const pass = await passOf(world);
  await confirmHold(pass, await heldBy(pass, slots[0] ?? 0));
  await waiter(clinicId, pass.personId);
  expect(await offer()).toBe(0);
});

test('thirty people for three doses of today: three bookings, whoever asks, answers, lapses or cancels at once', async () => {
  const { clinicId } = await clinicWith(world, []);
  const deliveryId = await delivered(clinicId, 'P2', { doses: 10 });
  const people: string[] = [];
  for (let index = 0; index < 30; index += 1) people.push(await waiter(clinicId));
  const clinic = mintClinic({ personId: people[0] ?? '', sessionId: 's', clinicId });
  const { until, late } = await todayUntil();
  const leftover = { id: randomUUID(), delivery: deliveryId, campaign: world.campaignId, doses: 3, until };
  const elsewhere = mintClinic({ ...clinic, clinicId: 'another' });
  expect(await announceLeftover(elsewhere, leftover)).toMatchObject({ code: 'delivery-unknown' });
  if (late) return expect(await announceLeftover(clinic, leftover)).toMatchObject({ code: 'too-late' });
  expect(await Promise.all([announceLeftover(clinic, leftover), announceLeftover(clinic, leftover)])).toEqual([{ ok: true }, { ok: true }]);
  let confirmed = 0;
  for (let round = 0; round < 12; round += 1) {
    await Promise.all([offer(), offer(), reapHolds(database())]);
    const open = await offered();
    expect(open.length + confirmed).toBeLessThanOrEqual(3);
    await Promise.all([
      ...open.map(({ id, personId }, index) =>
        (index + round) % 3 === 0 ? declineOffer(beneficiary(personId), id) : acceptOffer(beneficiary(personId), id),
      ),
      ...open.map(({ id, personId }) => acceptOffer(beneficiary(personId), id)),
      // Nobody is asked twice for the same day: were it always faster than the answers, the thirty would be used up.
      ...(round < 4 ? [lapse()] : []),
      offer(),
    ]);
    if (round < 4) {
      const [one] = await database().booking.findMany({ where: { campaignId: world.campaignId, status: 'confirmed' } });
      if (one) await cancelBooking(beneficiary(one.personId), one.id);
    }
    confirmed = await database().booking.count({ where: { campaignId: world.campaignId, status: 'confirmed' } });
    expect(confirmed).toBeLessThanOrEqual(3);
    await expectCountersToHold();
  }
  expect(confirmed).toBe(3);
});

test('where two programmes book a vaccine the clinic says for which its doses are, and the people of that one are asked', async () => {
  const { clinicId } = await clinicWith(world, []);
  const deliveryId = await delivered(clinicId, 'P2', { doses: 10 });
  const person = await waiter(clinicId);
  const clinic = mintClinic({ personId: person, sessionId: 's', clinicId });
  const { until, late } = await todayUntil();
  const announce = (campaign: string | null) =>
    announceLeftover(clinic, { id: randomUUID(), delivery: deliveryId, campaign, doses: 1, until });
  // Opened after the round of who waits, like a booster beside the first course.
  const newer = await openRound({ opensAt: new Date(Date.now() - 60_000) });
  const { campaigns } = (await stockToday(clinic)).find(({ id }) => id === deliveryId) ?? { campaigns: [] };
  expect(campaigns.map(({ id }) => id)).toEqual(expect.arrayContaining([world.campaignId, newer.campaignId]));
  expect(await announce(null)).toMatchObject({ code: 'which-campaign' });
  expect(await announce('nobodys')).toMatchObject({ code: 'no-round' });
  expect(await database().share.count({ where: { deliveryId } })).toBe(0);
  if (late) return expect(await announce(world.campaignId)).toMatchObject({ code: 'too-late' });
  expect(await announce(world.campaignId)).toEqual({ ok: true });
  expect(await database().share.findMany({ where: { deliveryId } })).toMatchObject([{ roundId: world.roundId, quota: 1 }]);
  await offer();
  expect((await offered()).map(({ personId }) => personId)).toEqual([person]);
});

test('doses of today are of a round that has released all of its places, also when a newer one has not', async () => {
  const { clinicId } = await clinicWith(world, []);
  const deliveryId = await delivered(clinicId, 'P2', { doses: 10 });
  const { until, late } = await todayUntil();
  if (late) return;
  const newer = await openRound({ campaignId: world.campaignId, opensAt: new Date(Date.now() - 60_000) });
  await database().tranche.create({ data: { roundId: newer.roundId, at: new Date(0), permille: 100 } });
  const clinic = mintClinic({ personId: await somebody(), sessionId: 's', clinicId });
  await announceLeftover(clinic, { id: randomUUID(), delivery: deliveryId, campaign: world.campaignId, doses: 3, until });
  expect(await database().share.findMany({ where: { deliveryId } })).toMatchObject([{ roundId: world.roundId, quota: 3 }]);
});

/** A time of today that a clinic may still announce; `late` in the last hours of a day, when there is none. */
async function todayUntil() {
  const now = await databaseNow();
  const soon = new Date(now.getTime() + 2 * 3_600_000);
  const late = seoulDate(soon) !== seoulDate(now);
  return { late, until: late ? '00:00' : new Date(soon.getTime() + 9 * 3_600_000).toISOString().slice(11, 16) };
}

test('a place of a share of another round is offered only when that round is over', async () => {
  const { clinicId } = await clinicWith(world, []);
  const person = await waiter(clinicId);
  const other = await openRound({ campaignId: world.campaignId });
  const day = addDays(seoulDate(await databaseNow()), 5);
  await database().slot.create({ data: { clinicId, startsAt: new Date(`${day}T10:00:00+09:00`), capacity: 1 } });
  await shared(other, { clinicId, day, product: 'P2', deliveryId: await delivered(clinicId, 'P2'), quota: 1 });
  expect(await offer()).toBe(0);
  await database().round.update({ where: { id: other.roundId }, data: { closesAt: new Date(Date.now() - 60_000) } });
  expect(await offer()).toBe(1);
  expect((await offered()).map(({ personId }) => personId)).toEqual([person]);
});
