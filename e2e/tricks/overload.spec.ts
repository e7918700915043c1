import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { formWith, readable } from '../fixtures/visitor';
import { Citizen } from './citizen';

/** Longer than any statement of the portal may take. */
const patience = { timeout: 80_000, maxWait: 30_000 };

test('a form whose statement got no time is answered with a page: busy, all is safe, where to look, and nothing was booked', async ({
  world,
  people,
}) => {
  const t = words('ko', 'errors');
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const clinic = await world.clinic([1]);
  const citizen = await Citizen.inside(person, round);
  const held = await citizen.hold(clinic, clinic.slots[0] ?? 0);
  const form = formWith(held, 'name="booking"');
  const answer = await database().$transaction(async (somebody) => {
    await somebody.$queryRaw`SELECT id FROM booking WHERE person_id = ${person.personId}::uuid FOR UPDATE`;
    return await citizen.visitor.press(held, form, {}, { accept: 'text/html' });
  }, patience);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  const said = readable(answer.text);
  for (const sentence of [words('ko', 'common')('busy.title'), t('fault.safe'), t('fault.done')]) expect(said).toContain(sentence);
  expect(said).toMatch(new RegExp(`${t('fault.id')}: ?\\s*\\w+`));
  expect(answer.text).toContain('href="/bookings"');
  expect(answer.text).not.toContain('http-equiv="refresh"');
  expect(await world.bookings(person)).toMatchObject([{ status: 'held' }]);

  const done = await citizen.confirm(held);
  expect(readable(done.text)).toContain(words('ko', 'booking')('booking.done'));
});
