import { timeWords } from '@/lib/campaign/window-words';
import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { keep } from '../fixtures/session';
import { expect, test } from '../fixtures/test';
import { SignIn } from '../pages/sign-in';

const sessionsOf = (personId: string) => database().session.count({ where: { personId } });

test('whoever is signed in is not checked again: told so, or led on @everywhere', async ({
  page,
  people,
  login,
  at,
  language,
  inspect,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  await login(page, person);
  const signIn = new SignIn(page, language);
  await signIn.open();
  await signIn.button.click();
  await page.waitForURL(/\/sign-in\/checked\?again=\d+$/);
  const t = words(language, 'identity');
  await expect(page.getByText(t('checked.signedIn', { name: person.name }))).toBeVisible();
  // What stands, and from when on: ten minutes after the check, by the database's clock.
  const [{ again } = { again: null }] = await database().$queryRaw<{ again: Date | null }[]>`
    SELECT max(authenticated_at) + interval '10 minutes' AS again FROM session WHERE person_id = ${person.personId}::uuid`;
  if (!again) throw new Error('no session');
  const shown = new Date(Number(new URL(page.url()).searchParams.get('again')) * 1_000);
  expect(Math.abs(shown.getTime() - again.getTime())).toBeLessThanOrEqual(1_000);
  await expect(page.getByText(t('checked.again', { at: timeWords(language, shown) }))).toBeVisible();
  await inspect(page);
  await page.getByRole('link', { name: t('checked.onward') }).click();
  await page.waitForURL((url) => url.pathname === at('/me'));
  expect(await sessionsOf(person.personId)).toBe(1);

  await database().$executeRaw`
    UPDATE session SET authenticated_at = authenticated_at - interval '10 minutes' WHERE person_id = ${person.personId}::uuid`;
  await signIn.as(person);
  await page.waitForURL((url) => url.pathname === at('/me'));
  expect(await sessionsOf(person.personId), 'ten minutes later they may').toBe(2);
});

test('two windows and a way back go on with the check that was begun; each answer is worth something', async ({
  page,
  people,
  context,
  at,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const first = new SignIn(page, 'ko');
  await first.open();
  await first.button.click();
  await page.getByLabel('시민 번호').waitFor();
  const window = await context.newPage();
  const second = new SignIn(window, 'ko');
  await second.open();
  await second.button.click();
  await window.getByLabel('시민 번호').waitFor();
  const begun = (await context.cookies()).find(({ name }) => name.endsWith('charye.state'));
  // The one that was begun first is answered last of all: a new sign-in would have made it worthless.
  await page.getByLabel('시민 번호').fill(String(person.index));
  await page.getByRole('button', { name: '이 사람으로 계속' }).click();
  await page.waitForURL((url) => url.pathname === at('/me'));
  expect(begun).toBeDefined();
  expect(await sessionsOf(person.personId)).toBe(1);
});

test('a check that was broken off does not count: the next begins at once', async ({ page, people, login, at }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const signIn = new SignIn(page, 'ko');
  await signIn.open();
  await signIn.button.click();
  await page.getByRole('button', { name: '그만두기' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in/problem/cancelled');
  await login(page, person);
  await page.waitForURL((url) => url.pathname === at('/me'));
});

test('a fourth device within ten minutes is told when, and the three that are signed in stay so', async ({
  page,
  people,
  anotherBrowser,
  login,
  at,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  await login(page, person);
  for (let device = 2; device <= 3; device += 1) {
    const other = await anotherBrowser();
    await login(other, person);
    await other.waitForURL((url) => url.pathname === at('/me'));
  }
  const fourth = await anotherBrowser();
  await keep(fourth.context(), []);
  await login(fourth, person);
  await fourth.waitForURL(/\/sign-in\/checked\?again=\d+$/);
  await expect(fourth.getByText(words('ko', 'identity')('checked.signedOut'))).toBeVisible();
  expect((await fourth.context().cookies()).some(({ name }) => name.endsWith('charye.session'))).toBe(false);
  expect(await sessionsOf(person.personId)).toBe(3);
  await page.goto(at('/me'));
  await expect(page.getByText(words('ko', 'identity')('me.signedInAs', { name: person.name }))).toBeVisible();
});
