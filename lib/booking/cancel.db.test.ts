import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { seoulDate } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { beneficiary, booked, databaseNow, eventsOf, expectCountersToHold, heldBy, passOf, somebody, taken } from '@/test/booking';
import { cancelBooking, holdSlot } from './commands';
import { cancelUntil, mayCancel } from './deadline';

afterEach(expectCountersToHold);

describe('cancelling', () => {
  test('twice, at once and again: one place free, one event, the same answer', async () => {
    const { pass, id, slot } = await booked();
    const person = beneficiary(pass.personId);
    const answers = await Promise.all([cancelBooking(person, id), cancelBooking(person, id), cancelBooking(person, id)]);
    answers.push(await cancelBooking(person, id));
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ ok: true })));
    expect(await taken(slot)).toBe(0);
    expect(await eventsOf(id)).toEqual(['held', 'confirmed', 'cancelled']);
  });

  test('by a helper it is noted who did it, and the person can book again', async () => {
    const { world, pass, id, slot } = await booked();
    const helper = await somebody();
    const helped = beneficiary(pass.personId, helper);
    expect(await cancelBooking(helped, id)).toMatchObject({ ok: false, code: 'booking-unknown' });
    const names = { beneficiaryId: pass.personId, helperId: helper };
    await database().consent.create({ data: { ...names, relation: 'daughter', textVersion: '1' } });
    expect(await cancelBooking(helped, id)).toEqual({ ok: true });
    expect(await database().bookingEvent.findFirst({ where: { bookingId: id, kind: 'cancelled' } })).toMatchObject({ actorId: helper });
    const again = await passOf(world, { personId: pass.personId });
    expect(await holdSlot(again, slot)).toMatchObject({ ok: true });
  });

  test('by a stranger, of an unknown id and of a mere hold: the same answer, and nothing changes', async () => {
    const { world, id, slot } = await booked();
    const other = await passOf(world);
    const hold = await heldBy(other, slot);
    const unknown = { ok: false, code: 'booking-unknown' };
    expect(await cancelBooking(beneficiary(await somebody()), id)).toEqual(unknown);
    expect(await cancelBooking(beneficiary(other.personId), randomUUID())).toEqual(unknown);
    expect(await cancelBooking(beneficiary(other.personId), hold)).toEqual(unknown);
    expect(await taken(slot)).toBe(2);
  });

  test('the statement and the pure rule draw the same line: before it a cancellation, after it word to the clinic', async () => {
    for (const hours of [2, 20, 26, 40, 47, 49, 70, 73]) {
      const { pass, id, slot } = await booked(hours * 60);
      const { startsAt } = await database().slot.findUniqueOrThrow({ where: { id: slot } });
      expect(await cancelBooking(beneficiary(pass.personId), id)).toEqual({ ok: true });
      const late = !mayCancel(startsAt, await databaseNow());
      const said = `${hours} h ahead, until ${cancelUntil(startsAt).toISOString()}`;
      expect(await eventsOf(id), said).toEqual(['held', 'confirmed', late ? 'cancelled-late' : 'cancelled']);
      expect(await taken(slot)).toBe(0);
      const told = (await database().notice.findMany({ where: { subject: id }, orderBy: { id: 'asc' } })).map((notice) => notice.template);
      expect(told.sort()).toEqual(
        late ? ['booking-cancelled-late', 'booking-confirmed', 'clinic-cancelled-late'] : ['booking-cancelled', 'booking-confirmed'],
      );
    }
  });

  test.each([
    ['that has begun', { startsIn: -1, vaccinatedAt: null }],
    ['whose person was vaccinated', { startsIn: 60, vaccinatedAt: new Date() }],
  ])('one %s is refused with the clinic’s telephone', async (_, { startsIn, vaccinatedAt }) => {
    const { pass, id, slot } = await booked();
    const startsAt = new Date((await databaseNow()).getTime() + startsIn * 60_000);
    await database().share.updateMany({ data: { day: new Date(seoulDate(startsAt)) }, where: { bookings: { some: { id } } } });
    await database().slot.update({ where: { id: slot }, data: { startsAt } });
    await database().booking.update({ where: { id }, data: { vaccinatedAt } });
    expect(await cancelBooking(beneficiary(pass.personId), id)).toEqual({
      ...{ ok: false, code: 'too-late-to-cancel', facts: { phone: '02-000-0000' } },
    });
    expect(await taken(slot)).toBe(1);
  });
});
