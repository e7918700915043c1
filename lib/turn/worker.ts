import { documentOf, drawOf } from '@/lib/line/queries';
import { standingAt, ticketNumber } from '@/lib/line/ticket-number';
import type { Database } from '@/lib/platform/database';
import { placeWithin, soonMinutes } from './soon';
import { endedPlaces, keepPlaces, nextTickets, roundsCalling, tellUpTo } from './sql';

/** One statement's worth: locks are held for some ten milliseconds. */
const placedAtOnce = 5_000;
/** More than any front calls in a second. */
const toldAtOnce = 2_000;

interface Calling {
  id: string;
  /** All tickets of the draw stand where they stand. */
  placed: boolean;
  /** Open, and neither it nor its campaign is paused. */
  moves: boolean;
  /** On the database's clock. */
  now: Date;
}

/** Writes down where a batch of tickets stands, by the function that everybody computes their own place with. */
async function placeTickets(db: Database, roundId: string): Promise<void> {
  const draw = await drawOf(roundId);
  if (!draw?.seed || !draw.drawnAt) return;
  const { seed, ticketKey } = draw;
  const tickets = await db.$queryRaw<{ id: string; known: boolean }[]>(nextTickets(roundId, draw.drawnAt, placedAtOnce));
  const places = tickets
    .filter(({ known }) => known)
    .map(({ id }) => ({ id, place: standingAt(seed, ticketNumber(ticketKey, id, roundId)).place }));
  await db.$executeRaw(keepPlaces(roundId, places, { reached: tickets.at(-1)?.id ?? null, all: tickets.length < placedAtOnce }));
}

/**
 * Tells whom the front reaches in about a quarter of an hour that it does, once each: by the estimate of the public document, a
 * bounded batch a turn, whatever the length of the line. What a pause holds back goes on after it. Two servers at once tell
 * nobody twice. A ticket that is taken later is written down with it (`placedLater`).
 */
export async function tellTurnsSoon(db: Database): Promise<number> {
  let told = 0;
  for (const round of await db.$queryRaw<Calling[]>(roundsCalling)) {
    if (!round.placed) await placeTickets(db, round.id);
    if (!round.moves) continue;
    const line = await documentOf(round.id);
    if (!line) continue;
    const target = placeWithin(line, round.now.getTime(), soonMinutes * 60);
    const [row] = await db.$queryRaw<{ told: number }[]>(tellUpTo(round.id, target, { most: toldAtOnce, minutes: soonMinutes }));
    told += row?.told ?? 0;
  }
  await db.$executeRaw(endedPlaces(placedAtOnce));
  return told;
}
