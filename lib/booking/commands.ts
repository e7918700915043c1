import { randomUUID } from 'node:crypto';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import type { PassProof } from '@/lib/line/proof';
import { database, isCollision, Prisma, rowsOf } from '@/lib/platform/database';
import { measured } from '@/lib/platform/load';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { givePlacesBack } from '@/lib/supply/sql';
import { type CancelRow, cancelStatement } from './cancelling/sql';
import { type ConfirmRow, confirmStatement } from './confirming/sql';
import { type FirstHoldRow, firstHoldStatement, type HoldRow, holdStatement } from './holding/sql';
import { type TogetherRow, togetherStatement } from './household/sql';
import { type MoveRow, moveStatement } from './moving/sql';
import { noteEvents } from './sql';

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

/** Somebody took the last of a share while a statement waited for it, and another share of the day may do: asked again so often. */
const triesMax = 20;

/** Until a statement knows: `again` says that it lost a race that it may win. Null when it loses all of them. */
async function settled<Row extends { outcome: string }>(statement: Prisma.Sql): Promise<Row | null> {
  for (let attempt = 1; attempt <= triesMax; attempt += 1) {
    const row = await twice(() => rowsOf<Row>(statement));
    if (row.outcome !== 'again') return row;
  }
  return null;
}

async function firstHold(pass: PassProof, slotId: number): Promise<HoldRow | null> {
  const { outcome, ...held } = await twice(() => rowsOf<FirstHoldRow>(firstHoldStatement(pass, slotId)));
  return outcome && { outcome, ...held };
}

type HoldOutcome = Exclude<HoldRow['outcome'], 'again'>;

/**
 * Takes a place for five minutes: one of the round's share of the day, one of the half hour. An earlier hold of the person moves
 * to it, the new place taken before the old one is given up. Checks in the same statement: pass, window, time, closures,
 * product and age, share and capacity, no booking yet.
 */
export async function holdSlot(
  pass: PassProof,
  slotId: number,
): Promise<{ ok: true; bookingId: string; heldUntil: Date } | Refusal<Exclude<HoldOutcome, 'held'>>> {
  const first = pass.party[0]?.personId === pass.personId ? await firstHold(pass, slotId) : null;
  const row = first ?? (await settled<HoldRow>(holdStatement(pass, slotId)));
  if (!row || row.outcome === 'again') return refuse('slot-full');
  if (row.outcome !== 'held') return refuse(row.outcome);
  if (!row.id || !row.held_until) throw new Error('a hold has an id and an end');
  return { ok: true, bookingId: row.id, heldUntil: row.held_until };
}

type TogetherOutcome = Exclude<TogetherRow['outcome'], 'again'>;

/** Takes adjacent times at one clinic for people of the pass, for all of them or for nobody, in one statement. */
export async function holdTogether(
  pass: PassProof,
  slotId: number,
  personIds: string[],
): Promise<{ ok: true } | Refusal<Exclude<TogetherOutcome, 'held'>>> {
  const row = await settled<TogetherRow>(togetherStatement(pass, slotId, [...new Set(personIds)], randomUUID()));
  if (!row || row.outcome === 'again') return refuse('not-adjacent');
  return row.outcome === 'held' ? { ok: true } : refuse(row.outcome);
}

type ConfirmOutcome = ConfirmRow['outcome'];

/**
 * Makes the hold a booking, with all that are held together with it, and frees the seat of the pass for the next person. The same
 * confirmation again, at once or later, gets the same number.
 */
export async function confirmHold(
  pass: PassProof,
  bookingId: string,
): Promise<{ ok: true; number: string } | Refusal<Exclude<ConfirmOutcome, 'confirmed'>>> {
  const row = await twice(() => rowsOf<ConfirmRow>(confirmStatement(pass, bookingId)));
  if (row.outcome !== 'confirmed') return refuse(row.outcome);
  if (!row.number) throw new Error('a confirmed booking has a number');
  return { ok: true, number: row.number };
}

/** Gives what is held on the pass back at once, for everybody on it. Giving up needs no live pass. */
export async function releaseHold(pass: PassProof): Promise<{ released: boolean }> {
  const party = pass.party.map(({ personId }) => personId);
  const row = await twice(
    () => database().$queryRaw<{ released: boolean }[]>`
    WITH mine AS (
      SELECT booking.id, booking.slot_id, booking.share_id FROM booking
       WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ANY (${party}::uuid[]) AND booking.status = 'held'
       ORDER BY booking.id FOR NO KEY UPDATE
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

type CancelOutcome = Exclude<CancelRow['outcome'], 'again'>;

/**
 * Cancels a booking of this person at any time before it begins, a first dose with its second; the places are free at once. After
 * the limit of deadline.ts the clinic gets word. Cancelled twice is cancelled once, with the same answer.
 */
export async function cancelBooking(
  person: BeneficiaryProof,
  bookingId: string,
): Promise<{ ok: true } | Refusal<Exclude<CancelOutcome, 'cancelled'>>> {
  const row = await settled<CancelRow>(cancelStatement(person, bookingId));
  if (!row || row.outcome === 'again') throw new Error('a second dose is booked once: nobody is overtaken by it again and again');
  if (row.outcome === 'cancelled') return { ok: true };
  return refuse(row.outcome, row.phone ? { phone: row.phone } : undefined);
}

type MoveOutcome = Exclude<MoveRow['outcome'], 'again'>;

/** Moves a confirmed booking of this person to another half hour; it needs no pass. Moved to where it is, it stays. */
export async function moveBooking(
  person: BeneficiaryProof,
  bookingId: string,
  slotId: number,
): Promise<{ ok: true } | Refusal<Exclude<MoveOutcome, 'moved'>>> {
  const row = await settled<MoveRow>(moveStatement(person, bookingId, slotId));
  if (!row || row.outcome === 'again') return refuse('slot-full');
  return row.outcome === 'moved' ? { ok: true } : refuse(row.outcome);
}
