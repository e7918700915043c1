import { type Database, isCollision, Prisma } from '@/lib/platform/database';
import { type CourseRule, standingOf } from '@/lib/supply/product-rule';
import { emptyShares } from '@/lib/supply/sql';
import { findStatement, type Open, resumeStatement, sweptStatement } from './finding/sql';
import { retellStatement } from './lifting/sql';
import type { Homeless, NewPlace } from './nearest';
import { courseRules, placesFor } from './placing/queries';
import { againStatement, type Decision, homelessQuery, mootStatement, placeStatement } from './placing/sql';

/** One statement's worth: its locks are held for some hundred milliseconds. */
const batchMost = 500;
const foundAtOnce = 5_000;
/** So often whoever finds no day by a new interval is looked at again while others move, and leave theirs: full weeks in a row. */
const triesMost = 30;

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
    SELECT id, kind::text AS kind, clinic_id IS NULL AS everywhere FROM disruption WHERE ended_at IS NULL AND sweep_at <= now() ORDER BY opened_at, id`;
  let all = 0;
  for (const one of open) all += await sweep(db, one, atOnce);
  return all;
}

type HomelessRow = Homeless & Pick<Decision, 'disruptionId' | 'state'> & { shareId: number | null; tries: number };

const decisionOf = (
  { disruptionId, bookingId, state, slotId, shareId, ...one }: HomelessRow,
  place: NewPlace | null,
  rules: CourseRule[],
) => ({
  ...{ disruptionId, bookingId, state, place },
  was: { slotId, shareId },
  keep: one.anew && state === 'found' && one.firstDay !== null && standingOf(rules, one.product, one.firstDay, one.day) !== 'early',
});

interface Placed {
  moved: number;
  waiting: number;
  kept: number;
}

/** Gives the next batch of those who need one a place. Null: nobody does now. */
async function placeBatch(db: Database, most: number): Promise<Placed | null> {
  await db.$executeRaw(mootStatement(most));
  const homeless = await db.$queryRaw<HomelessRow[]>(homelessQuery(most));
  if (homeless.length === 0) return null;
  const rules = await courseRules(db);
  const places = await placesFor(db, homeless, rules);
  // Those who move leave places behind, for which others of the batch may have been too soon.
  const again = places.size === 0 ? [] : homeless.filter((one) => one.anew && one.tries < triesMost && !places.has(one.bookingId));
  if (again.length > 0) await db.$executeRaw(againStatement(again));
  const now = homeless.filter((one) => !again.includes(one));
  const along = now.flatMap(({ bookingId, shareId }) => {
    const day = places.get(bookingId)?.along;
    return day && shareId !== null ? [{ shareId, day }] : [];
  });
  if (along.length > 0)
    await db.$executeRaw(
      emptyShares(Prisma.sql`SELECT * FROM unnest(${along.map(({ shareId }) => shareId)}::int[], ${along.map(({ day }) => day)}::date[])`),
    );
  const rows = await db
    .$queryRaw<Placed[]>(placeStatement(now.map((one) => decisionOf(one, places.get(one.bookingId) ?? null, rules))))
    // Somebody of the batch has just booked for themself.
    .catch((fault) => (isCollision(fault) ? [] : Promise.reject(fault)));
  return rows[0] ?? { moved: 0, waiting: 0, kept: 0 };
}

/** SQLSTATE of a statement that the connection's limit ended. */
const wasTooSlow = (fault: unknown): boolean => fault instanceof Prisma.PrismaClientKnownRequestError && fault.message.includes('57014');

/**
 * Goes on with every recall, closure, pause and changed interval: finds who is concerned, tells them, gives them other places, and tells them
 * again when it is over. What is done stands in rows, so whoever comes next goes on from there. Gives how many were seen to.
 */
export async function seeToDisplaced(
  db: Database,
  { batches = 10, batch = batchMost }: { batches?: number; batch?: number } = {},
): Promise<number> {
  let seen = await findDisplaced(db);
  const [resumed] = await db.$queryRaw<{ seen: number }[]>(resumeStatement(batch));
  seen += resumed?.seen ?? 0;
  const [retold] = await db.$queryRaw<{ seen: number }[]>(retellStatement(batch));
  seen += retold?.seen ?? 0;
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
    const settled = placed.moved + placed.waiting + placed.kept;
    seen += settled;
    // Everything that was planned is gone: a moment later there is another plan.
    if (settled === 0) break;
  }
  return seen;
}
