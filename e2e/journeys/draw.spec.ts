import { numberOfPlace } from '@/lib/line/place';
import { href, words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { atLine } from '../pages/way-in';

const t = words('ko', 'draw');

test('from the line anybody comes to the record of the draw and checks their own number; it does not leave the browser', async ({
  page,
  world,
  people,
  inspect,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { opensIn: 1_800, closesIn: 3_600 });
  const { number, place } = await world.standing(person, round);
  await atLine(page, person, round);
  await page.getByText('번호는 어떻게 뽑나요?').click();
  await page.getByRole('link', { name: '뽑은 기록을 보고 내 번호 확인하기' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('title'));

  const field = page.getByLabel(t('check.label'));
  await expect(field).toHaveValue(number);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  await page.getByRole('button', { name: t('check.submit') }).click();
  const outcome = page.getByRole('status');
  await expect(outcome).toContainText(t('check.good'));
  await expect(outcome).toContainText(`${numberOfPlace(place).toLocaleString('ko')} / 10,000`);
  await inspect(page);

  await field.fill('A7LJ62QZ6DN27C30');
  await page.getByRole('button', { name: t('check.submit') }).click();
  await expect(outcome).toContainText(t('check.steps.ticket.malformed'));
  expect(sent).toEqual([]);
});

test('without script the page of the draw says how to check it by a command @without-script', async ({ page, world, people, language }) => {
  const round = await world.round(await people(1));
  await page.goto(href(language, `/draw/${round.id}`));
  await expect(page.getByText(words(language, 'draw')('check.withoutScript'))).toBeVisible();
  await page.getByText(words(language, 'draw')('check.command')).click();
  await expect(page.getByText(`/draw/${round.id}/record.json`)).toBeVisible();
});
