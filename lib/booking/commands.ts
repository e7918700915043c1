import { randomBytes } from 'node:crypto';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import type { PassProof } from '@/lib/line/proof';
import { livePass, seatGivenBack } from '@/lib/line/sql';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { measured } from '@/lib/platform/load';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { type Claimant, changePlaces, givePlacesBack, noShare, shareFor } from '@/lib/supply/sql';
import { bookingNumber } from './number';
import { cancelUntil, noteEvents } from './sql';

// Every statement locks in one order: seat, booking, shares by ascending id, half hours by ascending id.

/** Once more after a collision (two windows of one person at once): what stood in the way is committed by then, and is seen. */
async function twice<Row>(statement: () => Promise<Row[]>): Promise<Row> {
  // The controller calls fewer people while this takes long.
  const rows = await measured(() =>
    statement().catch((fault: unknown) => {
      if (isCollision(fault)) return statement();
      throw fault;
    }),
  );
  const [row] = rows;
  if (!row) throw new Error('a statement of booking always answers with one row');
  return row;
}

type HoldOutcome = 'held' | 'pass-gone' | 'already-booked' | 'slot-unknown' | 'slot-past' | 'slot-closed' | 'slot-full' | 'not-for-age';

/** Somebody took the last of a share while this statement waited for it, and another share of the day may do: asked again so often. */
const triesMax = 20;

/**
 * Takes a place for five minutes: one of the round's share of the day, one of the half hour. An earlier hold of the person moves
 * to it, the new place taken before the old one is given up. Checks in the same statement: pass, window, time, closures,
 * product and age, share and capacity, no booking yet.
 */
export async function holdSlot(
  pass: PassProof,
  slotId: number,
): Promise<{ ok: true; bookingId: string; heldUntil: Date } | Refusal<Exclude<HoldOutcome, 'held'>>> {
  for (let attempt = 1; attempt <= triesMax; attempt += 1) {
    const row = await twice(() => database().$queryRaw<HoldRow[]>(holdStatement(pass, slotId)));
    if (row.outcome === 'again') continue;
    if (row.outcome !== 'held') return refuse(row.outcome);
    if (!row.id || !row.held_until) throw new Error('a hold has an id and an end');
    return { ok: true, bookingId: row.id, heldUntil: row.held_until };
  }
  return refuse('slot-full');
}

interface HoldRow {
  outcome: HoldOutcome | 'again';
  id: string | null;
  held_until: Date | null;
}

