import { lineRefusalWords } from '@/lib/line/refusal-words';
import { database } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { readable } from '../fixtures/visitor';
import type { Round } from '../fixtures/world';
import { Line } from '../pages/line';
import { callAction, send, ways } from './call';
import { askGate, Citizen } from './citizen';
import { actions } from './doors';
import { ledger } from './ledger';
import { twoInside } from './standing';

const t = words('ko', 'line');
const dayMs = 24 * 3_600_000;

/** As an hour that passes would: the database's clock is the only one that counts, so the round moves instead. */
const opensNow = (round: Round) =>
  database().$executeRaw`
    UPDATE round SET opens_at = now() - interval '1 second', closes_at = now() + interval '1 hour', paused_at = NULL WHERE id = ${round.id}`;
const closesNow = (round: Round) =>
  database()
    .$executeRaw`UPDATE round SET opens_at = least(opens_at, now() - interval '1 second'), closes_at = now() WHERE id = ${round.id}`;

test('the clock of the computer, moved a day or a year, opens nothing', async ({ world, people, anotherBrowser, expectMessage }) => {
  expectMessage(/Failed to load resource.*409/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { drawIn: -60, opensIn: 3_600, closesIn: 7_200, seatCount: 400 });
  const citizen = await Citizen.waiting(person, round);
  const refusal = lineRefusalWords('ko', refuse('round-not-open', { opensAt: round.opensAt.getTime() }), new Date());
  const before = await ledger({ rounds: [round], people: [person] });
  const moved = { 'a day ahead': dayMs, 'a year ahead': 365 * dayMs, 'a day back': -dayMs, 'a year back': -365 * dayMs };

  for (const [trick, by] of Object.entries(moved)) {
    const page = await anotherBrowser(citizen.cookies);
    await page.clock.install({ time: Date.now() + by });
    const line = new Line(page, 'ko', round.id);
    await line.open();
    expect(Math.abs((await page.evaluate(() => Date.now())) - Date.now() - by), trick).toBeLessThan(60_000);
    await expect(line.state, trick).toHaveText(line.stateWords('drawn'));
    await expect(line.enter, trick).toBeHidden();
    // The button is there for whoever makes it visible.
    await page.locator('form#enter').evaluate((form: HTMLFormElement) => form.requestSubmit());
    await expect(line.answer, trick).toContainText(refusal);
    await page.locator('form#enter').evaluate((form: HTMLFormElement) => form.submit());
    await expect(page.getByRole('alert'), trick).toHaveText(refusal);
    await page.goto('/book');
    await expect(page, trick).toHaveURL('/pass/pass-missing');
    await page.context().close();
  }
  expect(await ledger({ rounds: [round], people: [person] })).toEqual(before);

  // And it keeps nobody out, once the hour has come.
  await opensNow(round);
  await world.everybodyCalled(round);
  for (const by of [365 * dayMs, -365 * dayMs]) {
    const page = await anotherBrowser(citizen.cookies);
    await page.clock.install({ time: Date.now() + by });
    const line = new Line(page, 'ko', round.id);
    await line.open();
    await line.enterWhenCalled();
    await expect(page).toHaveURL('/book');
    await send(citizen.visitor.keep(...(await page.context().cookies())), `/line/${round.id}/leave`);
    await page.context().close();
  }
});

test('before the opening the gate says when it opens; afterwards that it is over', async ({ world, people }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { drawIn: -60, opensIn: 3_600, closesIn: 7_200, seatCount: 400 });
  const citizen = await Citizen.waiting(person, round);
  const before = await ledger({ rounds: [round], people: [person] });
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await citizen.enter()).toMatchObject({ status: 409, code: 'round-not-open', to: null });
  }
  expect((await askGate(citizen.visitor, round.id, { 'x-forwarded-for': '127.0.0.1', date: 'Fri, 01 Jan 2100 00:00:00 GMT' })).code).toBe(
    'round-not-open',
  );
  expect(await ledger({ rounds: [round], people: [person] })).toEqual(before);

  await closesNow(round);
  expect(await citizen.enter()).toMatchObject({ status: 409, code: 'round-closed', to: null });
  const ground = { owner: person, round, clinic: await world.clinic([1]), bookingId: '', slotId: 0 };
  const door = actions.takeTicket;
  if (!door) throw new Error('no such action');
  const late = await Citizen.withoutTicket(person, round);
  expect((await callAction(late.visitor, 'takeTicket', door, ground, 'script')).text).toContain('round-closed');
  expect(late.visitor.cookie(`ticket.${round.id}`)).toBeUndefined();

  await database()
    .$executeRaw`UPDATE round SET opens_at = now() - interval '1 s', closes_at = now() + interval '1 hour' WHERE id = ${round.id}`;
  await world.everybodyCalled(round);
  expect((await citizen.enter()).to).toBe('/book');
});

for (const [what, change, code] of [
  ['closes', closesNow, 'round-closed'],
  [
    'is moved to a later day',
    (round: Round) =>
      database()
        .$executeRaw`UPDATE round SET opens_at = now() + interval '1 day', closes_at = now() + interval '2 days' WHERE id = ${round.id}`,
    'round-closed',
  ],
  ['is paused', (round: Round) => database().$executeRaw`UPDATE round SET paused_at = now() WHERE id = ${round.id}`, 'round-paused'],
] as const) {
  test(`a round that ${what} while somebody stands in the booking pages: nothing is held or confirmed any more`, async ({
    world,
    people,
  }) => {
    const pair = await people(2);
    const { round, clinic, holding, check, ofHolding } = await twoInside(world, pair);
    await change(round);
    const grounds = { rounds: [round], people: pair, clinics: [clinic] };
    const before = await ledger(grounds);
    for (const name of ['chooseAction', 'confirmAction', 'extendPassAction']) {
      const door = actions[name];
      if (!door) throw new Error('no such action');
      for (const way of ways) {
        const answer = await callAction(holding.visitor, name, door, ofHolding, way);
        expect(answer.to, `${name} by ${way}`).toBe(`/pass/${code}`);
      }
    }
    const pressed = await holding.confirm(check);
    expect(readable(pressed.text)).toContain(t(`pass.${code}`));
    expect(await holding.enter()).toMatchObject({ to: null });
    expect(await ledger(grounds)).toEqual(before);

    await opensNow(round);
    expect((await holding.confirm(check)).path).toBe(`/bookings/${ofHolding.bookingId}?done=1`);
  });
}
