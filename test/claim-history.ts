import { randomUUID } from 'node:crypto';
import { cancelBooking, confirmHold, holdSlot, holdTogether, moveBooking, releaseHold } from '@/lib/booking/commands';
import { bookDueSeconds } from '@/lib/booking/second-dose/worker';
import { reapHolds } from '@/lib/booking/worker';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mintPass, type PassProof } from '@/lib/line/proof';
import { database } from '@/lib/platform/database';
import { openRecall } from '@/lib/recall/commands';
import { seeToDisplaced } from '@/lib/recall/worker';
import { acceptOffer, declineOffer } from '@/lib/waiting/commands';
import { offerPlaces } from '@/lib/waiting/worker';
import { meetDueWishes } from '@/lib/wish/worker';
import { beneficiary, clinicWith, openRound, passOf, secondAt } from './booking';
import { drawn } from './draw';
import { operator, recallOf } from './recall';

/** What a server does with places; a mutant replaces some of it. */
export const honest = { holdSlot, holdTogether, confirmHold, releaseHold, moveBooking, cancelBooking, reapHolds };
export type Bookings = typeof honest;

type Task = 'reap' | 'seconds' | 'offer' | 'meet wishes' | 'recall' | 'see to displaced';
export type Step =
  | { do: 'hold' | 'hold together' | 'move'; who: number; slot: number }
  | { do: 'confirm' | 'release' | 'cancel' | 'cancel second' | 'lapse' | 'accept' | 'decline'; who: number }
  | { do: Task };

export interface Ground {
  passes: PassProof[];
  slots: number[];
  /** What a recall is of: one of the lots that first doses come from. */
  lot: string;
}

/** A few places for many people: two clinics, three half hours, shares smaller than the half hours, and second doses for some. */
export async function groundFor(
  people: number,
  { one: of = { places: [4, 3], quota: 5 }, two: and = { places: [5], quota: 3 } } = {},
): Promise<Ground> {
  const world = await openRound();
  const one = await clinicWith(world, of.places, { quota: of.quota });
  const two = await clinicWith(world, and.places, { fromMinutes: 6 * 24 * 60, quota: and.quota });
  for (const { clinicId, slots } of [one, two]) {
    const { startsAt } = await database().slot.findUniqueOrThrow({ where: { id: slots[0] ?? 0 } });
    await secondAt(world, clinicId, { day: addDays(seoulDate(startsAt), 21), places: 2 });
  }
  const passes: PassProof[] = [];
  for (let index = 0; index < people; index += 1) passes.push(await passOf(world));
  const { lotNumber } = await database().delivery.findFirstOrThrow({ where: { clinicId: two.clinicId }, orderBy: { id: 'asc' } });
  return { passes, slots: [...one.slots, ...two.slots], lot: lotNumber };
}

/**
 * The same, for all that can happen: some of the people come in threes, some wait for a place at a clinic or in the district, and some
 * have left wishes whose turn has come.
 */
export async function groundForAll(people: number): Promise<Ground> {
  const { slots, ...ground } = await groundFor(people, { one: { places: [8, 8], quota: 14 }, two: { places: [8], quota: 6 } });
  const [{ roundId, campaignId } = { roundId: '', campaignId: '' }] = ground.passes;
  const [first, last] = await Promise.all(
    [slots[0], slots.at(-1)].map((id = 0) => database().slot.findUniqueOrThrow({ where: { id }, include: { clinic: true } })),
  );
  if (!first || !last) throw new Error('no clinics');
  const passes: PassProof[] = [];
  for (const [index, pass] of ground.passes.entries()) {
    const party = index % 5 === 0 ? [pass, ...ground.passes.slice(index + 1, index + 3)].flatMap((one) => one.party) : pass.party;
    if (party.length > 1)
      await comeTogether(
        roundId,
        party.map(({ personId }) => personId),
      );
    passes.push(mintPass({ ...pass, party }));
  }
  await drawn(roundId);
  const now = Date.now();
  await database().frontSegment.create({
    data: {
      roundId,
      line: 'drawn',
      sequence: 1,
      startsAt: new Date(now - 120_000),
      endsAt: new Date(now - 60_000),
      fromPosition: 0,
      toPosition: 1,
    },
  });
  const waits = passes.filter((_, index) => index % 5 === 3);
  await database().waiting.createMany({
    data: waits.map(({ personId }, index) => ({
      ...{ id: randomUUID(), campaignId, roundId, personId, actorId: personId, place: index / waits.length },
      ...(index % 2 ? { clinicId: first.clinicId } : { regionCode: first.clinic.regionCode }),
    })),
  });
  const wishers = passes.filter((_, index) => index % 5 === 4);
  const [fromDay, toDay] = [seoulDate(new Date(now)), addDays(seoulDate(new Date(now)), 20)];
  await database().ticket.createMany({ data: wishers.map(({ personId }) => ({ roundId, personId })) });
  await database().wishList.createMany({
    data: wishers.map(({ personId }, index) => ({
      ...{ roundId, personId, actorId: personId, place: index / wishers.length },
      wishes: [last, first].map(({ clinicId }) => ({ where: { clinic: clinicId }, fromDay, toDay, fromMinute: 0, toMinute: 1440 })),
    })),
  });
  return { ...ground, slots, passes };
}

async function comeTogether(roundId: string, people: string[]): Promise<void> {
  const { id: householdId } = await database().household.create({ data: { id: randomUUID(), roundId, headId: people[0] ?? '' } });
  const members = people.map((personId, index) => ({ roundId, personId, householdId, number: index + 1, agreedBy: personId }));
  await database().householdMember.createMany({ data: members });
}

