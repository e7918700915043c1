import { randomBytes } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { seoulInstant } from '@/lib/campaign/seoul';
import { sessionIdOf } from '@/lib/identity/token';
import { sealedContext } from '@/lib/notice/sql';
import { decrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { words } from '@/lib/platform/words';
import { makeStaff, type Somebody } from '../fixtures/people';
import { keep, session } from '../fixtures/session';
import { expect, test } from '../fixtures/test';
import { readable, Visitor } from '../fixtures/visitor';
import { Book } from '../pages/book';
import { Line } from '../pages/line';
import { Me } from '../pages/me';
import { SignIn } from '../pages/sign-in';
import { inside } from '../pages/way-in';
import { callAction, send } from './call';
import { Citizen } from './citizen';
import { type Action, actions, type Ground } from './doors';
import { twoInside } from './standing';

const yearMs = 365 * 24 * 3_600_000;
const door = (name: string): Action => {
  const found = actions[name];
  if (!found) throw new Error(`no action ${name}`);
  return found;
};

/** As time that passes would: the database's clock is the only one, so the session moves instead. */
const letPass = (id: string, minutes: number) =>
  database().$executeRaw`
    UPDATE session SET created_at = created_at - make_interval(mins => ${minutes}), expires_at = expires_at - make_interval(mins => ${minutes}),
      authenticated_at = authenticated_at - make_interval(mins => ${minutes}), staff_seen_at = staff_seen_at - make_interval(mins => ${minutes})
    WHERE id = ${id}`;

const isSignedOut = async (visitor: Visitor, what = '') =>
  expect((await send(visitor, '/me', { method: 'GET', headers: { origin: '' } })).to, what).toMatch(/^\/sign-in\/from\?next=/);
const seal = (sid: string) => encode({ token: { sid }, secret: env().CHARYE_SESSION_SECRET, maxAge: 3_600 });

/** Signs in with the code of a text message, over HTTP. */
async function signInByCode(visitor: Visitor, person: Somebody): Promise<void> {
  const ground = { owner: person } as Pick<Ground, 'owner'> as Ground;
  await callAction(visitor, 'askCodeAction', door('askCodeAction'), ground, 'form');
  const { sealed } = await database().notice.findFirstOrThrow({
    where: { personId: person.personId, template: 'one-time-code' },
    orderBy: { createdAt: 'desc' },
  });
  const code = decrypt(sealed ?? new Uint8Array(), sealedContext);
  const enter = { ...door('enterCodeAction'), fields: () => ({ locale: 'ko', code }) };
  expect((await callAction(visitor, 'enterCodeAction', enter, ground, 'form')).to).toBe('/me');
}

test('a session cookie that was planted before the sign-in is never signed in', async ({ people, page, login }) => {
  const [victim, attacker, other] = await people(3);
  if (!victim || !attacker || !other) throw new Error('nobody');
  const attackers = await session(attacker);
  const { name } = attackers.cookie;
  // While it is new, the sign-in goes no further than to say whose it is.
  await keep(page.context(), [attackers.cookie]);
  const signIn = new SignIn(page, 'ko');
  await signIn.open();
  await signIn.button.click();
  await expect(page.getByText(words('ko', 'identity')('checked.signedIn', { name: attacker.name }))).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('button', { name: words('ko', 'common')('signOut') })
    .click();
  await page.waitForURL('/');
  await isSignedOut(new Visitor([attackers.cookie]), 'after signing out');
  const older = await session(attacker);
  for (const { id } of [attackers, older]) await letPass(id, 11);
  // The attacker is given the secret of the cookies: even a well-sealed token of their own making stays worthless.
  const invented = randomBytes(32).toString('base64url');
  const planted = { 'the attacker’s own session': older.cookie.value, 'an invented one, well sealed': await seal(invented) };
  for (const [what, value] of Object.entries(planted)) {
    await page.context().clearCookies();
    await keep(page.context(), [{ name, value }]);
    await login(page, victim);
    await page.goto('/me');
    await expect(page.getByText(words('ko', 'identity')('me.signedInAs', { name: victim.name })), what).toBeVisible();
    const now = (await page.context().cookies()).find((cookie) => cookie.name === name)?.value;
    expect(now, what).not.toBe(value);
    await isSignedOut(new Visitor([{ name, value }]), what);
  }
  expect(await database().session.findUnique({ where: { id: sessionIdOf(invented) } })).toBeNull();

  // The same where no provider is asked: with a code by text.
  const again = await session(attacker);
  const browser = new Visitor([again.cookie]);
  await signInByCode(browser, other);
  expect(browser.cookie(name)).not.toBe(again.cookie.value);
  expect(readable((await browser.get('/me')).text)).toContain(other.name);
  await isSignedOut(new Visitor([again.cookie]), 'after a code');
});

for (const [where, by] of [
  ['a year ahead', yearMs],
  ['a year behind', -yearMs],
] as const) {
  test(`a telephone whose clock is ${where} signs in, books, and is signed out by the server’s time alone`, async ({
    world,
    people,
    page,
    login,
    expectMessage,
  }) => {
    // While the front comes.
    expectMessage(/Failed to load resource.*409/);
    const [person] = await people(1);
    if (!person) throw new Error('nobody');
    const round = await world.round([person]);
    const clinic = await world.clinic([1]);
    const lines: string[] = [];
    page.on('response', async (response) => {
      if (new URL(response.url()).origin !== env().CHARYE_URL) return;
      for (const { name, value } of await response.headersArray())
        if (name.toLowerCase() === 'set-cookie') lines.push(...value.split('\n'));
    });
    await page.clock.install({ time: Date.now() + by });
    await login(page, person);
    await page.goto('/me');
    expect(Math.abs((await page.evaluate(() => Date.now())) - Date.now() - by)).toBeLessThan(3_600_000);
    await new Me(page, 'ko').takePlace.click();
    const line = new Line(page, 'ko', round.id);
    await page.waitForURL(`/line/${round.id}`);
    await line.enterWhenCalled();
    const book = new Book(page, 'ko');
    await book.openTimes(clinic);
    await book.time(seoulInstant(clinic.day, '10:00')).check();
    await book.hold.click();
    await book.confirm.click();
    await page.waitForURL(/\/bookings\/[0-9a-f-]+\?done=1$/);
    expect((await world.bookings(person)).map(({ status }) => status)).toEqual(['confirmed']);
    // A cookie that lasts says for how long: a date alone is true by one clock.
    const lasting = lines.filter((cookie) => /expires=/i.test(cookie));
    expect(lasting.length).toBeGreaterThan(0);
    expect(lasting.filter((cookie) => !/max-age=/i.test(cookie))).toEqual([]);

    const [own] = await database().session.findMany({ where: { personId: person.personId } });
    if (!own) throw new Error('no session');
    await letPass(own.id, 8 * 60 - 10);
    await page.goto('/me');
    await expect(page.getByText(words('ko', 'identity')('me.signedInAs', { name: person.name }))).toBeVisible();
    await letPass(own.id, 11);
    await page.goto('/me');
    await expect(page).toHaveURL('/sign-in');
  });
}

test('signing out everywhere ends a pass that lives on another device, at once', async ({ world, people, page, anotherBrowser }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([2]);
  const [slot = 0] = clinic.slots;
  await inside(page, person, round);
  const phone = new Book(page, 'ko');
  await phone.openTimes(clinic);
  await phone.time(seoulInstant(clinic.day, '10:00')).check();

  const desktop = await anotherBrowser([(await session(person)).cookie]);
  await desktop.goto('/me/sessions');
  const t = words('ko', 'privacy');
  await desktop.getByRole('button', { name: t('sessions.all') }).click();
  await expect(desktop).not.toHaveURL('/me/sessions');

  await phone.hold.click();
  await expect(page).toHaveURL('/pass/signed-out');
  expect(await world.bookings(person)).toEqual([]);
  expect(await world.taken(slot)).toBe(0);
  await page.goto('/me');
  await expect(page).toHaveURL('/sign-in');
  // Whoever is on the telephone signs in again and goes on: nothing of theirs was lost.
  const back = await Citizen.waiting(person, round);
  expect((await back.enter()).code).not.toBe('ticket-unknown');
});

test('what was held on it can’t be confirmed either', async ({ world, people }) => {
  const [first, second] = await people(2);
  const { holding, ofHolding } = await twoInside(
    world,
    [first, second].filter((one) => one !== undefined),
  );
  const elsewhere = new Visitor([(await session(ofHolding.owner)).cookie]);
  await callAction(elsewhere, 'signOutEverywhereAction', door('signOutEverywhereAction'), ofHolding, 'form');
  expect((await callAction(holding.visitor, 'confirmAction', door('confirmAction'), ofHolding, 'form')).to).toBe('/pass/signed-out');
  expect((await world.bookings(ofHolding.owner)).map(({ status }) => status)).toEqual(['held']);
});

test('a list and one’s own data leave after a sign-in of the last ten minutes alone', async ({ world, people, page, login }) => {
  const [boss] = await people(1);
  if (!boss) throw new Error('nobody');
  const clinic = await world.clinic([1]);
  await makeStaff(boss, clinic.id);
  await login(page, boss);
  const [own] = await database().session.findMany({ where: { personId: boss.personId } });
  if (!own) throw new Error('no session');
  const visitor = new Visitor(await page.context().cookies());
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ date: clinic.day, reason: '접종 준비' }).toString();
  const list = () => send(visitor, '/staff/export/list.csv', { body, headers });
  const data = () => send(visitor, '/me/data/charye.json', { headers });
  expect((await list()).status).toBe(200);
  expect((await data()).status).toBe(200);

  await letPass(own.id, 11);
  expect((await list()).to).toBe('/staff/export?problem=not-fresh');
  expect((await data()).to).toBe('/me/data');
  // The page asks for it, the provider asks again, and leads back to it.
  await page.goto(`/staff/export?date=${clinic.day}`);
  const t = words('ko', 'privacy');
  await expect(page.getByText(t('again.text'))).toBeVisible();
  await page.getByRole('button', { name: t('again.button') }).click();
  await page.getByLabel('시민 번호').fill(String(boss.index));
  await page.getByRole('button', { name: '이 사람으로 계속' }).click();
  await expect(page.getByRole('button', { name: t('export.button') })).toBeVisible();
  await isSignedOut(visitor, 'the former session');
});

test('staff who were away for half an hour, or work for longer than eight, sign in again', async ({ world, people }) => {
  const [boss] = await people(1);
  if (!boss) throw new Error('nobody');
  const clinic = await world.clinic([1]);
  await makeStaff(boss, clinic.id);
  const staff = async (visitor: Visitor) => (await send(visitor, '/staff', { method: 'GET', headers: { origin: '' } })).to;
  const idle = await session(boss);
  const away = new Visitor([idle.cookie]);
  expect(await staff(away)).toBeNull();
  await letPass(idle.id, 29);
  expect(await staff(away), 'a page keeps it').toBeNull();
  await letPass(idle.id, 29);
  expect(await staff(away), 'and the next again').toBeNull();
  await letPass(idle.id, 31);
  expect(await staff(away)).toMatch(/^\/sign-in\/from/);
  await isSignedOut(away, 'for everything');

  const busy = await session(boss);
  const working = new Visitor([busy.cookie]);
  for (let minutes = 0; minutes < 8 * 60 - 20; minutes += 20) {
    expect(await staff(working), `after ${minutes} minutes`).toBeNull();
    await letPass(busy.id, 20);
  }
  await letPass(busy.id, 21);
  expect(await staff(working)).toMatch(/^\/sign-in\/from/);
});
