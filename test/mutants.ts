import { randomUUID } from 'node:crypto';
import { headNow } from '@/lib/household/queries';
import type { EntryRow } from '@/lib/line/entry';
import { lateOrderOf, placeOf } from '@/lib/line/place';
import { drawOf } from '@/lib/line/queries';
import { enterStatement } from '@/lib/line/sql';
import { ticketNumber } from '@/lib/line/ticket-number';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';
import type { Server } from './history';

/** Breaks one rule of an honest server, so that the checks have something to find. Made anew for every history. */
export type Mutant = (honest: Server) => Server;

type Enter = Server['enter'];
type Beneficiary = Parameters<Enter>[0];

/** The gate's own statement with one part of its text replaced; it must be there. */
function altered(statement: Prisma.Sql, part: string, by: string): Prisma.Sql {
  const strings = statement.strings.map((text) => text.replaceAll(part, by));
  if (strings.join() === statement.strings.join()) throw new Error(`the gate no longer says “${part}”`);
  return new Prisma.Sql(strings, statement.values);
}

/** Asks at the gate as the honest one does, for the ticket number given and with an altered statement. */
async function enterBy(
  who: Beneficiary,
  roundId: string,
  number: string,
  alter: (statement: Prisma.Sql) => Prisma.Sql,
  as?: { headId: string },
): ReturnType<Enter> {
  const draw = await drawOf(roundId);
  if (!draw?.seed || !draw.drawnAt) return refuse('not-drawn');
  const { personId, actorId, sessionId, relation } = who;
  const stands = {
    place: await placeOf(draw.seed, number),
    lateOrder: await lateOrderOf(draw.seed, number),
    lateOnly: who.createdAt > draw.drawnAt,
  };
  const headId = as?.headId ?? (await headNow(roundId, personId));
  const about = { roundId, personId, headId, actorId, sessionId, relation };
  const statement = alter(enterStatement({ ...stands, ...about, passId: randomUUID(), spread: 1 }));
  const attempt = () => database().$queryRaw<EntryRow[]>(statement);
  const [row] = await attempt().catch((fault) => (isCollision(fault) ? attempt() : Promise.reject(fault)));
  if (!row) return refuse('ticket-forged');
  return row.code === 'entered' ? { ok: true, passId: row.pass_id, headId, expiresAt: row.closes_at } : refuse(row.code);
}

const unaltered = (statement: Prisma.Sql) => statement;

async function numberOfSession(who: Beneficiary, roundId: string): Promise<string> {
  const draw = await drawOf(roundId);
  if (!draw) throw new Error('no draw');
  return ticketNumber(draw.ticketKey, who.sessionId, roundId);
}

/** Every session draws a place of its own. */
export const placePerTab: Mutant = (honest) => ({
  ...honest,
  issueTicket: async (who, roundId) => {
    const ticket = await honest.issueTicket(who, roundId);
    return ticket.ok ? { ...ticket, number: await numberOfSession(who, roundId) } : ticket;
  },
  enter: async (who, roundId) => await enterBy(who, roundId, await numberOfSession(who, roundId), unaltered),
});

async function ownNumber(who: Beneficiary, roundId: string): Promise<string> {
  const draw = await drawOf(roundId);
  if (!draw) throw new Error('no draw');
  return ticketNumber(draw.ticketKey, who.personId, roundId);
}

/** Every member of a household draws a place of their own, as if they had never agreed. */
export const placePerMember: Mutant = (honest) => ({
  ...honest,
  issueTicket: async (who, roundId) => {
    const ticket = await honest.issueTicket(who, roundId);
    return ticket.ok ? { ...ticket, number: await ownNumber(who, roundId) } : ticket;
  },
  enter: async (who, roundId) => await enterBy(who, roundId, await ownNumber(who, roundId), unaltered),
});

/** Every member of a household takes a seat of their own with the number that they have in common. */
export const seatPerMember: Mutant = (honest) => ({
  ...honest,
  enter: async (who, roundId, number) =>
    await enterBy(
      who,
      roundId,
      number,
      (statement) =>
        altered(altered(statement, "THEN 'ticket-changed'", "AND false THEN 'ticket-changed'"), 'WHEN NOT has_ticket', 'WHEN false'),
      { headId: who.personId },
    ),
});

