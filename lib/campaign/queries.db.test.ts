import { beforeEach, expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { currentCampaign, roundById } from './queries';

/** Hours from the database's now. */
async function campaign(id: string, windows: { round: string; opens: number; closes: number; cohort?: object }[]): Promise<void> {
  await database().$executeRaw`
    INSERT INTO campaign (id, name_ko, name_en, products, phone) VALUES (${id}, ${`${id} ko`}, ${`${id} en`}, '{}', '1339')`;
  for (const [index, { round, opens, closes, cohort = {} }] of windows.entries()) {
    await database().$executeRaw`
      INSERT INTO round (id, campaign_id, sequence, name_ko, name_en, cohort, cohort_size, draw_at, opens_at, closes_at, seat_count)
      SELECT ${round}, ${id}, ${windows.length - index}, 'ko', 'en', ${JSON.stringify(cohort)}::jsonb, 10,
        now() + ${opens} * interval '1 hour', now() + ${opens} * interval '1 hour', now() + ${closes} * interval '1 hour', 5`;
  }
}

beforeEach(async () => {
  await database().$executeRaw`DELETE FROM round`;
  await database().$executeRaw`DELETE FROM campaign`;
});

test('without any campaign there is none, and no round', async () => {
  expect(await currentCampaign()).toBeNull();
  expect(await roundById('x')).toBeNull();
});

test('the campaign whose next closing is the nearest is the current one, whatever else it had before', async () => {
  await campaign('over', [{ round: 'o1', opens: -30, closes: -1 }]);
  await campaign('later', [{ round: 'l1', opens: 1, closes: 50 }]);
  await campaign('running', [
    { round: 'r2', opens: 1, closes: 90 },
    { round: 'r1', opens: -90, closes: 10 },
  ]);
  const current = await currentCampaign();
  expect(current).toMatchObject({ id: 'running', nameKo: 'running ko', nameEn: 'running en', phone: '1339' });
  expect(current?.rounds.map(({ id }) => id)).toEqual(['r1', 'r2']);
});

test('when all are over, it is the one that ended last', async () => {
  await campaign('first', [{ round: 'f1', opens: -90, closes: -80 }]);
  await campaign('last', [{ round: 'l1', opens: -30, closes: -1 }]);
  expect(await currentCampaign()).toMatchObject({ id: 'last' });
});

test('a round comes with its campaign, its cohort and the database’s clock', async () => {
  await campaign('one', [{ round: 'r1', opens: -1, closes: 1, cohort: { bornTo: '1961-12-31', dayDigits: [1] } }]);
  const found = await roundById('r1');
  expect(found?.round).toMatchObject({ id: 'r1', campaignId: 'one', lineOrder: 'drawn', cohort: { bornTo: '1961-12-31', dayDigits: [1] } });
  expect(found?.round.pausedAt).toBeNull();
  const { now, rounds } = found?.campaign ?? { now: new Date(0), rounds: [] };
  expect(rounds).toEqual([found?.round]);
  // The column is rounded to the millisecond, and may be half of one later than what it was made of.
  expect(now.getTime() - (rounds[0]?.opensAt.getTime() ?? 0)).toBeGreaterThanOrEqual(3_600_000 - 1);
  expect(await roundById('r2')).toBeNull();
});

test('a cohort that nobody can read is a fault, never a round for everybody', async () => {
  await campaign('one', [{ round: 'r1', opens: -1, closes: 1, cohort: { dayDigit: [1] } }]);
  await expect(currentCampaign()).rejects.toThrow();
});
