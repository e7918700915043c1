import { mintOperator } from '@/lib/identity/proof';
import { pauseRound, resumeRound } from '@/lib/line/commands';
import { numberOfPlace } from '@/lib/line/place';
import { words } from '@/lib/platform/words';
import type { Somebody } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import type { Round, World } from '../fixtures/world';
import { Book } from '../pages/book';
import { Line } from '../pages/line';
import { Me } from '../pages/me';
import { atLine } from '../pages/way-in';

const t = words('ko', 'line');
/** Before the number is called the gate answers 409, and the browser says so in its console. */
const notYet = /409 \(Conflict\)/;

/** As the pages write it. */
const numberOf = async (world: World, person: Somebody, round: Round) =>
  numberOfPlace((await world.standing(person, round)).place).toLocaleString('ko');

test('before the draw a place is kept; drawn and opened, the page says so by itself, and the number is the one that anybody can recompute', async ({
  page,
  world,
  people,
  inspect,
  signedIn,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { drawIn: 25, opensIn: 45 });
  await signedIn(page, person);
  const me = new Me(page, 'ko');
  await me.open();
  await expect(page.getByText('지금 받아도, 나중에 받아도 자리는 같아요.')).toBeVisible();
  await me.takePlace.click();

  const line = new Line(page, 'ko', round.id);
  await expect(line.state).toHaveText('아직 번호를 뽑기 전이에요');
  await expect(line.call).toHaveText('번호표를 받았어요. 번호는 추첨 뒤에 나와요.');
  await expect(line.enter).toBeHidden();
  await inspect(page);

  await expect(line.state).toHaveText('번호를 뽑았어요. 예약은 아직 열리지 않았어요');
  await expect(line.place).toHaveText(`${await numberOf(world, person, round)} / 10,000`);
  await expect(line.why).toContainText('오전에 와도 같습니다.');
  await expect(line.enter).toBeHidden();
  await inspect(page);

  await expect(line.state).toHaveText('예약이 열려 있어요');
  await expect(line.call).toContainText('지금 들어갈 수 있어요');
  await line.enter.click();
  await expect(new Book(page, 'ko').heading).toHaveText('어느 지역에서 맞으시나요?');
});

test('whoever waits sees how many are ahead and a range for the wait, keeps the place, and is told when it is too early to enter', async ({
  page,
  world,
  people,
  inspect,
  anotherBrowser,
  expectMessage,
}) => {
  expectMessage(notYet);
  const crowd = await people(8);
  // A sweep of an hour, of which a tenth is done: the last of eight in the draw waits for long.
  const round = await world.round(crowd, { minSweep: 3_600, calledAgo: 2, calledUpTo: 0.1 });
  const standings = await Promise.all(crowd.map(async (person) => ({ person, ...(await world.standing(person, round)) })));
  const last = standings.sort((a, b) => b.place - a.place)[0];
  if (!last) throw new Error('nobody');
  const line = await atLine(page, last.person, round);

  await expect(line.place).toHaveText(`${numberOfPlace(last.place).toLocaleString('ko')} / 10,000`);
  await expect(line.called).toHaveText(/^1번부터 1,0\d\d번까지$/);
  await expect(line.ahead).toHaveText('내 앞에 100명이 안 돼요');
  await expect(line.wait).toHaveText(/^기다릴 시간: \d+분~\d+분|계산하고 있어요$/);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await inspect(page);

  await line.enter.click();
  await expect(line.answer).toContainText('아직 차례가 아니에요');
  await expect(page).toHaveURL(line.address);
  expect(await world.seatsInUse(round)).toBe(0);

  // Another device, a week of closing and opening: the same number.
  const other = await atLine(await anotherBrowser(), last.person, round);
  await expect(other.place).toHaveText(`${numberOfPlace(last.place).toLocaleString('ko')} / 10,000`);
});

test('whoever comes when the call is over is late, loses nothing, and goes in', async ({ page, world, people, inspect }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { calledAgo: 700, callHold: 600 });
  const line = await atLine(page, person, round);
  await expect(line.call).toContainText('부른 시간이 지났어요');
  await expect(line.call).toContainText('괜찮아요.');
  await inspect(page);
  await line.enter.click();
  await expect(new Book(page, 'ko').heading).toHaveText('어느 지역에서 맞으시나요?');
});

test('a pause stops everything with its reason, and afterwards people go on where they were', async ({ page, world, people, inspect }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const operator = mintOperator({ sessionId: 'test', personId: person.personId });
  const line = await atLine(page, person, round);
  await expect(line.enter).toBeVisible();
  await pauseRound(operator, round.id, '점검하고 있어요. 10분쯤 걸려요.');
  await expect(line.state).toHaveText('잠시 멈췄어요');
  await expect(line.why).toHaveText('점검하고 있어요. 10분쯤 걸려요.');
  await expect(line.enter).toBeHidden();
  await inspect(page);

  const answer = await page.request.post(`${line.address}/enter`, { headers: { origin: String(process.env.CHARYE_URL) } });
  expect(answer.status()).toBe(409);
  expect(await answer.text()).toContain('예약이 잠시 멈췄어요');

  await resumeRound(operator, round.id);
  await expect(line.state).toHaveText('예약이 열려 있어요');
  await line.enter.click();
  const book = new Book(page, 'ko');
  await expect(book.heading).toHaveText('어느 지역에서 맞으시나요?');

  // Inside, too: what is held is kept, and the pages say why they wait.
  await pauseRound(operator, round.id, '점검');
  await book.open();
  await expect(page).toHaveURL(/\/pass\/round-paused$/);
  await expect(page.getByText('남은 시간은 그대로 지켜져요')).toBeVisible();
  await inspect(page);
  await resumeRound(operator, round.id);
  await book.open();
  await expect(book.heading).toHaveText('어느 지역에서 맞으시나요?');
});