function holdStatement(pass: PassProof, slotId: number): Prisma.Sql {
  const claimant: Claimant = {
    round: Prisma.sql`${pass.roundId}`,
    dose: Prisma.sql`1`,
    birthDate: Prisma.sql`${pass.birthDate}::date`,
    products: Prisma.sql`pass.products`,
    own: Prisma.sql`mine.share_id`,
  };
  return Prisma.sql`
    WITH pass AS (${livePass(pass)}),
    mine AS (
      SELECT booking.id, booking.slot_id, booking.share_id, booking.status FROM booking
       WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ${pass.personId}::uuid AND booking.dose = 1
         AND booking.status IN ('held', 'confirmed')
         FOR NO KEY UPDATE
    ),
    place AS (
      SELECT slot.id, slot.clinic_id, slot.starts_at, slot.starts_at > now() + interval '1 hour' AS timely,
             slot.closed_at IS NOT NULL OR clinic.paused_at IS NOT NULL AS closed,
             slot.taken < slot.capacity OR slot.id = (SELECT mine.slot_id FROM mine) AS free
        FROM slot JOIN clinic ON clinic.id = slot.clinic_id
       WHERE slot.id = ${slotId}
    ),
    ${changePlaces(Prisma.sql`
      SELECT 1 AS ord, slot.id AS slot_id, chosen.id AS share_id, mine.slot_id AS old_slot_id, mine.share_id AS old_share_id,
             mine.id AS booking_id, slot.clinic_id, chosen.product_code, pass.campaign_id, pass.round_id, pass.pass_id, pass.person_id,
             least(now() + pass.hold_length * interval '1 second', pass.expires_at) AS held_until
        FROM pass CROSS JOIN place AS slot LEFT JOIN mine ON true CROSS JOIN LATERAL (${shareFor(claimant)}) AS chosen
       WHERE slot.timely AND slot.free AND NOT slot.closed AND NOT pass.campaign_paused AND mine.status IS DISTINCT FROM 'confirmed'`)},
    moved AS (
      UPDATE booking
         SET slot_id = granted.slot_id, share_id = granted.share_id, clinic_id = granted.clinic_id, product = granted.product_code,
             round_id = granted.round_id, pass_id = granted.pass_id, actor_id = ${pass.actorId}::uuid, held_at = now(),
             held_until = granted.held_until
        FROM granted WHERE booking.id = granted.booking_id
      RETURNING booking.id, booking.held_until
    ),
    made AS (
      INSERT INTO booking
        (id, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, pass_id, held_until)
      SELECT gen_random_uuid(), campaign_id, round_id, person_id, ${pass.actorId}::uuid, product_code, clinic_id, slot_id, share_id,
             'held', pass_id, held_until
        FROM granted WHERE booking_id IS NULL
      RETURNING id, held_until
    ),
    held AS (SELECT id, held_until FROM moved UNION ALL SELECT id, held_until FROM made),
    noted AS (${noteEvents('held', pass, Prisma.sql`SELECT id FROM held`)})
    SELECT held.id, held.held_until,
           CASE WHEN held.id IS NOT NULL THEN 'held'
                WHEN EXISTS (SELECT 1 FROM mine WHERE mine.status = 'confirmed') THEN 'already-booked'
                WHEN pass.pass_id IS NULL THEN 'pass-gone'
                WHEN slot.id IS NULL THEN 'slot-unknown'
                WHEN NOT slot.timely THEN 'slot-past'
                WHEN slot.closed OR pass.campaign_paused THEN 'slot-closed'
                WHEN EXISTS (SELECT 1 FROM wanted) AND EXISTS (SELECT 1 FROM slot_row WHERE slot_row.taken < slot_row.places) THEN 'again'
                ELSE ${noShare(claimant)} END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN held ON true LEFT JOIN pass ON true LEFT JOIN place AS slot ON true`;
}

type ConfirmOutcome = 'confirmed' | 'booking-unknown' | 'pass-gone' | 'hold-gone' | 'slot-past' | 'slot-closed';

/**
 * Makes the hold a booking and frees the seat of the pass for the next person. The same confirmation again, at once or
 * later, gets the same number: the newest state of the booking answers, whether this statement changed it or not.
 */
export async function confirmHold(
  pass: PassProof,
  bookingId: string,
): Promise<{ ok: true; number: string } | Refusal<Exclude<ConfirmOutcome, 'confirmed'>>> {
  const row = await twice(
    () => database().$queryRaw<{ outcome: ConfirmOutcome; number: string | null }[]>`
    WITH pass AS (${livePass(pass)} FOR UPDATE OF seat),
    mine AS (
      SELECT booking.id, booking.slot_id, booking.share_id, booking.status, booking.number, booking.held_until FROM booking
       WHERE booking.id = ${bookingId}::uuid AND booking.person_id = ${pass.personId}::uuid
         AND booking.campaign_id = ${pass.campaignId}
         AND (SELECT count(*) FROM pass) >= 0 -- always true: the seat is locked first
         FOR UPDATE
    ),
    ready AS (
      SELECT mine.id, slot.starts_at > now() AS ahead,
             slot.closed_at IS NOT NULL OR clinic.paused_at IS NOT NULL OR campaign.paused_at IS NOT NULL
               OR delivery.quarantined_at IS NOT NULL AS closed
        FROM mine JOIN slot ON slot.id = mine.slot_id JOIN clinic ON clinic.id = slot.clinic_id
        JOIN campaign ON campaign.id = ${pass.campaignId}
        LEFT JOIN share ON share.id = mine.share_id LEFT JOIN delivery ON delivery.id = share.delivery_id
       WHERE mine.status = 'held' AND mine.held_until > now()
    ),
    confirmed AS (
      UPDATE booking
         SET status = 'confirmed', number = ${bookingNumber(randomBytes(10))}, confirmed_at = now(),
             actor_id = ${pass.actorId}::uuid, pass_id = pass.pass_id, round_id = pass.round_id
        FROM ready, pass WHERE booking.id = ready.id AND ready.ahead AND NOT ready.closed
      RETURNING booking.id, booking.number
    ),
    noted AS (${noteEvents('confirmed', pass, Prisma.sql`SELECT id FROM confirmed`)}),
    freed AS (
      UPDATE seat SET ${seatGivenBack}
       WHERE seat.pass_id = ${pass.passId}::uuid AND EXISTS (SELECT 1 FROM confirmed)
    )
    SELECT coalesce(confirmed.number, mine.number) AS number,
           CASE WHEN confirmed.id IS NOT NULL OR mine.status = 'confirmed' THEN 'confirmed'
                WHEN mine.id IS NULL THEN 'booking-unknown'
                WHEN ready.id IS NULL THEN 'hold-gone'
                WHEN NOT ready.ahead THEN 'slot-past'
                WHEN ready.closed THEN 'slot-closed'
                ELSE 'pass-gone' END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN mine ON true LEFT JOIN ready ON true LEFT JOIN confirmed ON true`,
  );
  if (row.outcome !== 'confirmed') return refuse(row.outcome);
  if (!row.number) throw new Error('a confirmed booking has a number');
  return { ok: true, number: row.number };
}

