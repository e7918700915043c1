import { type Database, isCollision } from '@/lib/platform/database';
import { offerStatement, type Terms } from './offering/sql';

const terms: Terms = { minutes: 30, minutesToday: 10, fromHour: 8, toHour: 21 };
const batch = 200;

/** Offers free places to those who are next. Gives how many were asked; two workers at once ask nobody twice, a constraint sees to that. */
export async function offerPlaces(db: Database, given: Partial<Terms> = {}): Promise<number> {
  const search = db.$queryRaw<{ asked: number }[]>(offerStatement({ ...terms, ...given }, batch));
  const rows = await search.catch((fault) => (isCollision(fault) ? [] : Promise.reject(fault)));
  return rows[0]?.asked ?? 0;
}
