import type { Pool } from 'pg';
import { expect, it } from 'vitest';
import { confirmStatement } from '@/lib/booking/confirming/sql';
import { firstHoldStatement, type HoldRow } from '@/lib/booking/holding/sql';
import type { PassProof } from '@/lib/line/proof';
import { database, type Prisma, rowsOf } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { crowdedBy, entered, poolOf, supplyOf } from './claiming';
import { median } from './figure';

interface Explained {
  'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }[];
}

/** So many blocks of the database a statement looks at, planned as for anybody, as a server's prepared statements are. */
async function blocksOf(one: Pool, { text, values }: Prisma.Sql): Promise<number> {
  const { rows } = await one.query<Explained>({ text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values });
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('no plan');
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

it('a hold and a confirmation look at hardly more of the database with 200 thousand bookings and people than with ten thousand', async () => {
  const { slots } = await supplyOf(database());
  const passes = await entered(database(), 60);
  const next = (): PassProof => passes.pop() ?? expect.fail('no more passes');
  const one = poolOf(env().DATABASE_URL, 1);
  await one.query('SET plan_cache_mode = force_generic_plan');
  const measure = async () => {
    const blocks = { hold: [] as number[], confirm: [] as number[] };
    for (const slot of slots.slice(0, 15)) {
      const [pass, other] = [next(), next()];
      blocks.hold.push(await blocksOf(one, firstHoldStatement(pass, slot)));
      const [held] = await rowsOf<HoldRow>(firstHoldStatement(other, slot));
      blocks.confirm.push(await blocksOf(one, confirmStatement(other, held?.id ?? expect.fail('not held'))));
    }
    return { hold: median(blocks.hold), confirm: median(blocks.confirm) };
  };
  await crowdedBy(env().DATABASE_URL, 10_000, 10_000);
  const few = await measure();
  await crowdedBy(env().DATABASE_URL, 190_000, 190_000);
  const many = await measure();
  await one.end();
  expect([few.hold, few.confirm].every((blocks) => blocks > 10)).toBe(true);
  // Some indexes have a level more, and a page that is split takes a few; what reads all bookings or people takes thousands.
  expect(many.hold / few.hold).toBeLessThan(2);
  expect(many.confirm / few.confirm).toBeLessThan(2);
});
