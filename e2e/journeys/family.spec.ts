import { currentCampaign } from '@/lib/campaign/queries';
import { castIndex } from '@/prisma/seed/citizens';
import { citizen, consent } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { Book } from '../pages/book';
import { Bookings } from '../pages/bookings';
import { Line } from '../pages/line';
import { Me } from '../pages/me';

test('a daughter gets the place of her mother of 82 and books for her, and both see it', async ({
  page,
  world,
  login,
  anotherBrowser,
  inspect,
  expectMessage,
}) => {
  expectMessage(/409 \(Conflict\)/);
  const [daughter, mother] = await Promise.all([citizen(castIndex.daughter), citizen(castIndex.mother)]);
  const campaign = await currentCampaign();
  const round = campaign?.rounds.find(({ id }) => id.endsWith('-senior'));
  if (!campaign || !round) throw new Error('no demo');
  const clinic = await world.clinic([1]);

  await login(page, daughter);
  const me = new Me(page, 'ko');
  await expect(me.of(mother)).toContainText('본인이 동의해서 대신할 수 있어요. 나는 이분의 딸.');
  await inspect(page);
  await me.takePlaceFor(mother).click();

  const line = new Line(page, 'ko', round.id);
  await expect(page).toHaveURL(line.address);
  await world.everybodyCalled(round);
  await line.enterWhenCalled();

  const book = new Book(page, 'ko');
  await expect(page.getByText(`${mother.name} 님의 예약 (대신 예약하는 중)`)).toBeVisible();
  await book.choose(clinic, '10:00', campaign.now);
  await book.confirm.click();
  const bookings = new Bookings(page, 'ko');
  await expect(bookings.heading).toHaveText('예약이 완료되었습니다');
  await expect(bookings.fact('check.who')).toHaveText(mother.name);
  await inspect(page);
  await bookings.open();
  await expect(bookings.of(mother).getByRole('link')).toContainText(clinic.nameKo);
  await expect(bookings.of(daughter)).toContainText('예약이 없어요.');

  const hers = await anotherBrowser();
  await login(hers, mother);
  const herBookings = new Bookings(hers, 'ko');
  await herBookings.open();
  await herBookings.of(mother).getByRole('link').click();
  await expect(herBookings.fact('booking.by')).toContainText(daughter.name);
  await expect(herBookings.fact('check.where')).toHaveText(clinic.nameKo);
  // What the daughter has of her own is none of the mother's business.
  await herBookings.open();
  await expect(hers.getByRole('heading', { name: `${daughter.name} 님` })).toHaveCount(0);
});

test('where the round allows no helpers, the helper is told so and gets nothing', async ({ page, world, people, signedIn, inspect }) => {
  const [helper, person] = await people(2);
  if (!helper || !person) throw new Error('nobody');
  await consent(helper, person);
  await world.round([person], { helpersAllowed: false });
  await signedIn(page, helper);
  const me = new Me(page, 'ko');
  await me.open();
  await expect(me.of(person)).toContainText('이 차례에는 본인만 예약할 수 있어요.');
  await expect(me.of(person).getByRole('button')).toHaveCount(0);
  await inspect(page);
});
