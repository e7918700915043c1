import { type Database, isCollision, Prisma } from '@/lib/platform/database';
import { letGo } from '@/lib/supply/sql';
import { offerStatement, type Terms } from './offering/sql';

const terms: Terms = { minutes: 30, minutesToday: 10, fromHour: 8, toHour: 21 };
const batch = 200;
/** Longer than a statement that gives places back takes: what one of them keeps is seen by an offer before it is let go. */
const keptFor = Prisma.sql`interval '2 seconds'`;

/**
 * Offers free places to those who are next, and lets go of what was kept for them and nobody wants. Gives how many were asked; two workers
 * at once ask nobody twice, a constraint sees to that.
 */
export async function offerPlaces(db: Database, given: Partial<Terms> = {}): Promise<number> {
  const search = db.$queryRaw<{ asked: number; contested: number[] }[]>(offerStatement({ ...terms, ...given }, batch));
  // After a collision the next turn knows better.
  const [row] = await search.catch((fault) => (isCollision(fault) ? [] : Promise.reject(fault)));
  if (row) await db.$executeRaw(letGo(keptFor, row.contested));
  return row?.asked ?? 0;
}
