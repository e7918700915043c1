import type { Locator, Page } from '@playwright/test';
import { ageOn } from '@/lib/campaign/cohort';
import { currentCampaign } from '@/lib/campaign/queries';
import { seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { words } from '@/lib/platform/words';
import { somebodyWho } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { Book } from '../pages/book';
import { Bookings } from '../pages/bookings';
import { Line } from '../pages/line';
import { Me } from '../pages/me';
import { SignIn } from '../pages/sign-in';
import { When } from '../pages/when';

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab until it stands on the target, which must then be seen to have the focus, and in the window. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < 120 && !(await isFocused(target)); pressed += 1) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport({ ratio: 0.5 });
  const outline = await target.evaluate((element) => {
    // A radio's row shows the focus for it.
    const shown = element.closest('label') ?? element;
    return [element, shown].some(
      (one) => getComputedStyle(one).outlineStyle !== 'none' && Number.parseFloat(getComputedStyle(one).outlineWidth) >= 2,
    );
  });
  expect(outline, 'the focus is seen').toBe(true);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** A refused form: the focus is on why, and leads on into the field that it names. */
async function leadsInto(page: Page, field: Locator): Promise<void> {
  const reply = page.locator('.notice-danger');
  await expect(reply).toBeFocused();
  await expect(reply).toBeInViewport({ ratio: 0.5 });
  await page.keyboard.press('Tab');
  await expect(reply.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
}

test('why a form was refused has the focus, and leads into its fields by keyboard, with and without script @everywhere', async ({
  page,
  language,
  at,
  inspect,
}) => {
  const when = new When(page, language);
  await when.open();
  await when.ask('1961-13-09');
  await leadsInto(page, when.field('year'));
  await inspect(page);

  const provider = words(language, 'provider');
  const name = page.getByLabel(provider('check.name')).first();
  // The same refusal a second time is heard again.
  await page.goto(at('/sign-in/code'));
  for (const birthDate of ['20261340', '19990230']) {
    await name.fill('홍길동');
    await page.getByLabel(provider('code.birthDate')).first().fill(birthDate);
    await page.getByLabel(provider('code.phone')).first().fill('010-1234-5678');
    await page.getByRole('button', { name: provider('code.ask') }).click();
    await expect(page).toHaveURL(/remark=bad-request/);
    await expect(page.locator('.notice-danger')).toBeFocused();
  }
  await leadsInto(page, name);
  await inspect(page);

  const find = words(language, 'find');
  // Whoever has only the number finds the way from the first page.
  await page.goto(at('/'));
  await page
    .getByRole('contentinfo')
    .getByRole('link', { name: words(language, 'common')('find') })
    .click();
  await expect(page).toHaveURL(at('/find'));
  await page.getByLabel(find('number')).fill('ABCDE-12345');
  await page.getByLabel(find('birthDate')).fill('19440302');
  await page.getByRole('button', { name: find('button') }).click();
  await expect(page.locator('.notice-danger')).toContainText(find('none'));
  await leadsInto(page, page.getByLabel(find('number')));
});

test('the whole journey by keyboard alone', async ({ page, world, expectMessage }) => {
  expectMessage(/409 \(Conflict\)/);
  const campaign = await currentCampaign();
  const round = campaign?.rounds.find(({ id }) => id.endsWith('-senior'));
  if (!campaign || !round) throw new Error('no demo');
  const person = await somebodyWho((birthDate) => ageOn(birthDate, seoulDate(campaign.now)) >= 61);
  const clinic = await world.clinic([1, 1]);

  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '본문으로 바로가기' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
  await press(page, page.getByRole('main').getByRole('link', { name: words('ko', 'common')('when'), exact: true }));

  const when = new When(page, 'ko');
  const [year = '', month = '', day = ''] = person.birthDate.split('-');
  for (const [part, text] of [
    ['year', year],
    ['month', month],
    ['day', day],
  ] as const) {
    await tabTo(page, when.field(part));
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await press(page, when.details);
  await press(page, when.book);
  await press(page, new SignIn(page, 'ko').button);

  const number = page.getByLabel('시민 번호');
  await number.waitFor();
  for (let pressed = 0; pressed < 40 && !(await isFocused(number)); pressed += 1) await page.keyboard.press('Tab');
  await page.keyboard.type(String(person.index));
  await page.keyboard.press('Enter');
  await press(page, new Me(page, 'ko').takePlace);

  const line = new Line(page, 'ko', round.id);
  await expect(page).toHaveURL(line.address);
  await world.everybodyCalled(round);
  const book = new Book(page, 'ko');
  await expect(async () => {
    await press(page, line.enter);
    await page.waitForURL(/\/book$/, { timeout: 20_000 });
  }).toPass({ timeout: 180_000 });

  await press(page, book.row('서울특별시'));
  for (const link of [book.row(clinic.regionKo), book.clinicLink(clinic.nameKo), book.dayRow(clinic.day, campaign.now)]) {
    await book.untilListed(link);
    await press(page, link);
  }
  await tabTo(page, book.time(seoulInstant(clinic.day, '10:00')));
  await page.keyboard.press('ArrowDown');
  await expect(book.time(seoulInstant(clinic.day, '10:30'))).toBeChecked();
  await press(page, book.hold);
  await press(page, book.confirm);
  const bookings = new Bookings(page, 'ko');
  await expect(bookings.heading).toHaveText('예약이 완료되었습니다');

  await press(page, bookings.cancel);
  await press(page, bookings.reallyCancel, 'Space');
  await expect(bookings.heading).toHaveText('취소된 예약이에요');
  expect(await world.taken(clinic.slots[1] ?? 0)).toBe(0);
});