test('a round that closes says so by itself, and nobody enters any more', async ({ page, world, people, inspect }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { closesIn: 20 });
  const line = await atLine(page, person, round);
  await expect(line.state).toHaveText('이 예약은 끝났어요');
  await expect(line.enter).toBeHidden();
  await inspect(page);
  const answer = await page.request.post(`${line.address}/enter`, { headers: { origin: String(process.env.CHARYE_URL) } });
  expect(await answer.text()).toMatch(/번호표의 기간이 끝났어요|예약 시간이 끝났어요|이 기기에 이 차례의 번호표가 없어요/);
  expect(await world.seatsInUse(round)).toBe(0);
});

for (const [what, body] of [
  ['blocked', null],
  ['garbled', '<html>502</html>'],
  ['old', 'old'],
  ['of another round', '{"round":"another","now":9999999999999,"state":"open","districts":[],"fronts":{"drawn":[]},"waiting":{"drawn":1}}'],
] as const) {
  test(`a line document that is ${what} leaves the page calm, with its age, until news comes through`, async ({
    page,
    world,
    people,
    expectMessage,
  }) => {
    expectMessage(/ERR_FAILED/);
    const [person] = await people(1);
    if (!person) throw new Error('nobody');
    const round = await world.round([person], { calledAgo: 700 });
    await page.clock.install();
    const old = body === 'old' ? await (await page.request.get(`/line/${round.id}/document.json`)).text() : body;
    let asked = 0;
    await page.route('**/document.json', async (route) => {
      asked += 1;
      if (old === null) await route.abort();
      else await route.fulfill({ body: old, contentType: 'application/json' });
    });
    const line = await atLine(page, person, round);
    const place = await line.place.innerText();
    const age = await line.updated.innerText();
    await expect.poll(() => asked).toBeGreaterThan(0);
    await page.clock.fastForward(100_000);
    await expect.poll(() => asked).toBeGreaterThan(1);
    await expect(line.updated).toContainText('새 소식을 받지 못하고 있어요. 차례는 그대로예요.');
    await expect(line.updated).toContainText(age.replace(' 기준', '').slice(-7));
    await expect(line.state).toHaveText('예약이 열려 있어요');
    await expect(line.place).toHaveText(place);
    await expect(line.enter).toBeEnabled();

    await page.unrouteAll({ behavior: 'wait' });
    await page.clock.fastForward(30_000);
    await expect(line.updated).not.toContainText('새 소식을 받지 못하고 있어요');
  });
}

test('without script: called numbers, a refresh every 30 s, "my number" and "enter" as buttons', { tag: '@without-script' }, async ({
  page,
  world,
  people,
  expectMessage,
}) => {
  expectMessage(notYet);
  const crowd = await people(6);
  const round = await world.round(crowd, { minSweep: 3_600, calledAgo: 2, calledUpTo: 0.25 });
  const standings = await Promise.all(crowd.map(async (person) => ({ person, ...(await world.standing(person, round)) })));
  const last = standings.sort((a, b) => b.place - a.place)[0];
  if (!last) throw new Error('nobody');
  const line = await atLine(page, last.person, round);
  expect(await page.content()).toContain('<meta http-equiv="refresh" content="30">');
  await expect(line.called).toHaveText(/^1번부터 2,5\d\d번까지$/);
  await expect(page.locator('noscript').getByRole('paragraph')).toHaveText('이 화면은 30초마다 저절로 새로 고쳐져요.');
  await line.myNumber.click();
  await expect(page.getByText(`${numberOfPlace(last.place).toLocaleString('ko')} / 10,000`)).toBeVisible();
  await line.enter.click();
  await expect(page.getByRole('alert')).toContainText(t('refusal.not-called'));
  await page.getByRole('link', { name: '줄로 돌아가기' }).click();
  await expect(page).toHaveURL(line.address);
});

test('without script, before the draw: no number yet, and the time of the draw', { tag: '@without-script' }, async ({
  page,
  world,
  people,
  expectMessage,
}) => {
  expectMessage(notYet);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { drawIn: 600, opensIn: 1_200 });
  const line = await atLine(page, person, round);
  await expect(line.state).toHaveText('아직 번호를 뽑기 전이에요');
  await line.myNumber.click();
  await expect(page.getByText('번호표를 받았어요. 번호는 추첨 뒤에 나와요.')).toBeVisible();
  await line.enter.click();
  await expect(page.getByRole('alert')).toContainText('아직 예약 시간이 아니에요.');
});
