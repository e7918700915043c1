import type { Page } from '@playwright/test';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import type { Round, World } from '../fixtures/world';
import { Line } from '../pages/line';
import { Me } from '../pages/me';
import { actionId } from './built';
import { Citizen } from './citizen';
import { ledger } from './ledger';

const t = words('ko', 'line');

/** Open, and nobody is called while the test runs: a sweep of its front takes a day. */
const slowRound = (world: World, people: Parameters<World['round']>[0]): Promise<Round> =>
  world.round(people, { calledAgo: null, opensIn: -1, minSweep: 86_400 });

const press = (page: Page) => page.locator('form#enter').evaluate((form: HTMLFormElement) => form.requestSubmit());

test('a forged line document shows what it likes; the gate asks the database', async ({ world, people, anotherBrowser, expectMessage }) => {
  expectMessage(/Failed to load resource.*409/);
  const [person, lucky] = await people(2);
  if (!person || !lucky) throw new Error('nobody');
  const round = await slowRound(world, [person, lucky]);
  const citizen = await Citizen.waiting(person, round);
  const before = await ledger({ rounds: [round], people: [person] });
  const page = await anotherBrowser(citizen.cookies);
  await page.route('**/document.json', async (route) => {
    const document = await (await route.fetch()).json();
    const all = [{ startsAt: 0, endsAt: 1, from: 0, to: 1 }];
    await route.fulfill({ json: { ...document, now: document.now + 60_000, state: 'open', held: 0, fronts: { drawn: all, late: all } } });
  });
  const line = new Line(page, 'ko', round.id);
  await line.open();
  await expect(line.call).toContainText(t('mine.called'));
  await expect(line.called).toHaveText(t('calledAll'));
  await line.enter.click();
  await expect(line.answer).toContainText(t('refusal.not-called'));
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('pass');
  await page.goto('/book');
  await expect(page).toHaveURL('/pass/pass-missing');
  const { segments, ...rest } = await ledger({ rounds: [round], people: [person] });
  expect({ ...rest, segments: before.segments }).toEqual(before);
  expect(segments).toBeGreaterThanOrEqual(before.segments);

  // The same page, where the document is true.
  const open = await world.round([lucky]);
  const called = await anotherBrowser((await Citizen.waiting(lucky, open)).cookies);
  const other = new Line(called, 'ko', open.id);
  await other.open();
  await other.enter.click();
  await expect(called).toHaveURL('/book');
});

test('code run in the page: flags, replaced functions, cookies, a loop, and the actions themselves', async ({
  world,
  people,
  page,
  signedIn,
  expectMessage,
}) => {
  expectMessage(/Failed to load resource.*(409|429)/);
  const [person, owner] = await people(2);
  if (!person || !owner) throw new Error('nobody');
  const round = await slowRound(world, [person, owner]);
  const clinic = await world.clinic([1]);
  const neighbour = await Citizen.waiting(owner, round);
  await signedIn(page, person);
  const me = new Me(page, 'ko');
  await me.open();
  await me.takePlace.click();
  const line = new Line(page, 'ko', round.id);
  await expect(page).toHaveURL(line.address);

  await test.step('flags are set', async () => {
    await page.addInitScript(() => {
      Object.assign(window, { called: true, place: 0, pass: true, isOpen: true });
      localStorage.setItem('pass', 'true');
      sessionStorage.setItem('called', '1');
    });
    await line.open();
    await page.evaluate(() => {
      for (const hidden of document.querySelectorAll('[hidden]')) hidden.removeAttribute('hidden');
      for (const disabled of document.querySelectorAll('[disabled]')) disabled.removeAttribute('disabled');
    });
    await press(page);
    await expect(line.answer).toContainText(t('refusal.not-called'));
  });

  await test.step('functions are replaced', async () => {
    await page.evaluate(() => {
      window.fetch = async () => Response.json({ to: '/book' });
      Math.random = () => 0;
      Date.now = () => 0;
    });
    await press(page);
    await expect(page).toHaveURL('/pass/pass-missing');
  });

  await test.step('cookies are set by script', async () => {
    await line.open();
    const { number, place } = await world.standing(owner, round);
    expect(place).toBeGreaterThan(0);
    const ticketCookie = async () => (await page.context().cookies()).find(({ name }) => name === `ticket.${round.id}`);
    const given = await ticketCookie();
    await page.evaluate(
      (cookies) => {
        // biome-ignore lint/suspicious/noDocumentCookie: as a script would that somebody pastes into the console
        for (const cookie of cookies) document.cookie = `${cookie}; path=/`;
      },
      [`number.${round.id}=${number}`, 'pass=e30.e30.', 'called=1', `ticket.${round.id}=e30.e30.`],
    );
    // The script of a page can neither read nor replace what the server alone may set.
    expect(await ticketCookie()).toEqual(given);
    expect(given?.httpOnly).toBe(true);
    expect(await page.evaluate(() => document.cookie)).not.toContain('ticket.');
    await page.reload();
    await press(page);
    await expect(line.answer).toContainText(t('refusal.not-called'));
    await page.goto('/book');
    await expect(page).toHaveURL('/pass/pass-forged');
    await page.context().clearCookies({ name: 'pass' });
  });

  await test.step('a loop asks for entry', async () => {
    await line.open();
    const codes = await page.evaluate(async (id) => {
      const ask = async () =>
        (await (await fetch(`/line/${id}/enter`, { method: 'POST', headers: { accept: 'application/json' } })).json()).code;
      return await Promise.all(Array.from({ length: 40 }, ask));
    }, round.id);
    expect(codes).toContain('not-called');
    expect(codes.filter((code) => code !== 'not-called' && code !== 'too-often')).toEqual([]);
  });

  await test.step('the actions are called directly', async () => {
    const calls = ['chooseAction', 'confirmAction', 'extendPassAction'].map((name) => ({ name, id: actionId(name) }));
    for (const { name, id } of calls) {
      const to = await page.evaluate(
        async ([action, slot, clinicId, day, region]) => {
          const body = new FormData();
          const fields = { locale: 'ko', slot, clinic: clinicId, day, region, booking: crypto.randomUUID(), back: '/book' };
          for (const [field, value] of Object.entries(fields)) body.append(`_1_${field}`, value);
          body.append('0', '["$K1"]');
          const answer = await fetch('/book/check', { method: 'POST', headers: { 'next-action': action }, body });
          return answer.headers.get('x-action-redirect');
        },
        [id, String(clinic.slots[0]), clinic.id, clinic.day, clinic.regionCode] as const,
      );
      expect(to, name).toContain('/pass/pass-missing');
    }
  });

  const seats = await world.seatsInUse(round);
  expect({ seats, taken: await world.taken(clinic.slots[0] ?? 0), bookings: await world.bookings(person) }).toEqual({
    seats: 0,
    taken: 0,
    bookings: [],
  });
  expect((await neighbour.enter()).code).toBe('not-called');
});
