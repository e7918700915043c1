import { cancelBooking, confirmHold, holdSlot, holdTogether, moveBooking, releaseHold } from '@/lib/booking/commands';
import { bookDueSeconds } from '@/lib/booking/second-dose/worker';
import { reapHolds } from '@/lib/booking/worker';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import type { PassProof } from '@/lib/line/proof';
import { database } from '@/lib/platform/database';
import { beneficiary, clinicWith, openRound, passOf, secondAt } from './booking';

/** What a server does with places; a mutant replaces some of it. */
export const honest = { holdSlot, holdTogether, confirmHold, releaseHold, moveBooking, cancelBooking, reapHolds };
export type Bookings = typeof honest;

export type Step =
  | { do: 'hold' | 'move'; who: number; slot: number }
  | { do: 'confirm' | 'release' | 'cancel' | 'cancel second' | 'lapse'; who: number }
  | { do: 'reap' | 'seconds' };

export interface Ground {
  passes: PassProof[];
  slots: number[];
}

/** A few places for many people: two clinics, three half hours, shares smaller than the half hours, and second doses for some. */
export async function groundFor(people: number): Promise<Ground> {
  const world = await openRound();
  const one = await clinicWith(world, [4, 3], { quota: 5 });
  const two = await clinicWith(world, [5], { fromMinutes: 6 * 24 * 60, quota: 3 });
  for (const { clinicId, slots } of [one, two]) {
    const { startsAt } = await database().slot.findUniqueOrThrow({ where: { id: slots[0] ?? 0 } });
    await secondAt(world, clinicId, { day: addDays(seoulDate(startsAt), 21), places: 2 });
  }
  const passes: PassProof[] = [];
  for (let index = 0; index < people; index += 1) passes.push(await passOf(world));
  return { passes, slots: [...one.slots, ...two.slots] };
}

/** What people were told that they have: by booking. */
export class Told extends Map<string, 'confirmed' | 'cancelled' | 'unsure'> {}

const mine = (pass: PassProof, dose: 1 | 2, status: ('held' | 'confirmed')[]) =>
  database().booking.findFirst({ where: { personId: pass.personId, dose, status: { in: status } } });

/** One step of one caller. An answer that never came leaves it open whether anything was done. */
export async function perform(server: Bookings, ground: Ground, told: Told, step: Step): Promise<void> {
  if (!('who' in step)) {
    if (step.do === 'reap') return void (await server.reapHolds(database()));
    await database().secondDoseDue.updateMany({ data: { nextAt: new Date(0) } });
    return void (await bookDueSeconds(database()));
  }
  const pass = ground.passes[step.who % ground.passes.length];
  if (!pass) throw new Error('nobody');
  const person = beneficiary(pass.personId);
  const slot = 'slot' in step ? (ground.slots[step.slot % ground.slots.length] ?? 0) : 0;
  switch (step.do) {
    case 'hold':
      await server.holdSlot(pass, slot);
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
    default: {
      const booking = await mine(pass, step.do === 'cancel' ? 1 : 2, ['confirmed']);
      if (!booking) return;
      told.set(booking.id, 'unsure');
      if ((await server.cancelBooking(person, booking.id)).ok) told.set(booking.id, 'cancelled');
    }
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
     GROUP BY share.id HAVING share.taken <> count(booking.id) OR count(booking.id) > share.quota
    UNION ALL
    SELECT 'two bookings of one person' FROM booking WHERE status IN ('held', 'confirmed')
     GROUP BY campaign_id, person_id, dose HAVING count(*) > 1
    UNION ALL
    SELECT 'a second dose without its first' FROM booking second JOIN booking first ON first.id = second.decision_id
     WHERE second.origin = 'second_dose' AND second.status = 'confirmed' AND first.status <> 'confirmed'`;
  const faults = wrong.map(({ what }) => what);
  const known = await database().booking.findMany({ where: { id: { in: [...told.keys()] } }, select: { id: true, status: true } });
  for (const [id, was] of told) {
    const is = known.find((booking) => booking.id === id)?.status;
    if (was !== 'unsure' && is !== was) faults.push(`somebody was told “${was}” and it is ${is ?? 'gone'}`);
  }
  return faults;
}
