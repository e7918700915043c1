import { database } from '@/lib/platform/database';
import type { Somebody } from '../fixtures/people';
import type { Clinic, Round } from '../fixtures/world';

interface Ground {
  rounds?: Round[];
  people?: Somebody[];
  clinics?: Clinic[];
}

/**
 * Everything that a trick could have changed of a test's own rounds, people and clinics, to be compared before and after.
 * Left out is when a holder, or somebody at work, was last seen: looking changes it.
 */
export async function ledger({ rounds = [], people = [], clinics = [] }: Ground) {
  const roundId = { in: rounds.map(({ id }) => id) };
  const personId = { in: people.map((person) => person.personId) };
  const clinicId = { in: clinics.map(({ id }) => id) };
  const db = database();
  const [tickets, seats, segments, bookings, slots, sessions, roles, settings] = await Promise.all([
    db.ticket.findMany({ where: { OR: [{ roundId }, { personId }] }, orderBy: [{ roundId: 'asc' }, { personId: 'asc' }] }),
    db.seat.findMany({ where: { roundId }, omit: { seenAt: true }, orderBy: [{ roundId: 'asc' }, { number: 'asc' }] }),
    db.frontSegment.count({ where: { roundId } }),
    db.booking.findMany({ where: { OR: [{ personId }, { clinicId }, { roundId }] }, orderBy: { id: 'asc' } }),
    db.slot.findMany({ where: { clinicId }, orderBy: { id: 'asc' } }),
    db.session.findMany({ where: { personId }, omit: { staffSeenAt: true }, orderBy: { id: 'asc' } }),
    db.staffRole.count({ where: { personId } }),
    db.round.findMany({ where: { id: roundId }, orderBy: { id: 'asc' } }),
  ]);
  return { tickets, seats, segments, bookings, slots, sessions, roles, settings };
}

/** The count that each half hour keeps is the number of bookings that stand on it. */
export async function countsThatAreOff(clinic: Clinic): Promise<number[]> {
  const rows = await database().$queryRaw<{ id: number }[]>`
    SELECT slot.id FROM slot LEFT JOIN booking ON booking.slot_id = slot.id AND booking.status IN ('held', 'confirmed')
    WHERE slot.clinic_id = ${clinic.id} GROUP BY slot.id HAVING slot.taken <> count(booking.id)`;
  return rows.map(({ id }) => id);
}
