import { seoulInstant } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { Book } from '../pages/book';
import { Line } from '../pages/line';
import { Me } from '../pages/me';

test('two people declare a household and have one number, one place and one pass, in two browsers @everywhere', async ({
  page,
  language,
  at,
  world,
  people,
  signedIn,
  anotherBrowser,
  inspect,
  expectMessage,
}) => {
  expectMessage(/409 \(Conflict\)/);
  const t = words(language, 'household');
  const [one, other] = await people(2);
  if (!one || !other) throw new Error('nobody');
  const round = await world.round([one, other], { drawIn: 7_200, opensIn: 9_000, closesIn: 20_000 });
  const hers = await anotherBrowser();
  await Promise.all([signedIn(page, one), signedIn(hers, other)]);
  const [me, her] = [new Me(page, language), new Me(hers, language)];
  const [line, herLine] = [new Line(page, language, round.id), new Line(hers, language, round.id)];
  const numberIn = async (of: typeof page) => (await of.context().cookies()).find(({ name }) => name === `number.${round.id}`)?.value;

  // She has a number of her own before.
  await her.open();
  await her.takePlace.click();
  await expect(hers).toHaveURL(herLine.address);
  const before = await numberIn(hers);

  await me.open();
  await me.household.getByRole('button', { name: t('begin') }).click();
  await expect(me.household).toContainText(t('alone'));
  await me.household.getByRole('button', { name: t('invite') }).click();
  const code = me.household.locator('.notice strong');
  await expect(code).toHaveText(/^\d{4} \d{4} \d{4}$/);
  await inspect(page);

  await her.open();
  await her.household.getByText(t('join')).click();
  await inspect(hers);
  await her.household.getByLabel(t('code')).fill('0000 0000 0000');
  await her.household.getByRole('button', { name: t('agree') }).click();
  await expect(her.household).toContainText(t('refusal.code-unknown'));
  if ((await her.household.getByRole('button', { name: t('agree') }).isVisible()) === false)
    await her.household.getByText(t('join')).click();
  await her.household.getByLabel(t('code')).fill((await code.textContent()) ?? '');
  await her.household.getByRole('button', { name: t('agree') }).click();
  await expect(her.household).toContainText(t('together', { count: 2 }));
  await expect(her.household).toContainText(one.name);

  await me.open();
  await expect(me.household).toContainText(other.name);
  await me.toLine.click();
  await expect(page).toHaveURL(line.address);
  expect(await numberIn(hers)).toBe(await numberIn(page));
  expect(await numberIn(hers)).not.toBe(before);
  expect(await database().ticket.count({ where: { roundId: round.id } })).toBe(1);

  await world.opensNow(round);
  expect(await numberIn(page)).toBe((await world.standing(one, round)).number);
  await me.open();
  await expect(me.household).toContainText(t('settled'));
  await line.open();
  await line.enterWhenCalled();
  await herLine.open();
  await herLine.enter.click();
  await expect(hers.getByText(words(language, 'line')('refusal.in-use-elsewhere'))).toBeVisible();
  expect(await world.seatsInUse(round)).toBe(1);
  expect(await world.seatsInUse(round, one)).toBe(1);

  // From the page that is the same for everybody to the one that knows the household: for one of the two alone.
  const clinic = await world.clinic([2, 2]);
  await page.goto(at(`/supply/${round.id}/clinic/${clinic.id}/${clinic.day}`));
  await page.getByRole('link', { name: words(language, 'supply')('someOf') }).click();
  await expect(page).toHaveURL(at(`/book/clinic/${clinic.id}/${clinic.day}`));
  const whose = page.getByRole('group', { name: words(language, 'booking')('party.legend') });
  await expect(whose.getByRole('checkbox')).toHaveCount(2);
  await inspect(page);
  await whose.getByRole('checkbox', { name: other.name }).uncheck();
  const book = new Book(page, language);
  await book.time(seoulInstant(clinic.day, '10:30')).check();
  await book.hold.click();
  await expect(book.confirm).toBeVisible();
  await expect(page.locator('dl')).toContainText(one.name);
  await expect(page.locator('dl')).not.toContainText(other.name);
  expect(await world.taken(clinic.slots[1] ?? 0)).toBe(1);
});
