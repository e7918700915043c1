import { ageOn } from '@/lib/campaign/cohort';
import { currentCampaign } from '@/lib/campaign/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { words } from '@/lib/platform/words';
import { somebodyWho } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { Book } from '../pages/book';
import { Bookings } from '../pages/bookings';
import { Line } from '../pages/line';
import { Me } from '../pages/me';
import { SignIn } from '../pages/sign-in';
import { When } from '../pages/when';

/** A line of a calendar file; long ones are folded, and go on after a line break and a space. */
const calendarLine = (text: string, name: string) => new RegExp(`^${name}[:;](.*)$`, 'm').exec(text.replaceAll('\r\n ', ''))?.[1]?.trim();

test('from the landing to a booking and its calendar file, and the place is free again at once when it is cancelled', {
  tag: '@everywhere',
}, async ({ page, world, language, inspect, at, javaScriptEnabled, expectMessage }) => {
  // While the front comes, and while others of the late line are called.
  expectMessage(/409 \(Conflict\)/);
  const campaign = await currentCampaign();
  const round = campaign?.rounds.find(({ id }) => id.endsWith('-senior'));
  if (!campaign || !round) throw new Error('no demo');
  const person = await somebodyWho((birthDate) => ageOn(birthDate, seoulDate(campaign.now)) >= 61);
  const clinic = await world.clinic([2, 1]);
  const name = (ko: string, en: string) => (language === 'ko' ? ko : en);

  await test.step('the landing says whose turn it is', async () => {
    await page.goto(at('/'));
    await expect(page.getByRole('heading', { name: name(round.nameKo, round.nameEn) })).toBeVisible();
    await inspect(page);
    await page
      .getByRole('main')
      .getByRole('link', { name: words(language, 'common')('when'), exact: true })
      .click();
  });

  await test.step('a date that is in no calendar is told apart', async () => {
    const when = new When(page, language);
    await expect(page).toHaveURL(at('/when'));
    await inspect(page);
    await when.ask('1961-02-29');
    const said = javaScriptEnabled === false ? when.wrongTitle() : when.noSuchDate();
    await expect(page.getByRole('alert').filter({ hasText: said })).toBeVisible();
    await inspect(page);
  });

  await test.step('a birth date leads to the round, and stands in no address', async () => {
    const when = new When(page, language);
    await when.ask(person.birthDate);
    if (javaScriptEnabled !== false) {
      await expect(when.details).toBeVisible();
      await inspect(page);
      await when.details.click();
    }
    await expect(page).toHaveURL(at(`/when/${round.id}`));
    expect(page.url()).not.toContain(person.birthDate.slice(0, 4));
    await inspect(page);
    await when.book.click();
  });

  await test.step('the sign-in leads back to where one wanted to go', async () => {
    await expect(page).toHaveURL(at('/sign-in'));
    await inspect(page);
    await new SignIn(page, language).go(person);
    await expect(page).toHaveURL(at('/me'));
    await inspect(page);
  });

  const line = new Line(page, language, round.id);
  await test.step('a place, and the line', async () => {
    await new Me(page, language).takePlace.click();
    await expect(page).toHaveURL(line.address);
    await expect(line.state).toHaveText(line.stateWords('open'));
    await inspect(page);
    await world.everybodyCalled(round);
    await line.enterWhenCalled();
  });

  const book = new Book(page, language);
  await test.step('region, clinic, day, time, check', async () => {
    await expect(book.heading).toHaveText(book.regionTitle);
    await book.choose(clinic, '10:30', campaign.now, inspect);
    expect(await world.taken(clinic.slots[1] ?? 0)).toBe(1);
    await book.confirm.click();
  });

  const bookings = new Bookings(page, language);
  await test.step('done: number, where, when', async () => {
    await expect(bookings.heading).toHaveText(bookings.doneWords());
    await expect(bookings.fact('check.where')).toHaveText(name(clinic.nameKo, clinic.nameEn));
    await expect(bookings.fact('check.who')).toHaveText(person.name);
    await inspect(page);
    expect(await world.seatsInUse(round, person)).toBe(0);
  });

  await test.step('the calendar file', async () => {
    const number = (await bookings.fact('booking.number').innerText()).trim();
    const answer = await page.request.get((await bookings.calendar.getAttribute('href')) ?? '');
    expect(answer.headers()).toMatchObject({ 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, no-store' });
    const file = await answer.text();
    expect(file).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT\r\n[\s\S]*END:VEVENT\r\nEND:VCALENDAR(\r\n)?$/);
    const [year, month, day] = clinic.day.split('-');
    expect(calendarLine(file, 'DTSTART')).toMatch(new RegExp(`${year}${month}${day}T(103000|013000Z)$`));
    expect(calendarLine(file, 'SUMMARY')).toContain(name(clinic.nameKo, clinic.nameEn));
    expect(calendarLine(file, 'DESCRIPTION')).toContain(number);
  });

  await test.step('my bookings, and cancelling', async () => {
    await bookings.open();
    await inspect(page);
    await bookings.of(person).getByRole('link').click();
    await bookings.cancel.click();
    await expect(bookings.reallyCancel).toBeVisible();
    await inspect(page);
    expect(await world.taken(clinic.slots[1] ?? 0)).toBe(1);
    await bookings.reallyCancel.click();
    await expect(bookings.heading).toHaveText(bookings.cancelledWords());
    expect(await world.taken(clinic.slots[1] ?? 0)).toBe(0);
  });
});
