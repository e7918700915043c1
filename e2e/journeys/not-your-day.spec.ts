import { dayDigit } from '@/lib/campaign/cohort';
import { decide } from '@/lib/campaign/eligibility';
import { currentCampaign } from '@/lib/campaign/queries';
import { dayWords } from '@/lib/campaign/window-words';
import { somebodyWho } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { Line } from '../pages/line';
import { Me } from '../pages/me';

test('not your day: the answer names the rule, the digit, the date and the next chance, and gives no place in the round of others', {
  tag: '@everywhere',
}, async ({ page, signedIn, inspect, language, at, javaScriptEnabled }) => {
  const campaign = await currentCampaign();
  if (!campaign) throw new Error('no demo');
  const { rounds, now } = campaign;
  // The last digit to come: whoever has it belongs to no catch-up yet. Its round is asked for from the line page of another day.
  const mine = rounds.filter(({ cohort, opensAt }) => cohort.dayDigits?.length === 1 && opensAt > now).at(-1);
  const notMine = rounds.find(({ cohort, closesAt }) => cohort.dayDigits?.length === 1 && closesAt > now);
  if (!mine || !notMine || mine === notMine) throw new Error('the demo has too few days left');
  const digit = mine.cohort.dayDigits?.[0] ?? 0;
  const person = await somebodyWho((birthDate) => {
    const first = decide({ person: { birthDate, onRoll: true }, rounds, now, relation: 'self' });
    return dayDigit(birthDate) === digit && first.ok && first.round.id === mine.id;
  });
  await signedIn(page, person);

  const line = new Line(page, language, notMine.id);
  await line.open();
  // The page that is the same for everybody shows the link by script alone, since it can't know who has a ticket.
  if (javaScriptEnabled === false) await page.goto(at(`/me?round=${notMine.id}`));
  else await line.getPlace.click();
  const notice = page.locator('.notice-warning');
  const other = notMine.cohort.dayDigits?.[0] ?? 0;
  await expect(notice).toContainText(language === 'ko' ? `태어난 날의 끝자리가 ${other}인 분의 차례예요` : `day of birth ends in ${other}`);
  await expect(notice).toContainText(language === 'ko' ? `내 끝자리는 ${digit}이에요.` : `Yours ends in ${digit}.`);
  await expect(notice).toContainText(dayWords(language, mine.opensAt, now));
  await inspect(page);

  // What is offered is their own round, ahead of time.
  const me = new Me(page, language);
  await me.takePlace.click();
  await expect(page).toHaveURL(new Line(page, language, mine.id).address);
});

test('somebody who has no round is told whom this campaign is for, and gets no button', async ({ page, people, signedIn, inspect }) => {
  const [child] = await people(1);
  if (!child) throw new Error('nobody');
  await signedIn(page, child);
  const me = new Me(page, 'ko');
  await me.open();
  await expect(me.refusal).toContainText('이번 접종의 대상이 아니에요.');
  await expect(me.takePlace).toHaveCount(0);
  await inspect(page);
});
