import { seoulInstant } from '@/lib/campaign/seoul';
import { expect, test } from '../fixtures/test';
import { databaseNow } from '../fixtures/world';
import { Book } from '../pages/book';
import { Line } from '../pages/line';
import { atLine, inside } from '../pages/way-in';

test('a warning comes before the end of the pass, and one press gives the whole time again, with what is held', async ({
  page,
  world,
  people,
  inspect,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { passLength: 240, holdLength: 240 });
  const clinic = await world.clinic([1]);
  const book = await inside(page, person, round);
  await expect(page.getByText('예약할 시간이 3분 넘게 남았어요')).toBeVisible();
  await book.choose(clinic, '10:00', await databaseNow());

  await world.passEndsIn(person, 110);
  await world.holdEndsIn(person, 110);
  await page.reload();
  const warning = page.getByRole('status').filter({ hasText: '곧 예약 시간이 끝나요' });
  await expect(warning).toHaveCount(0);
  // It comes by itself, with well over the 20 seconds that the guidelines ask for.
  await expect(warning).toBeVisible();
  await inspect(page);

  await book.extend.click();
  await expect(page).toHaveURL(/\/book\/check$/);
  await expect(page.getByText('예약할 시간이 3분 넘게 남았어요')).toBeVisible();
  await expect(warning).toHaveCount(0);
  await expect(page.getByText('이 자리는 앞으로 3분 넘게 잡혀 있어요')).toBeVisible();
  await expect(book.confirm).toBeVisible();
});

test('ten extensions and no more: then the page says so, and the button is gone', async ({ page, world, people }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { maxExtensions: 1, passLength: 60 });
  const book = await inside(page, person, round);
  await book.extend.click();
  await expect(book.extend).toHaveCount(0);
  await expect(page.getByText('시간을 더 늘릴 수 없어요.')).toBeVisible();
});

test('leaving gives the seat and the held place back at once', async ({ page, world, people }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([1]);
  const book = await inside(page, person, round);
  await book.choose(clinic, '10:00', await databaseNow());
  expect(await world.seatsInUse(round)).toBe(1);
  expect(await world.taken(clinic.slots[0] ?? 0)).toBe(1);
  await book.leave.click();
  await expect(page).toHaveURL(/\/me$/);
  expect(await world.seatsInUse(round)).toBe(0);
  expect(await world.taken(clinic.slots[0] ?? 0)).toBe(0);
  await book.open();
  await expect(page).toHaveURL(/\/pass\/pass-missing$/);
});

test('a pass that ends in the middle loses nothing but time: the page says so, the way back is told, and the region is remembered', async ({
  page,
  world,
  people,
  inspect,
}) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([1, 1]);
  const book = await inside(page, person, round);
  await book.choose(clinic, '10:00', await databaseNow());
  await book.openTimes(clinic);
  await world.passEndsIn(person, 30);
  await world.holdEndsIn(person, 30);
  await page.reload();
  await book.time(seoulInstant(clinic.day, '10:30')).check();
  await expect(page.getByRole('status').filter({ hasText: '예약 시간이 끝났어요' })).toBeAttached({ timeout: 60_000 });
  // The page counts whole seconds; what counts is the database's clock.
  await expect.poll(() => world.seatsInUse(round), { timeout: 30_000 }).toBe(0);
  await inspect(page);

  await book.hold.click();
  await expect(page).toHaveURL(/\/pass\/pass-gone$/);
  await expect(page.getByText('차례와 예약은 그대로 있어요.')).toBeVisible();
  await inspect(page);
  expect((await world.bookings(person)).filter(({ status }) => status === 'confirmed')).toEqual([]);
  // Others may have the place now.
  await expect.poll(() => world.taken(clinic.slots[0] ?? 0)).toBe(0);

  await page.getByRole('link', { name: '내 차례로 가기' }).click();
  await page.getByRole('button', { name: '내 줄로 가기' }).click();
  await new Line(page, 'ko', round.id).enter.click();
  await expect(page.getByRole('heading', { name: '지난번에 고른 곳' })).toBeVisible();
  await book.row(clinic.regionKo).click();
  await expect(book.clinicLink(clinic.nameKo)).toBeVisible();
});

test('a second browser asks for the pass, the first one agrees, and only one of them can book at any time', async ({
  page,
  world,
  people,
  inspect,
  anotherBrowser,
  expectMessage,
}) => {
  expectMessage(/409 \(Conflict\)/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const first = await inside(page, person, round);

  const other = await anotherBrowser();
  const line = await atLine(other, person, round);
  await line.enter.click();
  await expect(other.getByRole('alert')).toContainText('다른 창이나 기기에서 이미 예약하고 있어요.');
  await inspect(other);
  await line.takeOver.click();
  await expect(other.getByRole('alert')).toContainText('그쪽 화면에 물어봤어요.');
  expect(await world.seatsInUse(round)).toBe(1);

  await page.reload();
  await expect(page.getByText('같은 사람의 예약을 다른 창에서 이어서 하려고 해요.')).toBeVisible();
  await inspect(page);
  await first.handOver.click();
  await expect(page).toHaveURL(/\/pass\/pass-elsewhere$/);
  await expect(page.getByText('다른 기기에서 이어서 예약하고 있어요.')).toBeVisible();

  await line.takeOver.click();
  await expect(new Book(other, 'ko').heading).toHaveText('어느 지역에서 맞으시나요?');
  expect(await world.seatsInUse(round)).toBe(1);
  await first.open();
  await expect(page).toHaveURL(/\/pass\/pass-elsewhere$/);
});

test('a holder who has been away for a minute need not be asked', async ({ page, world, people, anotherBrowser, expectMessage }) => {
  expectMessage(/409 \(Conflict\)/);
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const first = await inside(page, person, round);
  await world.holderIdleFor(person, 61);

  const other = await anotherBrowser();
  const line = await atLine(other, person, round);
  await line.enter.click();
  await line.takeOver.click();
  await expect(new Book(other, 'ko').heading).toHaveText('어느 지역에서 맞으시나요?');
  expect(await world.seatsInUse(round)).toBe(1);
  await first.open();
  await expect(page).toHaveURL(/\/pass\/pass-elsewhere$/);
});
