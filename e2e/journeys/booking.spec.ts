import { expect, test } from '../fixtures/test';
import { databaseNow } from '../fixtures/world';
import { Book } from '../pages/book';
import { Bookings } from '../pages/bookings';
import { Line } from '../pages/line';
import { Me } from '../pages/me';
import { SignIn } from '../pages/sign-in';

test('a citizen signs in, gets a place, is called, enters, books, sees it and cancels it', { tag: '@everywhere' }, async ({
  page,
  world,
  people,
  language,
  inspect,
  at,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { calledAgo: null });
  const clinic = await world.clinic([2, 1]);

  await page.goto(at('/me'));
  await expect(page).toHaveURL(at('/sign-in'));
  await inspect(page);
  await new SignIn(page, language).go(person);

  const me = new Me(page, language);
  await inspect(page);
  await me.takePlace.click();
  const line = new Line(page, language, round.id);
  await expect(page).toHaveURL(line.address);
  await expect(line.state).toHaveText(line.stateWords('open'));
  await inspect(page);

  const book = new Book(page, language);
  await world.everybodyCalled(round);
  await line.enter.click();
  await expect(book.heading).toHaveText(book.regionTitle);

  await book.choose(clinic, '10:30', await databaseNow(), inspect);
  expect(await world.taken(clinic.slots[1] ?? 0)).toBe(1);
  await book.confirm.click();

  const bookings = new Bookings(page, language);
  await expect(bookings.heading).toHaveText(bookings.doneWords());
  await inspect(page);
  await bookings.cancel.click();
  await inspect(page);
  await bookings.reallyCancel.click();
  await expect(bookings.heading).toHaveText(bookings.cancelledWords());
  expect(await world.taken(clinic.slots[1] ?? 0)).toBe(0);
});
