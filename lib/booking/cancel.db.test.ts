import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
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

  test('the statement and the pure rule draw the same line, and the refusal names the clinic’s telephone', async () => {
    for (const hours of [2, 20, 26, 40, 47, 49, 70, 73]) {
      const { pass, id } = await booked(hours * 60);
      const { slot } = await database().booking.findUniqueOrThrow({ where: { id }, select: { slot: true } });
      const answer = await cancelBooking(beneficiary(pass.personId), id);
      expect(answer, `${hours} h ahead, until ${cancelUntil(slot.startsAt).toISOString()}`).toEqual(
        mayCancel(slot.startsAt, await databaseNow())
          ? { ok: true }
          : { ok: false, code: 'too-late-to-cancel', facts: { phone: '02-000-0000' } },
      );
    }
  });
});
