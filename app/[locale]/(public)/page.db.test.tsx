import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { admissionOf, signInBusy } from '@/lib/platform/busy';
import { database } from '@/lib/platform/database';
import { litProviders } from '@/lib/provider/queries';
import { shareMeasures } from '@/lib/provider/worker';
import Landing from './page';

async function landing(locale: string): Promise<string> {
  const page = await Landing({ params: Promise.resolve({ locale }), searchParams: Promise.resolve({}) });
  return renderToStaticMarkup(page).replace(/<[^>]+>/g, ' ');
}

/** Makes a round whose window lies around the database's clock; times in hours from now. */
async function round(id: string, opens: number, closes: number, paused = false) {
  await database().$executeRaw`
    INSERT INTO round (id, campaign_id, sequence, name_ko, name_en, cohort, cohort_size, draw_at, opens_at, closes_at, paused_at, seat_count)
    SELECT ${id}, 'flu', count(*) + 1, ${`차례 ${id}`}, ${`Round ${id}`}, '{}', 10, now() + make_interval(hours => ${opens - 1}::int),
      now() + make_interval(hours => ${opens}::int), now() + make_interval(hours => ${closes}::int),
      CASE WHEN ${paused} THEN now() END, 3
    FROM round`;
}

beforeAll(async () => {
  await database().campaign.create({ data: { id: 'flu', nameKo: '독감', nameEn: 'Flu', products: ['flu'], phone: '1588-0000' } });
});
afterEach(() => database().round.deleteMany());

test('without any round it says that no dates are set, and keeps the telephone', async () => {
  expect(await landing('ko')).toContain('지금은 정해진 예약 일정이 없습니다');
  expect(await landing('en')).toContain('1339');
});

test('an open, a paused and the next round are each said as what they are', async () => {
  await round('a', -1, 5);
  await round('b', -1, 5, true);
  await round('c', 48, 60);
  await round('d', 96, 100);
  const text = await landing('ko');
  expect(text).toMatch(/차례 a\s+지금 예약을 받고 있습니다/);
  expect(text).toMatch(/차례 b\s+잠시 멈췄습니다/);
  expect(text).toMatch(/차례 c\s+다음 차례입니다/);
  expect(text).not.toContain('차례 d');
  expect(text).toContain('1588-0000');
});

test('when all rounds are over it says so', async () => {
  await round('past', -60, -48);
  expect(await landing('en')).toContain('All booking periods are over');
});

test.each([
  ['grey', '지금 되는지 아직 몰라요'],
  ['green', '잘 되고 있어요'],
  ['yellow', '느리거나 가끔 실패해요'],
  ['red', '지금은 안 돼요. 다른 방법을 골라 주세요'],
])('a way of signing in that was judged %s says so to everybody', async (light, said) => {
  const [provider] = litProviders();
  if (!provider) throw new Error('no provider');
  const row = { light, since: new Date() };
  await database().providerLight.upsert({ where: { provider: provider.id }, create: { provider: provider.id, ...row }, update: row });
  // As each server does each second.
  await shareMeasures(database(), 'this server');
  expect(await landing('ko')).toContain(said);
});

test('a failing database fails the page, and never looks like "no dates"', async () => {
  await database().$executeRaw`ALTER TABLE round RENAME TO round_gone`;
  try {
    await expect(landing('ko')).rejects.toThrow();
  } finally {
    await database().$executeRaw`ALTER TABLE round_gone RENAME TO round`;
  }
});

test('while many sign in it says so, and over how many seconds they are spread', async () => {
  expect(await landing('ko')).not.toContain('로그인하는 사람이 많아요');
  const admission = admissionOf('sign-in');
  const now = performance.now();
  const { limit } = admission.measured();
  for (let index = 0; index < limit + 400; index += 1) admission.ask(now, 0.5);
  const { seconds } = signInBusy();
  expect(seconds).toBeGreaterThan(0);
  expect(await landing('ko')).toContain(`지금 로그인하는 사람이 많아요. 로그인 화면에서 버튼을 누르면 ${seconds}초 안에`);
});
