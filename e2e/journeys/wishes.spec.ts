import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { Line } from '../pages/line';
import { Me } from '../pages/me';

test('who leaves wishes days ahead is booked when their number is called, without being there @everywhere', async ({
  page,
  language,
  world,
  people,
  signedIn,
  inspect,
}) => {
  const t = words(language, 'wish');
  const [one] = await people(1);
  if (!one) throw new Error('nobody');
  const round = await world.round([one], { drawIn: 7_200, opensIn: 9_000, closesIn: 20_000 });
  await signedIn(page, one);
  const me = new Me(page, language);
  await me.open();
  await me.takePlace.click();
  await expect(page).toHaveURL(new Line(page, language, round.id).address);
  await me.open();
  await page.getByRole('link', { name: t('title') }).click();
  await inspect(page);

  const days = page.getByLabel(t('fromDay'));
  await page.getByLabel(t('where')).selectOption('11110');
  await days.selectOption({ index: 1 });
  await page.getByLabel(t('part.morning')).check();
  await page.getByRole('button', { name: t('add') }).click();
  const list = page.locator('main ol li');
  await expect(list).toHaveCount(1);
  await expect(list).toContainText(t('part.morning'));
  await page.getByText(t('more')).click();
  await page.getByLabel(t('where')).selectOption('11140');
  await page.getByRole('button', { name: t('add') }).click();
  await expect(list).toHaveCount(2);
  await inspect(page);
  await page.getByRole('button', { name: t('drop', { number: 2 }) }).click();
  await expect(list).toHaveCount(1);

  await world.opensNow(round);
  await expect
    .poll(() => database().booking.count({ where: { personId: one.personId, origin: 'wish', status: 'confirmed', dose: 1 } }), {
      timeout: 60_000,
    })
    .toBe(1);
  await page.reload();
  await expect(page.getByText(t('state.booked'))).toBeVisible();
  const [booking] = await database().booking.findMany({ where: { personId: one.personId, dose: 1 }, include: { clinic: true } });
  expect(booking?.clinic.regionCode).toBe('11110');
  await page.goto(language === 'ko' ? '/bookings' : '/en/bookings');
  await expect(page.getByText((language === 'ko' ? booking?.clinic.nameKo : booking?.clinic.nameEn) ?? '').first()).toBeVisible();
  expect(await database().seat.count({ where: { roundId: round.id, personId: one.personId } })).toBe(0);
});
