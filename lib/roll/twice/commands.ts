import type { AgentProof } from '@/lib/identity/proof';
import { encrypt } from '@/lib/platform/crypto';
import { Prisma } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';
import { leaveSeats } from '@/lib/privacy/erasing/sql';
import { recordAccess } from '@/lib/record/sql';
import { giveTickets, settling } from '../commands';
import { bothBooked, bringOver, endLines, endSecondConsents, leaveOffers, oneIsLeft, twins } from './sql';
import { remaining, type Twin } from './which';

/**
 * Two records of the roll are one person: of their two places one is left, by the rule and not by choice, with the name and number
 * of `current`. Tickets, wishes and holds of the other are ended; bookings, sessions and consents go over.
 */
export async function joinTwice(office: AgentProof, { current, other, reason }: { current: string; other: string; reason: string }) {
  if (current === other) return refuse('not-twice');
  // Nobody joins their own.
  if ([current, other].includes(office.personId)) return refuse('own-record');
  return await settling(async (db) => {
    const [one, another, ...more] = await db.$queryRaw<(Twin & { heads: boolean })[]>(twins(current, other));
    if (!one || !another || more.length > 0) return refuse('not-twice');
    // An identity check tells one person from another.
    if (one.signedIn && another.signedIn) return refuse('two-people');
    const which = remaining([one, another]);
    const [left, gone] = [which.left.id, which.gone.id];
    if ((gone === one.id ? one : another).heads) return refuse('heads-household');
    const claimed = await db.$queryRaw<{ roundId: string; askedAt: Date }[]>`
      SELECT ticket.round_id AS "roundId", ticket.issued_at AS "askedAt" FROM ticket JOIN round ON round.id = ticket.round_id
      WHERE ticket.person_id = ${gone}::uuid AND round.closes_at > now()
        AND NOT EXISTS (SELECT FROM ticket own WHERE own.round_id = ticket.round_id AND own.person_id = ${left}::uuid)`;
    await db.$executeRaw(leaveSeats(gone));
    await db.$executeRaw(leaveOffers(gone));
    // After the seats: what was being confirmed is confirmed by now, or can't be any more.
    if ((await db.$queryRaw<object[]>(bothBooked(left, gone))).length > 0) throw new BothBooked();
    await db.$executeRaw(endLines(gone));
    await db.$executeRaw(endSecondConsents(left, gone, office.personId));
    await db.$executeRaw(bringOver(left, gone));
    await db.$executeRaw`DELETE FROM contact WHERE person_id = ${gone}::uuid`;
    await db.$executeRaw(oneIsLeft(left, gone, current, encrypt('', 'person.name'), encrypt('', 'person.phone')));
    await giveTickets(db, left, claimed);
    const access = { action: 'roll.twice', objectKind: 'person', objectId: left, reason };
    await db.$executeRaw(recordAccess({ ...office, role: 'agent' }, access, Prisma.sql`VALUES (${left}::uuid), (${gone}::uuid)`));
    return { ok: true as const, left };
  }).catch((fault: unknown) => (fault instanceof BothBooked ? refuse('both-booked') : Promise.reject(fault)));
}

/** Thrown, so that the transaction leaves the seats and holds as they were. */
class BothBooked extends Error {}
