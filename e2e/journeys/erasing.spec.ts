import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { Me } from '../pages/me';

test('whoever proves again who they are deletes their data, place and all; a sign-in of an hour ago is not enough', {
  tag: '@everywhere',
}, async ({ page, world, people, login, language, inspect, at }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const { personId } = person;
  const round = await world.round([person]);
  const t = words(language, 'privacy');
  const erase = page.getByRole('button', { name: t('erase.button'), exact: true });
  await login(page, person);
  await new Me(page, language).takePlace.click();
  await expect(page).toHaveURL(at(`/line/${round.id}`));

  await database().$executeRaw`
    UPDATE session SET authenticated_at = authenticated_at - interval '1 hour' WHERE person_id = ${personId}::uuid`;
  await page.goto(at('/me/data'));
  await expect(page.getByText(t('erase.again'))).toBeVisible();
  await expect(erase).toHaveCount(0);
  await page.getByRole('button', { name: t('again.button') }).click();
  await page.getByLabel('시민 번호').fill(String(person.index));
  await page.getByRole('button', { name: '이 사람으로 계속' }).click();

  await expect(page).toHaveURL(at('/me/data'));
  await inspect(page);
  await page.getByRole('checkbox', { name: t('erase.sure') }).check();
  await erase.click();
  await expect(page).toHaveURL(at('/me/data/gone'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('erase.doneTitle'));
  await inspect(page);

  expect(await database().ticket.count({ where: { personId } })).toBe(0);
  expect(await database().person.findUniqueOrThrow({ where: { id: personId }, select: { onRoll: true, erasedAt: true } })).toEqual({
    onRoll: false,
    erasedAt: expect.any(Date),
  });
  // Signed out, and nobody's number is left in the browser.
  expect((await page.context().cookies()).filter(({ name }) => name.includes(round.id))).toEqual([]);
  await page.goto(at('/me'));
  await expect(page).toHaveURL(at('/sign-in'));
});
