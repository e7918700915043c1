import { randomBytes } from 'node:crypto';
import { bookingNumber } from '@/lib/booking/number';
import { drawOf } from '@/lib/line/queries';
import { standingAt, ticketNumber } from '@/lib/line/ticket-number';
import { type Database, isCollision } from '@/lib/platform/database';
import { type Given, meetWishes } from './meet';
import { clock, type DueList, dueLists, openDays, productRules, roundsWithWishes, type WishRound } from './queries';
import { arriveLate, type Decision, decideWishes, openToAll, placeLists, tryAgain, unarrivedLists, unplacedLists } from './sql';

/** Lists that one statement decides: its locks are held for some ten milliseconds. */
const batchMost = 1_000;
const placedAtOnce = 5_000;

/**
 * Where each list stands on the line, by the same functions as every ticket: on the drawn one after the draw; on the late one,
 * for a round by arrival and for who has no drawn place, from the opening on, as if they had come in its first seconds.
 */
export async function placeWishes(db: Database, round: Pick<WishRound, 'id' | 'order'>): Promise<number> {
  const draw = await drawOf(round.id);
  if (!draw?.seed || !draw.drawnAt) return 0;
  const { ticketKey, seed, drawnAt } = draw;
  const standing = (personId: string) => standingAt(seed, ticketNumber(ticketKey, personId, round.id));
  let placed = 0;
  for (const { lists, place } of [
    { lists: unplacedLists(round, drawnAt, placedAtOnce), place: placeLists },
    { lists: unarrivedLists(round, drawnAt, placedAtOnce), place: arriveLate },
  ]) {
    for (let found = await db.$queryRaw<Unplaced[]>(lists); found.length > 0; found = await db.$queryRaw<Unplaced[]>(lists)) {
      const now = await db.$executeRaw(place(found.map((one) => ({ id: one.id, ...standing(one.personId) }))));
      if (now === 0) break;
      placed += now;
    }
  }
  return placed;
}

interface Unplaced {
  id: string;
  personId: string;
}

const decisionsOf = (lists: DueList[], given: Given[][]): Decision[] =>
  lists.flatMap(({ listId }, index) =>
    (given[index] ?? []).map((one) => ({ ...one, ord: 0, listId, number: bookingNumber(randomBytes(10)) })),
  );

/**
 * Decides the first `most` lists whose turn has come: plans with what is free now, and books all of the plan or nothing of it.
 * Null when something of the plan was taken meanwhile: then nobody behind has got anything either.
 */
async function decideBatch(db: Database, round: WishRound, most: number): Promise<number | null> {
  const lists = await dueLists(db, round, most);
  if (lists.length === 0) return 0;
  const plannedAt = await clock(db);
  const [open, rules] = [await openDays(db, round, lists), await productRules(db, round.products)];
  const given = meetWishes(lists, { open, products: round.products, rules });
  const decisions = decisionsOf(lists, given).map((one, index) => ({ ...one, ord: index }));
  const unmet = lists.flatMap(({ listId, members }, index) => (members.length > 0 && !given[index]?.length ? [listId] : []));
  const moot = lists.flatMap(({ listId, members }) => (members.length === 0 ? [listId] : []));
  const search = db.$queryRaw<{ decided: number }[]>(decideWishes(round.id, decisions, { unmet, moot, lists: lists.length, plannedAt }));
  // Somebody of the batch has taken a place themself while it was planned.
  const rows = await search.catch((fault) => (isCollision(fault) ? [] : Promise.reject(fault)));
  return rows[0]?.decided || null;
}

/**
 * Books for those whose place the front has passed, in the order of the line. Returns how many lists were decided.
 * Two workers at once do no harm: a list is decided once, and a plan of which anything is gone is dropped whole.
 */
export async function meetDueWishes(
  db: Database,
  { batches = 10, batch = batchMost }: { batches?: number; batch?: number } = {},
): Promise<number> {
  let decided = 0;
  for (const round of await roundsWithWishes(db)) {
    await placeWishes(db, round);
    if (!round.moves) continue;
    // Before anybody new is decided: of what has just been released they come first.
    const again = () => db.$executeRaw(tryAgain(round.id, placedAtOnce)).catch((fault) => (isCollision(fault) ? 1 : Promise.reject(fault)));
    while ((await again()) > 0);
    let size = batch;
    for (let done = 0; done < batches; done += 1) {
      const count = await decideBatch(db, round, size);
      if (count === 0) {
        await db.$executeRaw(openToAll(round.id));
        break;
      }
      // Under a crowd smaller plans come through; what can't be decided now is due again in a second.
      if (count === null) size = Math.max(1, Math.floor(size / 4));
      else decided += count;
    }
  }
  return decided;
}
