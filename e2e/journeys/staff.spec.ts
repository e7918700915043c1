import { seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { makeOperator, makeStaff } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { databaseNow } from '../fixtures/world';
import { Bookings } from '../pages/bookings';
import { Staff } from '../pages/staff';
import { atLine, inside } from '../pages/way-in';

/** An old PC at a clinic. */
const desk = { width: 1024, height: 768 };

test("a booking stands in the day's list of its clinic, is found and printed, and is gone when cancelled; another clinic never sees it", {
  tag: '@everywhere',
}, async ({ page, world, people, anotherBrowser, signedIn, login, language, inspect, expectMessage, javaScriptEnabled }) => {
  expectMessage(/404 \(Not Found\)/);
  const [person, nurse, stranger] = await people(3);
  if (!person || !nurse || !stranger) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([2, 2]);
  await makeStaff(nurse, clinic.id);
  await makeStaff(stranger, (await world.clinic([2, 2])).id);

  const book = await inside(page, person, round, language);
  await book.openTimes(clinic);
  await book.time(seoulInstant(clinic.day, '10:30')).check();
  await book.hold.click();
  await book.confirm.click();
  const bookings = new Bookings(page, language);
  await expect(bookings.heading).toHaveText(bookings.doneWords());
  const number = (await bookings.fact('booking.number').innerText()).trim();

  const office = await anotherBrowser();
  await office.setViewportSize(desk);
  await login(office, nurse);
  const staff = new Staff(office, language);
  await staff.open();
  // The nearest day with half hours is the one that a list is wanted for.
  const row = staff.list.getByRole('row').filter({ hasText: person.name });
  await expect(row).toContainText(number);
  await expect(row).toContainText(person.phone.slice(-4));
  await expect(office.getByRole('main')).not.toContainText(person.phone);
  await inspect(office);

  await staff.search(person.name.slice(0, 2));
  await expect(staff.found.getByRole('row').filter({ hasText: number })).toBeVisible();
  await staff.search(number);
  await expect(staff.found.getByRole('row').filter({ hasText: person.name })).toBeVisible();
  await inspect(office);
  if (javaScriptEnabled !== false) expect(office.url()).not.toContain(number);

  await staff.open(clinic.day);
  await office.emulateMedia({ media: 'print' });
  await expect(row).toBeVisible();
  await expect(office.getByRole('navigation')).toHaveCount(0);
  await expect(office.getByRole('searchbox')).toHaveCount(0);
  await office.emulateMedia({ media: null });

  const elsewhere = await anotherBrowser();
  await signedIn(elsewhere, stranger);
  const other = new Staff(elsewhere, language);
  await other.open(clinic.day);
  await expect(other.list).toBeVisible();
  await expect(elsewhere.getByRole('main')).not.toContainText(person.name);
  await other.search(number);
  await expect(elsewhere.getByRole('status')).toHaveText(other.nothingFound(number));
  await expect(elsewhere.getByRole('main')).not.toContainText(person.name);
  await other.search(person.name);
  await expect(elsewhere.getByRole('status')).toHaveText(other.nothingFound(person.name));

  // Whoever works at no clinic learns not even that there is such a page.
  expect((await page.goto(language === 'ko' ? '/staff' : '/en/staff'))?.status()).toBe(404);

  await bookings.open();
  await bookings.of(person).getByRole('link').click();
  await bookings.cancel.click();
  await bookings.reallyCancel.click();
  await expect(bookings.heading).toHaveText(bookings.cancelledWords());
  await staff.open(clinic.day);
  await expect(staff.list).toBeVisible();
  await expect(row).toHaveCount(0);
});

test('what was planned for somebody must not be used: the nurse says from which other delivery she gave, in large text too', {
  tag: '@everywhere',
}, async ({ page, world, people, anotherBrowser, signedIn, language, inspect, javaScriptEnabled }) => {
  const [person, nurse] = await people(2);
  if (!person || !nurse) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([2, 2]);
  await makeStaff(nurse, clinic.id);
  const book = await inside(page, person, round, language);
  await book.openTimes(clinic);
  await book.time(seoulInstant(clinic.day, '10:30')).check();
  await book.hold.click();
  await book.confirm.click();
  await expect(new Bookings(page, language).heading).toHaveText(new Bookings(page, language).doneWords());
  await world.isToday(clinic);
  const planned = await database().delivery.findFirstOrThrow({ where: { clinicId: clinic.id } });
  await database().delivery.update({ where: { id: planned.id }, data: { quarantinedAt: new Date() } });

  const office = await anotherBrowser();
  await office.setViewportSize(desk);
  await signedIn(office, nurse);
  const t = words(language, 'staff');
  const staff = new Staff(office, language);
  await staff.open(seoulDate(await databaseNow()));
  const row = staff.list.getByRole('row').filter({ hasText: person.name });
  const give = row.getByRole('button', { name: t('mark.about', { name: person.name, what: t('mark.give') }) });
  await give.click();
  await expect(office.locator('.notice-danger')).toContainText(t('mark.refusal.delivery-unknown'));
  await expect(office.getByText(t('mark.other.none'))).toBeVisible();
  await inspect(office);

  const other = await world.delivered(clinic);
  // She may say it herself, too: a lot that is used up is known to nobody but her.
  await row.getByRole('link', { name: t('mark.other.link') }).click();
  await office.getByRole('radio', { name: t('mark.other.lot', { lot: other.lotNumber }) }).check();
  await inspect(office);
  await office.getByRole('button', { name: t('mark.other.give') }).click();
  // In English its button says the same as the state.
  await expect(give).toHaveCount(0);
  await expect(row).toContainText(t('status.vaccinated'));
  expect(await database().booking.count({ where: { personId: person.personId, dose: 1, givenId: other.id } })).toBe(1);

  // Playwright waits for the style's own event, which needs script.
  if (javaScriptEnabled === false) return;
  // An old eye before an old screen: the columns become blocks, and nothing lies beyond the window.
  await office.addStyleTag({ content: ':root { font-size: 200% }' });
  const beyond = await office.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, 'the list scrolls sideways with large text').toBeLessThanOrEqual(0);
  await expect(row.getByText(person.name)).toBeVisible();
});