/** Whoever leads begins where there is least to do. */
export const frontMovedBack: Mutant = (honest) => ({
  ...honest,
  advanceFronts: async () => {
    await honest.advanceFronts();
    await database().$executeRaw`
      INSERT INTO front_segment (round_id, line, sequence, starts_at, ends_at, from_position, to_position)
      SELECT round_id, line, sequence + 1, ends_at, ends_at + interval '1 ms', to_position / 2, to_position / 2
      FROM (SELECT DISTINCT ON (round_id) * FROM front_segment WHERE line = 'drawn' ORDER BY round_id, sequence DESC) last`;
  },
});

/** The gate reads the fronts once, and remembers them. */
export const cachedFront: Mutant = (honest) => {
  let known: Promise<number> | undefined;
  return {
    ...honest,
    enter: async (who, roundId, number) => {
      known ??= database().frontSegment.count({ where: { roundId } });
      const until = await known;
      return await enterBy(who, roundId, number, (statement) =>
        altered(statement, 'FROM front_segment', `FROM (SELECT * FROM front_segment ORDER BY ends_at LIMIT ${until}) front_segment`),
      );
    },
  };
};

/** Who was called once may come at any time, past everybody who waits. */
export const callThatNeverEnds: Mutant = (honest) => ({
  ...honest,
  enter: async (who, roundId, number) =>
    await enterBy(who, roundId, number, (statement) => altered(statement, 'secs => round.call_hold', `secs => round.call_hold + 1e9`)),
});

/** A gate that can't decide lets in. */
export const failingOpen: Mutant = (honest) => ({
  ...honest,
  enter: async (who, roundId, number) => {
    try {
      return await honest.enter(who, roundId, number);
    } catch {
      return { ok: true, passId: randomUUID(), headId: who.personId, expiresAt: new Date() };
    }
  },
});

/** Where no seat is free, one more is put up. */
export const withoutSeats: Mutant = (honest) => ({
  ...honest,
  enter: async (who, roundId, number) => {
    const answer = await honest.enter(who, roundId, number);
    if (answer.ok || answer.code !== 'no-seat') return answer;
    const passId = randomUUID();
    const put = database().$executeRaw`
      INSERT INTO seat (round_id, number, person_id, session_id, pass_id, granted_at, seen_at, expires_at)
      SELECT ${roundId}, max(number) + 1, ${who.personId}::uuid, ${who.sessionId}, ${passId}::uuid, now(), now(), now() + interval '65 s'
      FROM seat WHERE round_id = ${roundId} AND NOT EXISTS (
        SELECT FROM seat WHERE round_id = ${roundId} AND person_id = ${who.personId}::uuid)`;
    // Two who are refused at once: one of them is put up.
    const seats = await put.catch((fault) => (isCollision(fault) ? 0 : Promise.reject(fault)));
    return seats > 0 ? { ok: true, passId, headId: who.personId, expiresAt: new Date() } : answer;
  },
});

/** What was held is confirmed, whether its holder is still inside or not. */
export const confirmWithoutPass: Mutant = (honest) => ({
  ...honest,
  confirmHold: async (pass, bookingId) => {
    const answer = await honest.confirmHold(pass, bookingId);
    if (answer.ok || answer.code === 'booking-unknown') return answer;
    const number = randomUUID();
    const confirmed = await database().$executeRaw`
      UPDATE booking SET status = 'confirmed', number = ${number}, confirmed_at = now()
      WHERE id = ${bookingId}::uuid AND person_id = ${pass.personId}::uuid AND status = 'held'`;
    return confirmed > 0 ? { ok: true, number } : answer;
  },
});

/** Whoever leads calls the same people again and again, and never the next. */
export const leaderThatSleeps: Mutant = (honest) => ({ ...honest, advanceFronts: async () => undefined });

/** The document says exactly how many wait. */
export const countedDocument: Mutant = (honest) => ({
  ...honest,
  documentOf: async (roundId) => {
    const document = await honest.documentOf(roundId);
    return document && { ...document, waiting: { ...document.waiting, drawn: await database().ticket.count({ where: { roundId } }) } };
  },
});

/** A free seat goes to whoever asks first, and so to whoever asks most. */
export const seatForWhoAsksMost: Mutant = (honest) => ({
  ...honest,
  enter: async (who, roundId, number) => {
    await database().$executeRaw`UPDATE ticket SET retry_at = NULL WHERE round_id = ${roundId} AND person_id = ${who.personId}::uuid`;
    return await honest.enter(who, roundId, number);
  },
});