/** Gives the held place back at once, when there is one. Giving up needs no live pass. */
export async function releaseHold(pass: PassProof): Promise<{ released: boolean }> {
  const row = await twice(
    () => database().$queryRaw<{ released: boolean }[]>`
    WITH mine AS (
      SELECT booking.id, booking.slot_id, booking.share_id FROM booking
       WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ${pass.personId}::uuid AND booking.status = 'held'
         FOR NO KEY UPDATE
    ),
    ${givePlacesBack(Prisma.sql`SELECT * FROM mine`)},
    ended AS (
      UPDATE booking SET status = 'cancelled', ended_at = now() FROM mine WHERE booking.id = mine.id RETURNING booking.id
    ),
    noted AS (${noteEvents('released', pass, Prisma.sql`SELECT id FROM ended`)})
    SELECT EXISTS (SELECT 1 FROM ended) AS released`,
  );
  return row;
}

type CancelOutcome = 'cancelled' | 'booking-unknown' | 'too-late-to-cancel';

/** Cancels a booking of this person; its place is free at once. Cancelled twice is cancelled once, with the same answer. */
export async function cancelBooking(
  person: BeneficiaryProof,
  bookingId: string,
): Promise<{ ok: true } | Refusal<Exclude<CancelOutcome, 'cancelled'>>> {
  const row = await twice(
    () => database().$queryRaw<{ outcome: CancelOutcome; phone: string | null }[]>`
    WITH mine AS (
      SELECT booking.id, booking.slot_id, booking.share_id, booking.status FROM booking
       WHERE booking.id = ${bookingId}::uuid AND booking.person_id = ${person.personId}::uuid AND booking.confirmed_at IS NOT NULL
         AND ${mayAct(person)}
         FOR NO KEY UPDATE
    ),
    timely AS (
      SELECT mine.id, mine.slot_id, mine.share_id FROM mine JOIN slot ON slot.id = mine.slot_id
       WHERE mine.status = 'confirmed' AND now() < ${cancelUntil(Prisma.sql`slot.starts_at`)}
    ),
    ${givePlacesBack(Prisma.sql`SELECT * FROM timely`)},
    ended AS (
      UPDATE booking SET status = 'cancelled', ended_at = now() FROM timely WHERE booking.id = timely.id RETURNING booking.id
    ),
    noted AS (${noteEvents('cancelled', person, Prisma.sql`SELECT id FROM ended`)})
    SELECT clinic.phone,
           CASE WHEN mine.id IS NULL THEN 'booking-unknown'
                WHEN mine.status = 'cancelled' OR EXISTS (SELECT 1 FROM ended) THEN 'cancelled'
                ELSE 'too-late-to-cancel' END AS outcome
      FROM (SELECT 1) AS answer LEFT JOIN mine ON true
      LEFT JOIN slot ON slot.id = mine.slot_id LEFT JOIN clinic ON clinic.id = slot.clinic_id`,
  );
  if (row.outcome === 'cancelled') return { ok: true };
  return refuse(row.outcome, row.phone ? { phone: row.phone } : undefined);
}
