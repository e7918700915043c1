import { addDays } from '@/lib/campaign/seoul';
import { type Database, isCollision, Prisma } from '@/lib/platform/database';
import type { ProductRule } from '@/lib/supply/product-rule';
import { findStatement, type Open, resumeStatement, sweptStatement } from './finding/sql';
import { type Homeless, type NewPlace, nearestPlaces, neighbours, type OpenDay } from './nearest';
import { type Decision, homelessQuery, mootStatement, openQuery, placeStatement } from './placing/sql';

/** One statement's worth: its locks are held for some hundred milliseconds. */
const batchMost = 500;
const foundAtOnce = 5_000;
/** Days before and after the old one on which a place is looked for. */
const daysBefore = 7;
const daysAfter = 35;
/** How far people are sent: the own clinic, its neighbours, everything around. */
const rings = [
  { reach: 0, most: 1 },
  { reach: 20, most: 30 },
  { reach: 60, most: 300 },
];

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Looks once through everybody whom this concerns. A search that dies begins anew and finds nobody twice. */
async function sweep(db: Database, open: Open, atOnce: number): Promise<number> {
  let all = 0;
  for (let after: string | null = beforeAll; after !== null; ) {
    const [row]: Found[] = await db.$queryRaw<Found[]>(findStatement(open, after, atOnce));
    all += row?.found ?? 0;
    after = row && row.looked === atOnce ? row.last : null;
  }
  await db.$executeRaw(sweptStatement(open.id));
  // Statements that were planned while nobody was displaced would look through everybody again and again.
  if (all >= atOnce / 10) await db.$executeRaw`ANALYZE displaced`;
  return all;
}

type Found = { looked: number; found: number; last: string | null };

/** Finds who is concerned by what is open, and says how many. */
export async function findDisplaced(db: Database, { atOnce = foundAtOnce } = {}): Promise<number> {
  const open = await db.$queryRaw<Open[]>`
    SELECT id, kind::text AS kind FROM disruption WHERE ended_at IS NULL AND sweep_at <= now() ORDER BY opened_at, id`;
  let all = 0;
  for (const one of open) all += await sweep(db, one, atOnce);
  return all;
}

type HomelessRow = Homeless & Pick<Decision, 'disruptionId' | 'state'> & { shareId: number | null };
type Place = { id: string; latitude: number; longitude: number };

/** A look at everything that is free, ring by ring, for who is still without a place. */
async function planned(db: Database, homeless: HomelessRow[]): Promise<Map<string, NewPlace>> {
  const clinics = await db.$queryRaw<Place[]>`SELECT id, latitude, longitude FROM clinic`;
  const rules = await db.$queryRaw<ProductRule[]>`
    SELECT product_code AS product, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", min_age::int AS "minAge", max_age::int AS "maxAge", doses::int FROM product_rule`;
  const places = new Map<string, NewPlace>();
  const days = homeless.map(({ day }) => day).sort();
  const [from = '', to = ''] = [days[0], days.at(-1)].map((day, index) => addDays(day ?? '', index === 0 ? -daysBefore : daysAfter));
  const campaigns = await db.$queryRaw<{ id: string; rounds: string[] }[]>`
    SELECT campaign_id AS id, array_agg(id) AS rounds FROM round WHERE id = ANY (${[...new Set(homeless.map(({ roundId }) => roundId))]}) GROUP BY campaign_id`;
  for (const campaign of campaigns) {
    let left = homeless.filter(({ roundId }) => campaign.rounds.includes(roundId));
    const products = [...new Set(left.map(({ product }) => product))];
    for (const ring of rings) {
      const homes = new Map([...new Set(left.map(({ clinicId }) => clinicId))].map((id) => [id, neighbours(clinics, id, ring)]));
      const around = [...new Set([...homes.values()].flat())];
      const latest = left.reduce((day, { range }) => (range && range.to > day ? range.to : day), to);
      const open = await db.$queryRaw<OpenDay[]>(openQuery(campaign.id, around, products, from, latest));
      const found = nearestPlaces(left, open, (id) => homes.get(id) ?? [], rules);
      for (const [bookingId, place] of found) places.set(bookingId, place);
      left = left.filter(({ bookingId }) => !found.has(bookingId));
      if (left.length === 0) break;
    }
  }
  return places;
}

const decisionsOf = (homeless: HomelessRow[], places: Map<string, NewPlace>): Decision[] =>
  homeless.map(({ disruptionId, bookingId, state, slotId, shareId }) => ({
    ...{ disruptionId, bookingId, state },
    was: { slotId, shareId },
    place: places.get(bookingId) ?? null,
  }));

/** Gives the next batch of those who need one a place. Null: nobody does now. */
async function placeBatch(db: Database, most: number): Promise<{ moved: number; waiting: number } | null> {
  await db.$executeRaw(mootStatement(most));
  const homeless = await db.$queryRaw<HomelessRow[]>(homelessQuery(most));
  if (homeless.length === 0) return null;
  const decisions = decisionsOf(homeless, await planned(db, homeless));
  const rows = await db
    .$queryRaw<{ moved: number; waiting: number }[]>(placeStatement(decisions))
    // Somebody of the batch has just booked for themself.
    .catch((fault) => (isCollision(fault) ? [] : Promise.reject(fault)));
  return rows[0] ?? { moved: 0, waiting: 0 };
}

/** SQLSTATE of a statement that the connection's limit ended. */
const wasTooSlow = (fault: unknown): boolean => fault instanceof Prisma.PrismaClientKnownRequestError && fault.message.includes('57014');

/**
 * Goes on with every recall, closure and pause: finds who is concerned, tells them, gives them other places, and tells them
 * again when it is over. What is done stands in rows, so whoever comes next goes on from there. Gives how many were seen to.
 */
export async function seeToDisplaced(
  db: Database,
  { batches = 10, batch = batchMost }: { batches?: number; batch?: number } = {},
): Promise<number> {
  let seen = await findDisplaced(db);
  const [resumed] = await db.$queryRaw<{ seen: number }[]>(resumeStatement(batch));
  seen += resumed?.seen ?? 0;
  let size = batch;
  for (let done = 0; done < batches; done += 1) {
    const placed = await placeBatch(db, size).catch((fault: unknown) =>
      wasTooSlow(fault) && size > 1 ? 'too slow' : Promise.reject(fault),
    );
    if (!placed) break;
    if (placed === 'too slow') {
      // It left no trace. A database that is busy with others gets smaller pieces.
      size = Math.ceil(size / 4);
      continue;
    }
    seen += placed.moved + placed.waiting;
    // Everything that was planned is gone: a moment later there is another plan.
    if (placed.moved + placed.waiting === 0) break;
  }
  return seen;
}
