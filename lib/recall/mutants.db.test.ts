import { expect, test } from 'vitest';
import { type Database, database, Prisma } from '@/lib/platform/database';
import { bookedOnOneLot, operator, recallOf } from '@/test/recall';
import { openRecall } from './commands';
import { findDisplaced, seeToDisplaced } from './worker';

/** The database, in which parts of the statement that moves people are replaced; all of them must be there. */
function altered(parts: Record<string, string>): Database {
  const db = database();
  const change = (statement: Prisma.Sql): Prisma.Sql => {
    if (!statement.sql.includes('WITH plan AS')) return statement;
    let strings = statement.strings;
    for (const [part, by] of Object.entries(parts)) {
      if (!strings.some((text) => text.includes(part))) throw new Error(`the statement no longer says “${part}”`);
      strings = strings.map((text) => text.replace(part, by));
    }
    return new Prisma.Sql(strings, statement.values);
  };
  return new Proxy(db, {
    get: (target, name: keyof Database) => {
      if (name !== '$queryRaw') return target[name];
      return (first: Prisma.Sql | TemplateStringsArray, ...values: unknown[]) =>
        'strings' in first ? target.$queryRaw(change(first)) : target.$queryRaw(first, ...values);
    },
  });
}

/** Two workers that plan from the same rows; how many bookings were moved, and how many more than once. */
async function raced(worker: Database): Promise<{ moved: number; twice: number }> {
  const { lot, world } = await bookedOnOneLot({ clinics: 2, people: 60, spare: 2 });
  await openRecall(operator, recallOf(lot));
  await findDisplaced(database());
  await Promise.allSettled(Array.from({ length: 6 }, () => seeToDisplaced(worker, { batch: 120, batches: 1 })));
  const [row] = await database().$queryRaw<{ moved: number; twice: number }[]>`
    SELECT count(*)::int AS moved, (count(*) FILTER (WHERE moves > 1))::int AS twice FROM booking WHERE campaign_id = ${world.campaignId} AND moves > 0`;
  return row ?? { moved: 0, twice: 0 };
}

test('workers that plan from the same rows move everybody once', async () => {
  expect(await raced(database())).toEqual({ moved: 120, twice: 0 });
});

test('without the look at what the plan was made from they move somebody twice', async () => {
  let twice = 0;
  for (let tries = 0; tries < 10 && twice === 0; tries += 1) {
    const careless = altered({
      'booking.slot_id = plan."slotId" AND booking.share_id IS NOT DISTINCT FROM plan."shareId"': 'true',
      'displaced.state::text = plan.state': 'true',
    });
    ({ twice } = await raced(careless));
  }
  expect(twice).toBeGreaterThan(0);
});

test('three searches at once find everybody once', async () => {
  const { lot } = await bookedOnOneLot({ clinics: 1, people: 10, spare: 1 });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  await Promise.all([findDisplaced(database()), findDisplaced(database()), findDisplaced(database())]);
  expect(await database().displaced.count({ where: { disruptionId: recall.id } })).toBe(10);
});
