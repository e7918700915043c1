import { words } from '@/lib/platform/words';
import { neverAsked } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { Consent } from '../pages/consent';
import { Me } from '../pages/me';

test('is asked once, with one press, and then there are places; the rest may be refused and given later @everywhere', async ({
  page,
  world,
  people,
  login,
  language,
  inspect,
  at,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  await neverAsked(person);
  const round = await world.round([person]);
  await login(page, person);
  const consent = new Consent(page, language);
  await expect(consent.heading).toHaveText(consent.title);
  await expect(consent.statistics()).not.toBeChecked();
  await inspect(page);
  // Whoever would rather look around is told at the button what is missing, and the way back.
  const me = new Me(page, language);
  await consent.later.click();
  await me.takePlace.click();
  await consent.missing.click();
  await consent.button.click();
  await expect(page).toHaveURL(at('/me'));
  await page.goto(at('/me/data'));
  await inspect(page);
  const t = words(language, 'consent');
  const card = page.locator('.card').filter({ has: page.getByRole('heading', { name: t('statistics.v1.title') }) });
  await card.getByRole('button', { name: t('mine.give') }).click();
  await expect(card.getByRole('button', { name: t('mine.withdraw') })).toBeVisible();
  await me.open();
  await me.takePlace.click();
  await expect(page).toHaveURL(at(`/line/${round.id}`));
});
