import type { Page } from '@playwright/test';
import { seoulInstant } from '@/lib/campaign/seoul';
import { makeOperator, makeStaff } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { Bookings } from '../pages/bookings';
import { inside } from '../pages/way-in';

/** What a phone shows at 400 % of a desktop's 1280 px. */
const narrow = { width: 320, height: 640 };
const modes = [
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;

/** In a narrow window in every mode. */
async function inEveryMode(page: Page, path: string, inspect: (page: Page, rules?: string[]) => Promise<void>): Promise<void> {
  await page.setViewportSize(narrow);
  await page.goto(path);
  await inspect(page);
  for (const mode of modes) {
    await page.emulateMedia(mode);
    // The colours alone are others.
    await inspect(page, ['color-contrast', 'link-in-text-block']);
  }
  await page.emulateMedia({ colorScheme: null, contrast: null });
}

/** That, and there with text of twice the size. The tables of staff may scroll then. */
async function evenLarge(page: Page, path: string, inspect: (page: Page, rules?: string[]) => Promise<void>): Promise<void> {
  await inEveryMode(page, path, inspect);
  await page.addStyleTag({ content: ':root { font-size: 200% }' });
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, `${path} scrolls sideways with large text`).toBeLessThanOrEqual(0);
}

for (const language of ['', '/en']) {
  test(`every public page ${language || '/'} in dark, with more contrast, at 320 px and with large text`, async ({
    page,
    world,
    people,
    inspect,
    expectMessage,
  }) => {
    expectMessage(/404 \(Not Found\)|Content Security Policy/);
    const round = await world.round(await people(1), { drawIn: 3_600, opensIn: 7_200, closesIn: 9_000 });
    const paths = [
      '',
      '/when',
      '/when/none',
      '/notices/real',
      '/when/problem',
      '/privacy',
      '/me/data/gone',
      '/sign-in/problem/erased',
      `/when/${round.id}`,
      `/draw/${round.id}`,
      '/sign-in',
      '/sign-in/problem/cancelled',
      '/pass/pass-gone',
    ];
    for (const path of [...paths, `/line/${round.id}`, '/no/such/page']) await evenLarge(page, `${language}${path}` || '/', inspect);
  });
}

test('every page of a person, of a clinic and of the operators in dark, with more contrast, at 320 px and with large text', async ({
  page,
  world,
  people,
  inspect,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([1, 1]);
  await makeStaff(person, clinic.id);
  await makeOperator(person);
  const book = await inside(page, person, round);
  const here = `/supply/${round.id}`;
  const atClinic = `${here}/clinic/${clinic.id}`;
  const browsed = [here, `${here}/11`, `${here}/11/${clinic.regionCode}`, atClinic, `${atClinic}/${clinic.day}`];
  for (const path of ['/me', '/book', ...browsed, `/book/clinic/${clinic.id}/${clinic.day}`, '/book/check']) {
    await evenLarge(page, path, inspect);
  }
  await book.openTimes(clinic);
  await book.time(seoulInstant(clinic.day, '10:00')).check();
  await book.hold.click();
  await expect(book.confirm).toBeVisible();
  await evenLarge(page, '/book/check', inspect);
  await page.goto('/book/check');
  await book.confirm.click();
  const bookings = new Bookings(page, 'ko');
  await expect(bookings.heading).toHaveText(bookings.doneWords());
  const mine = new URL(page.url()).pathname;
  for (const path of [mine, `${mine}?done=1`, `${mine}?cancel=1`, '/bookings', '/me', '/me/notices']) await evenLarge(page, path, inspect);
  for (const path of ['/staff', '/operations', `/operations/${round.id}`]) await inEveryMode(page, path, inspect);
});
