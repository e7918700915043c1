import { expect, test } from 'vitest';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { mintClinic } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { booked, databaseNow, delivered, eventsOf, secondAt } from '@/test/booking';
import { markVaccinated, unmarkVaccinated } from './commands';

const staffOf = (clinicId: string) => mintClinic({ sessionId: 'session', personId: crypto.randomUUID(), clinicId });

/** A booking of today, its second dose, and the staff of its clinic. */
async function today() {
  const { world, pass, id, slot } = await booked();
  const { clinicId, shareId } = await database().booking.findUniqueOrThrow({ where: { id } });
  const day = seoulDate(await databaseNow());
  await database().slot.update({ where: { id: slot }, data: { startsAt: new Date(`${day}T10:00:00+09:00`) } });
  await database().share.update({ where: { id: shareId ?? 0 }, data: { day: new Date(day) } });
  return { world, pass, id, clinicId, staff: staffOf(clinicId) };
}
const booking = (id: string) => database().booking.findUniqueOrThrow({ where: { id }, include: { share: true } });

test('said twice, vaccinated once, from the planned delivery; undone on the same day', async () => {
  const { id, staff } = await today();
  expect(await Promise.all([markVaccinated(staff, id), markVaccinated(staff, id)])).toEqual([{ ok: true }, { ok: true }]);
  const given = await booking(id);
  expect(given.givenId).toBe(given.share?.deliveryId);
  expect(given.vaccinatedAt).not.toBeNull();
  expect(await unmarkVaccinated(staff, id)).toEqual({ ok: true });
  expect(await booking(id)).toMatchObject({ vaccinatedAt: null, givenId: null });
  expect(await eventsOf(id)).toEqual(['held', 'confirmed', 'vaccinated', 'not-vaccinated']);
  await markVaccinated(staff, id);
  await database().booking.update({ where: { id }, data: { vaccinatedAt: new Date('2021-08-26T10:00:00+09:00') } });
  expect(await unmarkVaccinated(staff, id)).toEqual({ ok: false, code: 'booking-unknown' });
});

test('from another delivery of the clinic and the product, never from one that is quarantined or another clinic’s', async () => {
  const { id, clinicId, staff } = await today();
  const other = await today();
  const [own, foreign, product] = [await delivered(clinicId, 'P2'), await delivered(other.clinicId, 'P2'), await delivered(clinicId, 'P1')];
  for (const wrong of [foreign, product]) expect(await markVaccinated(staff, id, wrong)).toEqual({ ok: false, code: 'delivery-unknown' });
  await database().delivery.update({ where: { id: own }, data: { quarantinedAt: new Date() } });
  expect(await markVaccinated(staff, id, own)).toEqual({ ok: false, code: 'delivery-unknown' });
  await database().delivery.update({ where: { id: own }, data: { quarantinedAt: null } });
  expect(await markVaccinated(staff, id, own)).toEqual({ ok: true });
  expect(await booking(id)).toMatchObject({ givenId: own });
});

test('not by another clinic, not on another day, not while the programme is paused', async () => {
  const { id, world, staff } = await today();
  expect(await markVaccinated(staffOf('elsewhere'), id)).toEqual({ ok: false, code: 'booking-unknown' });
  await database().campaign.update({ where: { id: world.campaignId }, data: { pausedAt: new Date() } });
  expect(await markVaccinated(staff, id)).toEqual({ ok: false, code: 'paused' });
  const ahead = await booked();
  const { clinicId } = await booking(ahead.id);
  expect(await markVaccinated(staffOf(clinicId), ahead.id)).toEqual({ ok: false, code: 'not-today' });
});

test('a second dose only after the first', async () => {
  const { world, id, pass, clinicId, staff } = await today();
  const day = seoulDate(await databaseNow());
  const slot = await secondAt(world, clinicId, { day: addDays(day, 21), places: 1 });
  const share = await database().share.findFirstOrThrow({ where: { clinicId, dose: 2 } });
  const first = await booking(id);
  const { campaignId, roundId, personId, product } = first;
  const who = { campaignId, roundId, personId, actorId: personId, product, clinicId };
  const second = await database().booking.create({
    data: {
      ...{ ...who, dose: 2, number: `S${pass.passId.slice(0, 8)}`, status: 'confirmed', origin: 'second_dose', decisionId: id },
      ...{ slotId: slot, shareId: share.id, heldUntil: new Date(), confirmedAt: new Date() },
    },
  });
  await database().slot.update({ where: { id: slot }, data: { startsAt: new Date(`${day}T11:00:00+09:00`) } });
  expect(await markVaccinated(staff, second.id)).toEqual({ ok: false, code: 'first-not-given' });
  await markVaccinated(staff, id);
  expect(await markVaccinated(staff, second.id)).toEqual({ ok: true });
});