/** What people were told that they have: by booking. */
export class Told extends Map<string, 'confirmed' | 'cancelled' | 'unsure'> {}

const mine = (pass: PassProof, dose: 1 | 2, status: ('held' | 'confirmed')[]) =>
  database().booking.findFirst({ where: { personId: pass.personId, dose, status: { in: status } } });

/** One step of one caller. An answer that never came leaves it open whether anything was done. */
export async function perform(server: Bookings, ground: Ground, told: Told, step: Step): Promise<void> {
  if (!('who' in step)) {
    return await byWorker(server, ground, step.do);
  }
  const pass = ground.passes[step.who % ground.passes.length];
  if (!pass) throw new Error('nobody');
  const person = beneficiary(pass.personId);
  const slot = 'slot' in step ? (ground.slots[step.slot % ground.slots.length] ?? 0) : 0;
  switch (step.do) {
    case 'hold':
      await server.holdSlot(pass, slot);
      return;
    case 'hold together':
      await server.holdTogether(
        pass,
        slot,
        pass.party.map(({ personId }) => personId),
      );
      return;
    case 'release':
      await server.releaseHold(pass);
      return;
    case 'lapse':
      await database().booking.updateMany({ where: { personId: pass.personId, status: 'held' }, data: { heldUntil: new Date(0) } });
      return;
    case 'confirm': {
      const held = await mine(pass, 1, ['held']);
      if (held && (await server.confirmHold(pass, held.id)).ok && told.get(held.id) === undefined) told.set(held.id, 'confirmed');
      return;
    }
    case 'move': {
      const booking = await mine(pass, 1, ['confirmed']);
      if (booking) await server.moveBooking(person, booking.id, slot);
      return;
    }
    case 'accept':
    case 'decline': {
      const offer = await database().booking.findFirst({ where: { personId: pass.personId, status: 'offered' } });
      if (offer) await answer(person, offer.id, step.do, told);
      return;
    }
    default: {
      const booking = await mine(pass, step.do === 'cancel' ? 1 : 2, ['confirmed']);
      if (!booking) return;
      told.set(booking.id, 'unsure');
      if ((await server.cancelBooking(person, booking.id)).ok) told.set(booking.id, 'cancelled');
    }
  }
}

/** A later booking ends with the offer that is accepted, whether the answer comes or not. */
async function answer(person: BeneficiaryProof, offerId: string, what: 'accept' | 'decline', told: Told): Promise<void> {
  if (what === 'decline') return void (await declineOffer(person, offerId));
  try {
    await acceptOffer(person, offerId);
  } finally {
    const { personId } = person;
    for (const { id } of await database().booking.findMany({ where: { personId }, select: { id: true } })) told.set(id, 'unsure');
  }
}

async function byWorker(server: Bookings, ground: Ground, what: Task): Promise<void> {
  const db = database();
  switch (what) {
    case 'reap':
      return void (await server.reapHolds(db));
    case 'offer':
      return void (await offerPlaces(db, { fromHour: 0, toHour: 24 }));
    case 'meet wishes':
      return void (await meetDueWishes(db));
    case 'recall':
      return void (await openRecall(operator, recallOf(ground.lot)));
    case 'see to displaced':
      return void (await seeToDisplaced(db));
    default:
      await db.secondDoseDue.updateMany({ data: { nextAt: new Date(0) } });
      await bookDueSeconds(db);
  }
}

/** What is wrong: a counter that is not the number of its bookings, a limit passed, a person doubled, a promise lost. */
export async function faultsOf(told: Told): Promise<string[]> {
  const wrong = await database().$queryRaw<{ what: string }[]>`
    SELECT 'slot counts ' || slot.taken || ' of ' || slot.capacity || ' for ' || count(booking.id) AS what
      FROM slot LEFT JOIN booking ON booking.slot_id = slot.id AND booking.status IN ('held', 'offered', 'confirmed')
     GROUP BY slot.id HAVING slot.taken <> count(booking.id) OR count(booking.id) > slot.capacity
    UNION ALL
    SELECT 'share counts ' || share.taken || ' of ' || share.quota || ' for ' || count(booking.id)
      FROM share LEFT JOIN booking ON booking.share_id = share.id AND booking.status IN ('held', 'offered', 'confirmed')
     GROUP BY share.id HAVING share.taken - share.kept <> count(booking.id) OR count(booking.id) > share.quota
    UNION ALL
    SELECT 'two bookings of one person' FROM booking WHERE status IN ('held', 'confirmed')
     GROUP BY campaign_id, person_id, dose HAVING count(*) > 1
    UNION ALL
    SELECT 'a second dose without its first' FROM booking second JOIN booking first ON first.id = second.decision_id
     WHERE second.origin = 'second_dose' AND second.status = 'confirmed' AND first.status <> 'confirmed'`;
  const faults = wrong.map(({ what }) => what);
  const known = await database().booking.findMany({
    where: { id: { in: [...told.keys()] } },
    select: { id: true, status: true, _count: { select: { displaced: true } } },
  });
  for (const [id, was] of told) {
    const booking = known.find((one) => one.id === id);
    const is = booking?.status;
    // Where a recall has found no other place, the person was told that, too.
    if (booking?._count.displaced && was === 'confirmed') continue;
    if (was !== 'unsure' && is !== was) faults.push(`somebody was told “${was}” and it is ${is ?? 'gone'}`);
  }
  return faults;
}
