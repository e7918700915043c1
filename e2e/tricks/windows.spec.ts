import { words } from '@/lib/platform/words';
import { consent } from '../fixtures/people';
import { session, ticket } from '../fixtures/session';
import { expect, test } from '../fixtures/test';
import { formWith, Visitor } from '../fixtures/visitor';
import { databaseNow } from '../fixtures/world';
import { Book } from '../pages/book';
import { Line } from '../pages/line';
import { askGate, Citizen } from './citizen';
import { countsThatAreOff, ledger } from './ledger';

const t = words('ko', 'line');

test('several windows are one place, one seat and one booking', async ({ world, people, anotherBrowser, expectMessage }) => {
  expectMessage(/Failed to load resource.*409/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([2, 2, 2]);
  const citizen = await Citizen.waiting(person, round);
  const first = await anotherBrowser(citizen.cookies);
  const second = await first.context().newPage();
  const windows = [first, second, await first.context().newPage()];
  const lines = windows.map((page) => new Line(page, 'ko', round.id));
  for (const line of lines) await line.open();
  const places = await Promise.all(lines.map(async (line) => (await line.place.textContent()) ?? ''));
  expect(new Set(places).size).toBe(1);
  expect(places[0]).not.toBe('');

  await Promise.all(lines.map((line) => line.enter.click()));
  for (const page of windows) await expect(page).toHaveURL('/book');
  expect(await world.seatsInUse(round)).toBe(1);

  // Each window holds a time of its own: the person has the last one.
  const books = windows.map((page) => new Book(page, 'ko'));
  const now = await databaseNow();
  for (const [index, time] of ['10:00', '10:30', '11:00'].entries()) await books[index]?.choose(clinic, time, now);
  expect(await Promise.all(clinic.slots.map(world.taken))).toEqual([0, 0, 1]);
  expect((await world.bookings(person)).map(({ status }) => status)).toEqual(['held']);

  await books[0]?.confirm.click();
  await expect(first).toHaveURL(/\/bookings\/.*done=1$/);
  for (const book of books.slice(1)) {
    await book.confirm.click();
    await expect(book.page).toHaveURL(/\/bookings\/.*done=1$/);
  }
  expect(new Set(windows.map((page) => page.url())).size).toBe(1);
  await first.goto('/book');
  await expect(first).toHaveURL(/\/pass\//);
  await lines[1]?.open();
  await lines[1]?.enter.click();
  await expect(second.getByText(t('refusal.already-booked'))).toBeVisible();
  expect((await world.bookings(person)).map(({ status }) => status)).toEqual(['confirmed']);
  expect(await Promise.all(clinic.slots.map(world.taken))).toEqual([0, 0, 1]);
  expect(await world.seatsInUse(round)).toBe(0);
});

test('a second device is the same place and not a second seat', async ({ world, people, anotherBrowser, expectMessage }) => {
  expectMessage(/Failed to load resource.*409/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const telephone = await Citizen.waiting(person, round);
  const computer = await Citizen.waiting(person, round);
  expect(computer.visitor.cookie(`number.${round.id}`)).toBe(telephone.visitor.cookie(`number.${round.id}`));
  expect((await telephone.enter()).to).toBe('/book');
  const before = await ledger({ rounds: [round], people: [person] });

  const page = await anotherBrowser(computer.cookies);
  const line = new Line(page, 'ko', round.id);
  await line.open();
  await line.enter.click();
  await expect(page.getByRole('alert')).toHaveText(t('refusal.in-use-elsewhere'));
  await page.goto('/book');
  await expect(page).toHaveURL('/pass/pass-missing');
  expect(await ledger({ rounds: [round], people: [person] })).toEqual(before);

  // Nor by the pass of the first one, carried over.
  const pass = telephone.visitor.cookie('pass') ?? '';
  await page.context().addCookies([{ name: 'pass', value: pass, url: process.env.CHARYE_URL }]);
  await page.goto('/book');
  await expect(page).toHaveURL('/pass/pass-forged');
  expect((await telephone.visitor.get('/book')).path).toBe('/book');
  expect(await world.seatsInUse(round)).toBe(1);
});

test('a helper and the person they help, at once: one of them is in, and there is one booking', async ({ world, people }) => {
  const [person, helper] = await people(2);
  if (!person || !helper) throw new Error('nobody');
  const round = await world.round([person], { helpersAllowed: true });
  const clinic = await world.clinic([2, 2]);
  await consent(helper, person);
  const own = await session(person);
  const others = await session(helper);
  const cookies = await ticket(person, round, own);
  const self = new Visitor([own.cookie, ...cookies]);
  const daughter = new Visitor([others.cookie, ...cookies]);

  const answers = await Promise.all([self, daughter, self, daughter, self, daughter].map((visitor) => askGate(visitor, round.id)));
  const [inside, outside] = self.cookie('pass') ? [self, daughter] : [daughter, self];
  expect(inside.cookie('pass')).toBeDefined();
  expect(outside.cookie('pass')).toBeUndefined();
  expect(answers.map(({ code, to }) => to ?? code).sort()).toEqual(['/book', '/book', '/book', ...Array(3).fill('in-use-elsewhere')]);
  expect(await world.seatsInUse(round)).toBe(1);

  const times = await inside.get(`/book/clinic/${clinic.id}/${clinic.day}`);
  const [slot = 0, other = 0] = clinic.slots;
  const form = formWith(times, 'name="slot"');
  const check = await inside.press(times, form, { slot: String(slot) });
  expect((await outside.press(times, form, { slot: String(other) })).path).toBe('/pass/pass-missing');
  const confirm = formWith(check, 'name="booking"');
  expect((await outside.press(check, confirm)).path).toBe('/pass/pass-missing');
  expect((await inside.press(check, confirm)).path).toContain('?done=1');
  expect((await askGate(outside, round.id)).code).toBe('already-booked');
  expect((await world.bookings(person)).map(({ status }) => status)).toEqual(['confirmed']);
  expect(await Promise.all(clinic.slots.map(world.taken))).toEqual([1, 0]);
  expect(await countsThatAreOff(clinic)).toEqual([]);
});