test('an operator pauses a round with a reason that everybody in the line reads, and resumes it', async ({
  page,
  world,
  people,
  anotherBrowser,
  login,
  inspect,
}) => {
  const [person, boss] = await people(2);
  if (!person || !boss) throw new Error('nobody');
  await makeOperator(boss);
  const round = await world.round([person]);
  const line = await atLine(page, person, round);
  await expect(line.enter).toBeVisible();

  const desktop = await anotherBrowser();
  await desktop.setViewportSize(desk);
  await login(desktop, boss);
  await desktop.goto('/operations');
  await inspect(desktop);
  await desktop.getByRole('link', { name: `멈추기: ${round.nameKo}` }).click();
  await expect(desktop.getByLabel('멈추는 까닭')).toBeVisible();
  await inspect(desktop);
  const reason = '전산 점검 중입니다. 10분쯤 걸립니다.';
  await desktop.getByLabel('멈추는 까닭').fill(reason);
  await desktop.getByRole('button', { name: '이 차례를 멈춥니다' }).click();
  await expect(desktop.getByText('차례를 멈췄어요.')).toBeVisible();

  await expect(line.state).toHaveText('잠시 멈췄어요');
  await expect(line.why).toHaveText(reason);
  await expect(line.enter).toBeHidden();

  await desktop.getByRole('link', { name: `다시 열기: ${round.nameKo}` }).click();
  await desktop.getByRole('button', { name: '이 차례를 다시 엽니다' }).click();
  await expect(desktop.getByText('차례를 다시 열었어요.')).toBeVisible();
  await expect(line.state).toHaveText('예약이 열려 있어요');
  await expect(line.enter).toBeVisible();
});

for (const [what, viewport] of [
  ['a phone', { width: 360, height: 740 }],
  ['a desktop', { width: 1_280, height: 800 }],
] as const) {
  test(`an operator caps the calls from ${what}; nonsense is refused and stays in its field`, async ({
    page,
    world,
    people,
    login,
    inspect,
  }) => {
    const [person, boss] = await people(2);
    if (!person || !boss) throw new Error('nobody');
    await makeOperator(boss);
    const round = await world.round([person]);
    const rate = async () => (await database().round.findUniqueOrThrow({ where: { id: round.id } })).callRate;
    const field = page.getByLabel('1초에 부를 사람 수');
    const send = page.getByRole('button', { name: '이 속도로 정합니다' });
    await page.setViewportSize(viewport);
    await login(page, boss);
    for (const nonsense of ['-1', '많이', '1e9', '123456']) {
      await page.goto(`/operations/${round.id}`);
      await expect(field).toHaveValue('');
      await field.fill(nonsense);
      await send.click();
      await expect(page.getByText('0부터 99999까지의 수를 넣거나 비워 두세요.')).toBeVisible();
      await expect(field).toHaveValue(nonsense);
      expect(await rate()).toBeNull();
    }
    await inspect(page);
    for (const [typed, kept] of [
      ['2.5', 2.5],
      ['0', 0],
      ['', null],
    ] as const) {
      await field.fill(typed);
      await field.press('Enter');
      await expect(page.getByText('부르는 속도를 정했어요.')).toBeVisible();
      expect(await rate()).toBe(kept);
      await page.goto(`/operations/${round.id}`);
      await expect(field).toHaveValue(kept === null ? '' : String(kept));
    }
    await send.click();
    await expect(page.getByText('속도가 이미 그렇거나 끝난 차례예요.')).toBeVisible();
  });
}
