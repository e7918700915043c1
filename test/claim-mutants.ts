import { database, Prisma } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';
import type { Bookings } from './claim-history';

/** Each breaks one rule of an honest server, so that the check has something to find. */
export const mutants: Record<string, (honest: Bookings) => Bookings> = {
  'looks first and takes then': (honest) => ({
    ...honest,
    holdSlot: async (pass, slotId) => {
      const db = database();
      const slot = await db.slot.findUniqueOrThrow({ where: { id: slotId } });
      const share = await db.share.findFirst({ where: { clinicId: slot.clinicId, roundId: pass.roundId, dose: 1 } });
      const mine = await db.booking.count({ where: { personId: pass.personId, dose: 1, status: { in: ['held', 'confirmed'] } } });
      if (!share || mine > 0 || slot.taken >= slot.capacity || share.taken >= share.quota) return refuse('slot-full');
      const heldUntil = new Date(Date.now() + 300_000);
      const who = { campaignId: pass.campaignId, roundId: pass.roundId, personId: pass.personId, actorId: pass.personId };
      const where = { clinicId: slot.clinicId, slotId, shareId: share.id, product: share.productCode };
      const made = await db.booking.create({ data: { ...who, ...where, status: 'held', passId: pass.passId, heldUntil } });
      // Written from what was read a moment ago.
      await db.slot.update({ where: { id: slotId }, data: { taken: slot.taken + 1 } });
      await db.share.update({ where: { id: share.id }, data: { taken: share.taken + 1 } });
      return { ok: true, bookingId: made.id, heldUntil };
    },
  }),
  'never frees a hold that ran out': (honest) => ({
    ...honest,
    reapHolds: async (db) => {
      const where = { status: 'held' as const, heldUntil: { lte: new Date() } };
      return (await db.booking.updateMany({ where, data: { status: 'expired', endedAt: new Date() } })).count;
    },
  }),
  'gives the old place up before it has the new one': (honest) => ({
    ...honest,
    moveBooking: async (person, bookingId, slotId) => {
      const db = database();
      const booking = await db.booking.findUniqueOrThrow({ where: { id: bookingId } });
      await honest.cancelBooking(person, bookingId);
      const [taken] = await db.$queryRaw<{ id: number }[]>(
        Prisma.sql`UPDATE slot SET taken = taken + 1 WHERE id = ${slotId} AND taken < capacity RETURNING id`,
      );
      if (!taken) return refuse('slot-full');
      await db.booking.update({ where: { id: booking.id }, data: { status: 'confirmed', slotId, moves: { increment: 1 } } });
      return { ok: true };
    },
  }),
};

/** A crowd on a slow machine waits for long; whoever gave up would leave their booking uncounted, for more than a moment. */
const patience = { maxWait: 120_000, timeout: 120_000 };

/** Books first and counts then, in two transactions, and takes the booking back where there was no place: soon all is right again. */
export const passing = (honest: Bookings): Bookings => ({
  ...honest,
  holdSlot: async (pass, slotId) => {
    const db = database();
    const { clinicId } = await db.slot.findUniqueOrThrow({ where: { id: slotId } });
    const share = await db.share.findFirst({ where: { clinicId, roundId: pass.roundId, dose: 1 } });
    const mine = await db.booking.count({ where: { personId: pass.personId, dose: 1, status: { in: ['held', 'confirmed'] } } });
    if (!share || mine > 0) return refuse('slot-full');
    const heldUntil = new Date(Date.now() + 300_000);
    const who = { campaignId: pass.campaignId, roundId: pass.roundId, personId: pass.personId, actorId: pass.personId };
    const where = { clinicId, slotId, shareId: share.id, product: share.productCode };
    const made = await db.booking.create({ data: { ...who, ...where, status: 'held', passId: pass.passId, heldUntil } });
    const counted = await db.$transaction(async (tx) => {
      const data = { taken: { increment: 1 } };
      const { count: ofShare } = await tx.share.updateMany({ where: { id: share.id, taken: { lt: tx.share.fields.quota } }, data });
      const { count: ofSlot } = await tx.slot.updateMany({ where: { id: slotId, taken: { lt: tx.slot.fields.capacity } }, data });
      if (ofShare > ofSlot) await tx.share.update({ where: { id: share.id }, data: { taken: { decrement: 1 } } });
      if (ofSlot > ofShare) await tx.slot.update({ where: { id: slotId }, data: { taken: { decrement: 1 } } });
      return ofShare + ofSlot === 2;
    }, patience);
    if (counted) return { ok: true, bookingId: made.id, heldUntil };
    await db.booking.update({ where: { id: made.id }, data: { status: 'expired', endedAt: new Date() } });
    return refuse('slot-full');
  },
});

/** Counts without looking: what stops it is the database's constraint alone. */
export const blind = (honest: Bookings): Bookings => ({
  ...honest,
  holdSlot: async (pass, slotId) => {
    const db = database();
    const { clinicId } = await db.slot.findUniqueOrThrow({ where: { id: slotId } });
    const share = await db.share.findFirstOrThrow({ where: { clinicId, roundId: pass.roundId, dose: 1 } });
    const heldUntil = new Date(Date.now() + 300_000);
    const who = { campaignId: pass.campaignId, roundId: pass.roundId, personId: pass.personId, actorId: pass.personId };
    const where = { clinicId, slotId, shareId: share.id, product: share.productCode };
    const [made] = await db.$transaction([
      db.booking.create({ data: { ...who, ...where, status: 'held', passId: pass.passId, heldUntil } }),
      db.share.update({ where: { id: share.id }, data: { taken: { increment: 1 } } }),
      db.slot.update({ where: { id: slotId }, data: { taken: { increment: 1 } } }),
    ]);
    return { ok: true, bookingId: made.id, heldUntil };
  },
});

/** The last defence taken away: what the counters then allow is to be found by the check itself. */
export const withoutConstraints = async (work: () => Promise<void>): Promise<void> => {
  const db = database();
  await db.$executeRaw`ALTER TABLE slot DROP CONSTRAINT slot_never_oversold`;
  await db.$executeRaw`ALTER TABLE share DROP CONSTRAINT share_never_oversold`;
  try {
    await work();
  } finally {
    await db.$executeRaw`ALTER TABLE slot ADD CONSTRAINT slot_never_oversold CHECK (taken >= 0 AND taken <= capacity) NOT VALID`;
    await db.$executeRaw`ALTER TABLE share ADD CONSTRAINT share_never_oversold CHECK (taken >= 0 AND taken <= quota) NOT VALID`;
  }
};
