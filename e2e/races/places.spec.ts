import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { type Answer, formWith, readable } from '../fixtures/visitor';
import { Citizen } from '../tricks/citizen';
import { countsThatAreOff } from '../tricks/ledger';

const t = words('ko', 'booking');

test('200 people race for the last 20 places of a clinic: 20 get them, 180 are told so', async ({ world, people }) => {
  const crowd = await people(200);
  const round = await world.round(crowd, { seatCount: 200 });
  const clinic = await world.clinic([12, 8]);
  const near = await world.clinic([300], { near: clinic });
  const racers = await Citizen.crowd(crowd, round, 'inside');
  // All have the page with its last 20 places before them: two half hours, wanted by a hundred each.
  const [page] = await Promise.all([racers[0]?.times(clinic)]);
  if (!page) throw new Error('no page');
  const form = formWith(page, 'name="slot"');
  expect(readable(form.html)).toContain(t('places', { places: 12 }));

  const answers = await Promise.all(
    racers.map(async (racer, index) => {
      const slot = clinic.slots[index % 2];
      let answer = await racer.visitor.press(page, form, { slot: String(slot) });
      // A small machine under two hundred at once may have no connection for somebody: told so, they press again.
      while (answer.path.endsWith('?remark=too-busy')) answer = await racer.visitor.press(page, form, { slot: String(slot) });
      return { racer, answer };
    }),
  );

  const winners = answers.filter(({ answer }) => answer.path === '/book/check');
  const losers = answers.filter(({ answer }) => answer.path.endsWith('?remark=slot-full'));
  expect(winners.length).toBe(20);
  expect(losers.length).toBe(180);
  for (const { answer } of losers) {
    expect(answer.status).toBe(200);
    const read = readable(answer.text);
    expect(read).toContain(t('refusal.slot-full'));
    // And what is still free nearby.
    expect(read).toContain(near.nameKo);
  }
  expect(await Promise.all(clinic.slots.map(world.taken))).toEqual([12, 8]);
  expect(await countsThatAreOff(clinic)).toEqual([]);

  const done = await Promise.all(winners.map(({ racer, answer }) => racer.confirm(answer)));
  expect(done.map(({ path }) => /^\/bookings\/[0-9a-f-]{36}\?done=1$/.test(path)).filter(Boolean).length).toBe(20);
  expect(new Set(done.map(({ path }) => path)).size).toBe(20);
  const bookings = await Promise.all(crowd.map((person) => world.bookings(person)));
  expect(bookings.flat().map(({ status }) => status)).toEqual(Array(20).fill('confirmed'));
  expect(new Set(bookings.flat().map(({ number }) => number)).size).toBe(20);
  expect(await Promise.all(clinic.slots.map(world.taken))).toEqual([12, 8]);
  expect(await countsThatAreOff(clinic)).toEqual([]);

  // Whoever lost takes the place that the page offered instead.
  const [loser] = losers;
  if (!loser) throw new Error('nobody lost');
  expect((await loser.racer.confirm(await loser.racer.hold(near, near.slots[0] ?? 0))).path).toContain('?done=1');
});

test('the same confirmation ten times at once gives one booking and one answer', async ({ world, people }) => {
  const crowd = await people(3);
  const round = await world.round(crowd);
  const clinic = await world.clinic([5]);
  const [slot = 0] = clinic.slots;
  for (const person of crowd) {
    const citizen = await Citizen.inside(person, round);
    const check = await citizen.hold(clinic, slot);
    const form = formWith(check, 'name="booking"');
    const answers: Answer[] = await Promise.all(Array.from({ length: 10 }, () => citizen.visitor.press(check, form)));
    const [booking, ...more] = await world.bookings(person);
    expect(more).toEqual([]);
    expect(booking?.status).toBe('confirmed');
    expect(new Set(answers.map(({ path }) => path))).toEqual(new Set([`/bookings/${booking?.id}?done=1`]));
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(readable(answer.text)).toContain(booking?.number);
      expect(readable(answer.text)).toContain(t('booking.done'));
    }
    // An eleventh, when all is over.
    expect((await citizen.visitor.press(check, form)).path).toBe(`/bookings/${booking?.id}?done=1`);
  }
  expect(await world.taken(slot)).toBe(crowd.length);
  expect(await countsThatAreOff(clinic)).toEqual([]);
  expect(await world.seatsInUse(round)).toBe(0);
});

test('one person who takes two times at once, again and again, holds one', async ({ world, people }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([3, 3, 3]);
  const citizen = await Citizen.inside(person, round);
  const page = await citizen.times(clinic);
  const form = formWith(page, 'name="slot"');
  const presses = Array.from({ length: 12 }, (_, index) => String(clinic.slots[index % 3]));
  const answers = await Promise.all(presses.map((slot) => citizen.visitor.press(page, form, { slot })));
  expect(new Set(answers.map(({ path }) => path))).toEqual(new Set(['/book/check']));
  expect((await world.bookings(person)).map(({ status }) => status)).toEqual(['held']);
  expect((await Promise.all(clinic.slots.map(world.taken))).reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await countsThatAreOff(clinic)).toEqual([]);
});
