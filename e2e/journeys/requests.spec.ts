import { databaseNow } from '@/test/booking';
import { expect, test } from '../fixtures/test';
import { Book } from '../pages/book';
import { Bookings } from '../pages/bookings';
import { Line } from '../pages/line';
import { Me } from '../pages/me';
import { SignIn } from '../pages/sign-in';

/** What one booking may cost the servers; everything else comes out of caches. */
const most = 10;

test('from sign-in to the confirmed booking at most ten requests reach a server; browsing is none of them', {
  tag: '@everywhere',
}, async ({ page, world, people, language, expectMessage }) => {
  expectMessage(/409 \(Conflict\)/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([2]);
  const origin = new URL(String(process.env.CHARYE_URL)).origin;
  const own: string[] = [];
  page.on('response', (response) => {
    const url = new URL(response.url());
    const caching = response.headers()['cache-control'] ?? '';
    // Samples of those who wait report themselves: that is the line's cost, whether they book or not.
    if (url.origin !== origin || caching.includes('public') || url.pathname.endsWith('/present')) return;
    own.push(`${response.request().method()} ${url.pathname}`);
  });

  const signIn = new SignIn(page, language);
  await signIn.as(person);
  await new Me(page, language).takePlace.click();
  const line = new Line(page, language, round.id);
  await expect(page).toHaveURL(line.address);
  await line.enter.click();
  const book = new Book(page, language);
  await expect(book.heading).toHaveText(book.regionTitle);
  await book.choose(clinic, '10:00', await databaseNow());
  await book.confirm.click();
  const bookings = new Bookings(page, language);
  await expect(bookings.heading).toHaveText(bookings.doneWords());

  expect(own.filter((request) => request.includes('/supply/'))).toEqual([]);
  expect(own, own.join('\n')).not.toHaveLength(0);
  expect(own.length, own.join('\n')).toBeLessThanOrEqual(most);
});
