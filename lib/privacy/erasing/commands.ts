import type { CitizenProof } from '@/lib/identity/proof';
import { encrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';
import { recordAccess } from '@/lib/record/sql';
import { noteConsent, ownWord } from '../agreeing/sql';
import { blottedOut, forgetRest, leaveLines, leaveSeats, obstacles, vaccinated } from './sql';

export type Obstacle = 'booked' | 'heads' | 'staff';

/** Runs `change` when nothing stands in the way, and nobody can book for the person meanwhile: the seat is given back first. */
async function leaving(personId: string, minds: readonly Obstacle[], change: Prisma.Sql) {
  return await database().$transaction(async (db) => {
    const standsInTheWay = async () => {
      const [row] = await db.$queryRaw<Record<Obstacle, boolean>[]>(obstacles(personId));
      return minds.find((one) => row?.[one]);
    };
    const before = await standsInTheWay();
    if (before) return refuse(before);
    await db.$executeRaw(leaveSeats(personId));
    // Whoever books or joins a household shares the person's row: their statement is over, or comes after this.
    await db.$queryRaw`SELECT FROM person WHERE id = ${personId}::uuid FOR UPDATE`;
    const now = await standsInTheWay();
    if (now) return refuse(now);
    await db.$executeRaw(change);
    return { ok: true as const };
  });
}

/** No booking without it: places and wishes go with the consent, a booking that stands has to be cancelled first. */
export const withdrawBooking = ({ personId }: CitizenProof) =>
  leaving(personId, ['booked', 'heads'], Prisma.sql`WITH ${leaveLines(personId)} ${noteConsent('booking', false, ownWord(personId))}`);

/**
 * Deletes what is kept of whoever is signed in. Of somebody who was vaccinated the record of that stays, and with it who it
 * was and the hash of the CI; of everybody else nothing is left by which they could be recognised. Who read their data stays
 * in the record of accesses.
 */
export const erase = ({ personId, sessionId }: CitizenProof) => {
  const blotted = blottedOut(encrypt('—', 'person.name'), encrypt('—', 'person.phone'));
  const me = Prisma.sql`${personId}::uuid`;
  return leaving(
    personId,
    ['booked', 'heads', 'staff'],
    Prisma.sql`
      WITH ${leaveLines(personId)}, ${forgetRest(personId)},
      recorded AS (${recordAccess(
        { role: 'self', personId, sessionId },
        { action: 'privacy.erased', objectKind: 'person', objectId: '' },
        Prisma.sql`SELECT ${me}`,
      )}),
      emptied AS (UPDATE person SET ${blotted}, on_roll = false, erased_at = now() WHERE id = ${me} AND NOT ${vaccinated(me)})
      UPDATE person SET near_name = NULL, near_phone = NULL, region_code = NULL, on_roll = false, erased_at = now(),
        match_hash = decode(replace(person.id::text, '-', ''), 'hex')
      WHERE id = ${me} AND ${vaccinated(me)}`,
  );
};
