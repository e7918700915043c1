import { expect, test } from 'vitest';
import { type Database, database, Prisma } from '@/lib/platform/database';
import { expectCountersToHold } from '@/test/booking';
import { bookedOnOneLot, operator, recallOf } from '@/test/recall';
import { openRecall } from './commands';
import { findDisplaced, seeToDisplaced } from './worker';

/** By what the statements are known that move people, and that look for them. */
const statements = { moving: 'WITH plan AS', finding: 'WITH concerned AS' };

/** The database, in which parts of one statement are replaced; all of them must be there. */
function altered(parts: Record<string, string>, which: keyof typeof statements = 'moving'): Database {
  const db = database();
  const change = (statement: Prisma.Sql): Prisma.Sql => {
    if (!statement.sql.includes(statements[which])) return statement;
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

test('a search in pages that are not in order misses somebody', async () => {
  const { lot } = await bookedOnOneLot({ clinics: 1, people: 10, spare: 1 });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  const found = () => database().displaced.count({ where: { disruptionId: recall.id } });
  await findDisplaced(altered({ 'ORDER BY one.id LIMIT': 'ORDER BY one.id DESC LIMIT' }, 'finding'), { atOnce: 3 });
  expect(await found()).toBeLessThan(10);
  await database().disruption.update({ where: { id: recall.id }, data: { sweepAt: new Date(0) } });
  await findDisplaced(database(), { atOnce: 3 });
  expect(await found()).toBe(10);
});

test('a place that is not given back is seen in the counters', async () => {
  const { lot } = await bookedOnOneLot({ clinics: 1, people: 10, spare: 1 });
  await openRecall(operator, recallOf(lot));
  await seeToDisplaced(altered({ 'SELECT old_share_id, -1': 'SELECT old_share_id, 0' }));
  await expect(expectCountersToHold()).rejects.toThrow();
  await database().$executeRaw`
    UPDATE share SET taken = (SELECT count(*) FROM booking WHERE booking.share_id = share.id AND booking.status IN ('held', 'offered', 'confirmed'))`;
});

test('without the key of those who were found somebody is found twice', async () => {
  const { lot } = await bookedOnOneLot({ clinics: 1, people: 10, spare: 1 });
  const recall = recallOf(lot);
  await openRecall(operator, recall);
  await database().$executeRaw`ALTER TABLE displaced DROP CONSTRAINT displaced_pkey`;
  const careless = altered(
    {
      'ON CONFLICT (disruption_id, booking_id) DO UPDATE': 'ON CONFLICT DO NOTHING',
      'SET state = EXCLUDED.state, slot_id = EXCLUDED.slot_id, share_id = EXCLUDED.share_id, was_at = EXCLUDED.was_at, settled_at = EXCLUDED.settled_at':
        '',
      "WHERE displaced.state = 'unclear' AND EXCLUDED.state = 'vaccinated' OR displaced.state = 'moved' AND EXCLUDED.state = 'told'": '',
    },
    'finding',
  );
  for (let search = 0; search < 3; search += 1) {
    await findDisplaced(careless);
    await database().disruption.update({ where: { id: recall.id }, data: { sweepAt: new Date(0) } });
  }
  expect(await database().displaced.count({ where: { disruptionId: recall.id } })).toBe(30);
});
