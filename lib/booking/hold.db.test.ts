import { afterEach, describe, expect, test } from 'vitest';
import { endPass } from '@/lib/line/commands';
import type { PassProof } from '@/lib/line/proof';
import { database } from '@/lib/platform/database';
import { clinicWith, databaseNow, expectCountersToHold, openRound, passesOf, passOf, taken } from '@/test/booking';
import { untilWaiting } from '@/test/locks';
import { confirmHold, holdSlot, releaseHold } from './commands';

afterEach(expectCountersToHold);

const bookings = (personId: string) => database().booking.findMany({ where: { personId } });

describe('many people at once', () => {
  test('200 race for the last 20 places of a clinic: exactly 20 get one, 180 are told so', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [8, 7, 5]);
    const passes = await passesOf(world, 200);
    const answers = await Promise.all(
      passes.map(async (pass, index) => {
        // Each tries every half hour of the clinic, beginning with another one.
        for (let step = 0; step < slots.length; step += 1) {
          const answer = await holdSlot(pass, slots[(index + step) % slots.length] ?? 0);
          if (answer.ok || answer.code !== 'slot-full') return answer;
        }
        return 'full';
      }),
    );
    expect(answers.filter((answer) => answer !== 'full' && answer.ok)).toHaveLength(20);
    expect(answers.filter((answer) => answer === 'full')).toHaveLength(180);
    expect(await Promise.all(slots.map(taken))).toEqual([8, 7, 5]);
  });

  test('swaps between two half hours neither deadlock nor drift', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [30, 30]);
    const passes = await passesOf(world, 40);
    await Promise.all(passes.map((pass, index) => holdSlot(pass, slots[index % 2] ?? 0)));
    for (let round = 1; round <= 5; round += 1) {
      const answers = await Promise.all(passes.map((pass, index) => holdSlot(pass, slots[(index + round) % 2] ?? 0)));
      for (const answer of answers) expect(answer.ok || answer.code).toSatisfy((said) => said === true || said === 'slot-full');
      await expectCountersToHold();
    }
    expect((await taken(slots[0] ?? 0)) + (await taken(slots[1] ?? 0))).toBe(40);
  });

  test('two windows of one person hold different half hours at once: one hold is left', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [50, 50]);
    const passes = await passesOf(world, 30);
    const answers = await Promise.all(passes.flatMap((pass) => slots.map((slot) => holdSlot(pass, slot))));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect((await taken(slots[0] ?? 0)) + (await taken(slots[1] ?? 0))).toBe(30);
  });

  test('whoever has the share and then loses the half hour while waiting for it leaves nothing taken', async () => {
    const world = await openRound();
    const { clinicId, slots } = await clinicWith(world, [1, 3]);
    const [slot = 0] = slots;
    const [first, other] = await passesOf(world, 2);
    const last = await database().$transaction(
      async (tx) => {
        // Shut meanwhile: as a recall or a pause does it, without the share.
        await tx.slot.update({ where: { id: slot }, data: { closedAt: new Date() } });
        const answer = holdSlot(first as PassProof, slot);
        await untilWaiting(1);
        return { answer };
      },
      { timeout: 90_000 },
    );
    expect(await last.answer).toEqual({ ok: false, code: 'slot-closed' });
    expect(await database().share.findFirstOrThrow({ where: { clinicId } })).toMatchObject({ taken: 0 });
    expect(await holdSlot(other as PassProof, slots[1] ?? 0)).toMatchObject({ ok: true });
  });

  test('giving up and choosing anew at once leave no more than one place taken', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [50, 50]);
    const passes = await passesOf(world, 20);
    await Promise.all(passes.map((pass) => holdSlot(pass, slots[0] ?? 0)));
    await Promise.all(passes.flatMap((pass) => [releaseHold(pass), holdSlot(pass, slots[1] ?? 0), releaseHold(pass)]));
    await expectCountersToHold();
  });
});

describe('one person', () => {
  test('a hold takes one place until five minutes from now, with the first product of the campaign that the clinic has', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3], { vaccines: ['other', 'P2'] });
    const pass = await passOf(world);
    const held = await holdSlot(pass, slots[0] ?? 0);
    if (!held.ok) throw new Error(held.code);
    const seconds = (held.heldUntil.getTime() - (await databaseNow()).getTime()) / 1000;
    expect(seconds).toBeGreaterThan(290);
    expect(seconds).toBeLessThanOrEqual(300);
    expect(await bookings(pass.personId)).toMatchObject([{ status: 'held', product: 'P2', passId: pass.passId, number: null }]);
    expect(await taken(slots[0] ?? 0)).toBe(1);
  });

  test('a hold never outlives its pass', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3]);
    const pass = await passOf(world, { expiresAt: new Date((await databaseNow()).getTime() + 60_000) });
    expect(await holdSlot(pass, slots[0] ?? 0)).toMatchObject({ ok: true, heldUntil: pass.expiresAt });
  });

  test('the earlier hold moves: same booking, old place free; also when it had run out', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [1, 1]);
    const pass = await passOf(world);
    const first = await holdSlot(pass, slots[0] ?? 0);
    await database().booking.updateMany({ where: { personId: pass.personId }, data: { heldUntil: new Date(0) } });
    const second = await holdSlot(pass, slots[1] ?? 0);
    expect(second).toMatchObject({ ok: true, bookingId: first.ok && first.bookingId });
    expect([await taken(slots[0] ?? 0), await taken(slots[1] ?? 0)]).toEqual([0, 1]);
  });

  test('whoever wants a full half hour keeps the one they hold', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [1, 1]);
    const [one, other] = [await passOf(world), await passOf(world)];
    await holdSlot(one, slots[0] ?? 0);
    await holdSlot(other, slots[1] ?? 0);
    expect(await holdSlot(one, slots[1] ?? 0)).toEqual({ ok: false, code: 'slot-full' });
    expect(await holdSlot(one, slots[0] ?? 0)).toMatchObject({ ok: true });
    expect([await taken(slots[0] ?? 0), await taken(slots[1] ?? 0)]).toEqual([1, 1]);
  });

  test('with a booking in the campaign there is no second one, in another round neither', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [5, 5]);
    const pass = await passOf(world);
    const held = await holdSlot(pass, slots[0] ?? 0);
    if (!held.ok) throw new Error(held.code);
    await confirmHold(pass, held.bookingId);
    const again = await passOf(await openRound({ campaignId: world.campaignId }), { personId: pass.personId });
    expect(await holdSlot(again, slots[1] ?? 0)).toEqual({ ok: false, code: 'already-booked' });
    expect(await holdSlot(pass, slots[1] ?? 0)).toEqual({ ok: false, code: 'already-booked' });
  });
});

test('the last defence: no statement can count past the capacity or below nothing', async () => {
  const { slots } = await clinicWith(await openRound(), [1]);
  for (const by of [2, -1]) {
    await expect(database().$executeRaw`UPDATE slot SET taken = taken + ${by} WHERE id = ${slots[0]}`).rejects.toThrow(
      'slot_never_oversold',
    );
  }
});

test('leaving with a pass that has just been taken over gives nothing back of the one who holds it now', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [1]);
  const pass = await passOf(world);
  await holdSlot(pass, slots[0] ?? 0);
  const hold = async () => (await database().booking.findFirstOrThrow({ where: { personId: pass.personId } })).heldUntil;
  const before = await hold();
  await endPass({ ...pass, sessionId: 'the one before' });
  expect(await hold()).toEqual(before);
  await endPass(pass);
  expect((await hold()).getTime()).toBeLessThan(before.getTime());
});
