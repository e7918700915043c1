import type { Route } from '@playwright/test';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { Line } from '../pages/line';
import { Citizen } from './citizen';

const t = words('ko', 'line');
const documents = '**/document.json';
/** A page asks at least this often, at whatever distance from its turn. */
const longestPauseMs = 75_000;

/** What may come instead of the line document, and must leave the page as it is. */
const disturbances: Record<string, (route: Route) => Promise<void>> = {
  blocked: (route) => route.abort(),
  'garbled text': (route) => route.fulfill({ body: '<html>not JSON' }),
  'no object': (route) => route.fulfill({ json: null }),
  'an empty object': (route) => route.fulfill({ json: {} }),
  'a failing server': (route) => route.fulfill({ status: 503, body: '{}' }),
  'an older document': async (route) => {
    const document = await (await route.fetch()).json();
    await route.fulfill({ json: { ...document, now: document.now - 3_600_000, state: 'closed' } });
  },
  'the document of another round': async (route) => {
    const document = await (await route.fetch()).json();
    await route.fulfill({ json: { ...document, now: document.now + 60_000, round: 'another', state: 'closed' } });
  },
  'a document in part': async (route) => {
    const { now, round } = await (await route.fetch()).json();
    await route.fulfill({ json: { now: now + 60_000, round, state: 'closed' } });
  },
};

test('whatever comes instead of the line document, the page keeps the last state and says how old it is', async ({
  world,
  people,
  anotherBrowser,
  expectMessage,
}) => {
  expectMessage(/Failed to load resource/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { calledAgo: null, opensIn: -1, minSweep: 86_400 });
  const citizen = await Citizen.waiting(person, round);
  const page = await anotherBrowser(citizen.cookies);
  await page.clock.install();
  const line = new Line(page, 'ko', round.id);
  let answered = 0;
  page.on('requestfinished', (request) => {
    if (request.url().endsWith('/document.json')) answered += 1;
  });
  page.on('requestfailed', (request) => {
    if (request.url().endsWith('/document.json')) answered += 1;
  });
  /** Moves the page's clock on until it has asked once more and heard the answer. */
  const oneMoreAnswer = async () => {
    const before = answered;
    await expect(async () => {
      await page.clock.fastForward(longestPauseMs);
      expect(answered).toBeGreaterThan(before);
    }).toPass();
  };

  await line.open();
  await oneMoreAnswer();
  const place = (await line.place.textContent()) ?? '';
  const title = await page.title();
  for (const [what, disturb] of Object.entries(disturbances)) {
    await page.route(documents, disturb);
    await oneMoreAnswer();
    await page.clock.fastForward(100_000);
    await expect(line.updated, what).toContainText(t('stale'));
    await expect(line.state, what).toHaveText(line.stateWords('open'));
    await expect(line.place, what).toHaveText(place);
    expect(await page.title(), what).toBe(title);
    expect(await world.seatsInUse(round), what).toBe(0);
    // A request may just be on its way to the disturbance: it has its answer first.
    await page.unrouteAll({ behavior: 'wait' });
    await expect(async () => {
      await page.clock.fastForward(longestPauseMs);
      expect(await line.updated.textContent(), what).not.toContain(t('stale'));
    }).toPass();
  }
});

test('aeroplane mode: the page stays calm, nothing opens, and all goes on with the network', async ({
  world,
  people,
  anotherBrowser,
  expectMessage,
}) => {
  expectMessage(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const citizen = await Citizen.waiting(person, round);
  const page = await anotherBrowser(citizen.cookies);
  await page.clock.install();
  const line = new Line(page, 'ko', round.id);
  await line.open();
  const place = (await line.place.textContent()) ?? '';
  await page.context().setOffline(true);
  await page.clock.fastForward(120_000);
  await expect(line.updated).toContainText(t('stale'));
  await expect(line.state).toHaveText(line.stateWords('open'));
  await expect(line.place).toHaveText(place);
  await line.enter.click();
  await expect(line.answer).toHaveText(t('stale'));
  await expect(line.enter).toBeEnabled();
  expect(await world.seatsInUse(round)).toBe(0);

  await page.context().setOffline(false);
  await expect(async () => {
    await page.clock.fastForward(longestPauseMs);
    expect(await line.updated.textContent()).not.toContain(t('stale'));
  }).toPass();
  await line.enter.click();
  await expect(page).toHaveURL('/book');
});
