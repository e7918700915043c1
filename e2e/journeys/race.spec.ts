import { seoulInstant } from '@/lib/campaign/seoul';
import { expect, test } from '../fixtures/test';
import { Bookings } from '../pages/bookings';
import { inside } from '../pages/way-in';

test('of two people who choose the last place one gets it; the other is told, and takes one of those still free nearby', {
  tag: '@everywhere',
}, async ({ page, world, people, anotherBrowser, inspect, language }) => {
  const [quick, slow] = await people(2);
  if (!quick || !slow) throw new Error('nobody');
  const round = await world.round([quick, slow]);
  const clinic = await world.clinic([1, 1]);
  const near = await world.clinic([3], { near: clinic });
  const [last = 0, next = 0] = clinic.slots;
  const ten = seoulInstant(clinic.day, '10:00');

  const other = await anotherBrowser();
  const first = await inside(other, quick, round, language);
  const second = await inside(page, slow, round, language);
  await first.openTimes(clinic);
  await second.openTimes(clinic);
  await first.time(ten).check();
  await second.time(ten).check();
  await first.hold.click();
  await expect(first.confirm).toBeVisible();
  await second.hold.click();

  await expect(second.refusal).toContainText(second.refusalWords('slot-full'));
  await expect(second.time(ten)).toBeDisabled();
  await expect(second.row(language === 'ko' ? near.nameKo : near.nameEn)).toBeVisible();
  await inspect(page);
  expect(await world.bookings(slow)).toEqual([]);
  expect(await world.taken(last)).toBe(1);

  // One press, and the next half hour is held.
  await second.holdNearby(seoulInstant(clinic.day, '10:30')).click();
  await second.confirm.click();
  const bookings = new Bookings(page, language);
  await expect(bookings.heading).toHaveText(bookings.doneWords());
  expect(await world.taken(next)).toBe(1);

  await first.confirm.click();
  await expect(new Bookings(other, language).heading).toHaveText(bookings.doneWords());
  expect(await world.taken(last)).toBe(1);
});

test('a confirmation that is sent twice is one booking, and both are shown it', async ({ page, world, people }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([2]);
  const book = await inside(page, person, round);
  await book.openTimes(clinic);
  await book.time(seoulInstant(clinic.day, '10:00')).check();
  await book.hold.click();
  await expect(book.confirm).toBeVisible();
  const again = await page.context().newPage();
  await again.goto(page.url());
  const bookings = new Bookings(page, 'ko');
  await book.confirm.click();
  await expect(bookings.heading).toHaveText(bookings.doneWords());
  await again.getByRole('button', { name: '예약하기', exact: true }).click();
  await expect(again).toHaveURL(page.url());
  await expect(new Bookings(again, 'ko').heading).toHaveText(bookings.doneWords());
  expect((await world.bookings(person)).map(({ status }) => status)).toEqual(['confirmed']);
  expect(await world.taken(clinic.slots[0] ?? 0)).toBe(1);
});
