import { type Database, Prisma } from '@/lib/platform/database';
import { planClinics } from '../worker';
import { campaignDays, horizon, makeHalfHours } from './sql';

/** Clinics in one turn: their half hours and their shares are written together. */
const batch = 20;

/**
 * Makes the half hours of days that have come within the horizon, and shares what vaccine there is out to them. Gives at how many
 * clinics; killed at any point, it goes on where it was.
 */
export const openDays = (db: Database): Promise<number> =>
  db.$transaction(
    async (tx) => {
      const clinics = await tx.$queryRaw<{ id: string; now: Date }[]>`
        SELECT id, now() FROM clinic WHERE places IS NOT NULL AND coalesce(half_hours_to, '-infinity') < ${horizon}
         ORDER BY id LIMIT ${batch} FOR NO KEY UPDATE SKIP LOCKED`;
      const [first] = clinics;
      if (!first) return 0;
      const ids = clinics.map(({ id }) => id);
      const newDays = Prisma.sql`
        SELECT clinic.id, clinic.hours, clinic.places, days.day FROM clinic
         CROSS JOIN (${campaignDays}) AS days
         WHERE clinic.id = ANY (${ids}) AND days.day > coalesce(clinic.half_hours_to, '-infinity')
         ORDER BY clinic.id, days.day`;
      await tx.$executeRaw`WITH made AS (${makeHalfHours(newDays)}) UPDATE clinic SET half_hours_to = ${horizon} WHERE id = ANY (${ids})`;
      await planClinics(tx, ids, first.now);
      return ids.length;
    },
    { timeout: 60_000, maxWait: 30_000 },
  );
