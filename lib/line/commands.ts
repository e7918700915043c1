import { randomInt, randomUUID } from 'node:crypto';
import { extendHolds, lapseHolds, prolongHolds } from '@/lib/booking/sql';
import { decide } from '@/lib/campaign/eligibility';
import { type RoundInCampaign, recentRound, roundById } from '@/lib/campaign/queries';
import { headNow } from '@/lib/household/queries';
import type { BeneficiaryProof, OperatorProof } from '@/lib/identity/proof';
import { database, isCollision, Prisma, rowsOf } from '@/lib/platform/database';
import { allow } from '@/lib/platform/limits';
import { refuse } from '@/lib/platform/refusal';
import { nobody, recordAccess } from '@/lib/record/sql';
import { jointPass, seatsOfPass } from './beside/sql';
import type { EntryRow } from './entry';
import type { PassProof } from './proof';
import { type Draw, drawOf, recentDraw } from './queries';
import { enterStatement, noteTry, placeTicket, seatGivenBack } from './sql';
import { standingAt, ticketNumber } from './ticket-number';

/** Where a ticket stands in a round, recomputed from the person whose it is: no client ever sends a place. */
function standing(headId: string, roundId: string, draw: Draw) {
  const number = ticketNumber(draw.ticketKey, headId, roundId);
  return { headId, number, ...(draw.seed ? standingAt(draw.seed, number) : { place: null, lateOrder: null }) };
}

/** Nobody can have records made until one of them is lucky. Whoever is in a household was known before the draw. */
const isLateOnly = ({ createdAt }: BeneficiaryProof, { drawnAt }: Draw) => drawnAt !== null && createdAt > drawnAt;

/** A ticket for whoever the rules let in; asking again gives the same one. */
export async function issueTicket(beneficiary: BeneficiaryProof, roundId: string) {
  if (!beneficiary.verified) return refuse('not-verified');
  if (beneficiary.consentMissing) return refuse('consent-missing');
  const limit = await allow('ticket', beneficiary.sessionId);
  if (!limit.ok) return refuse('too-often', { seconds: limit.retryAfter });
  // Nearly everybody who asks may: the rules are asked about the round of a moment ago, and the statement that makes the
  // ticket decides whether it is still so. A no is said by the round as it is.
  const recent = await recentRound(roundId);
  const likely = recent && (await ticketIn(recent, beneficiary, await drawFor(recent)));
  const found = likely?.ok ? null : await roundById(roundId);
  const ticket = likely?.ok ? likely : found ? await ticketIn(found, beneficiary, await drawOf(roundId)) : refuse('no-such-round');
  if (ticket.ok && beneficiary.relation !== 'self') {
    await database().$executeRaw(noteTry(roundId, beneficiary.personId, beneficiary.actorId));
  }
  return ticket;
}

/** Well before the draw it is as it was a second ago; from then on it counts, and is kept once it is drawn. */
const drawFor = ({ campaign, round }: RoundInCampaign): Promise<Draw | null> =>
  campaign.now.getTime() < round.drawAt.getTime() - 5_000 ? recentDraw(round.id) : drawOf(round.id);

async function ticketIn({ campaign, round }: RoundInCampaign, beneficiary: BeneficiaryProof, draw: Draw | null) {
  const { personId, relation } = beneficiary;
  const { rounds, now } = campaign;
  const answer = decide({ person: beneficiary, rounds, now, wantedRoundId: round.id, relation });
  if (!answer.ok) return answer;
  if (!draw) throw new Error(`round ${round.id} has no draw`);
  const about = { ...beneficiary, roundId: round.id, lateOnly: isLateOnly(beneficiary, draw) };
  let headId = personId;
  // Most are their own head; of a household the first answer says whose the ticket is.
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const stands = standing(headId, round.id, draw);
    const search = rowsOf<{ head_id: string; expires_at: Date; people: number }>(placeTicket({ ...about, ...stands }));
    // Agreed to a household while this ticket was made: its statement did not see it, and left no trace.
    const rows = await search.catch((fault) => (isCollision(fault) ? null : Promise.reject(fault)));
    if (!rows) continue;
    const [placed] = rows;
    // What held a moment ago: somebody who may no longer act, or the end of the round.
    if (!placed && relation !== 'self') return refuse('helpers-not-allowed', { chance: 'none' });
    if (!placed) return refuse('round-closed', { closedAt: round.closesAt.getTime(), besides: 'none', chance: 'none' });
    if (placed.head_id === headId) {
      const { people, expires_at: expiresAt } = placed;
      return { ok: true as const, roundId: round.id, personId, number: stands.number, people, expiresAt };
    }
    headId = placed.head_id;
  }
  throw new Error('a ticket could be neither found nor made');
}

export type Entry = Awaited<ReturnType<typeof enter>>;

/**
 * The gate: the one step that decides, in one statement. `number` is the ticket's own claim.
 * Every refusal leaves the place as it is.
 */
export async function enter(beneficiary: BeneficiaryProof, roundId: string, number: string) {
  const limit = await allow('enter', number);
  if (!limit.ok) return refuse('too-often', { seconds: limit.retryAfter });
  if (!beneficiary.verified) return refuse('not-verified');
  const draw = await drawOf(roundId);
  const { personId, actorId, sessionId, relation } = beneficiary;
  if (!draw) return refuse('ticket-forged');
  let stands = standing(personId, roundId, draw);
  // Only whoever is in a household has another number than their own.
  if (stands.number !== number) stands = standing(await headNow(roundId, personId), roundId, draw);
  if (stands.number !== number) return refuse('ticket-forged');
  const about = { roundId, personId, actorId, sessionId, relation, lateOnly: isLateOnly(beneficiary, draw) };
  const spread = randomInt(80, 121) / 100;
  const attempt = () => rowsOf<EntryRow>(enterStatement({ ...stands, ...about, passId: randomUUID(), spread }));
  // Two windows of one person at once: the second meets the unique seat of the first, and is answered by it.
  const [row] = await attempt().catch((fault) => (isCollision(fault) ? attempt() : Promise.reject(fault)));
  return row ? entryOf(row, stands.headId) : refuse('ticket-forged');
}

function entryOf(row: EntryRow, headId: string) {
  switch (row.code) {
    case 'entered':
      return { ok: true as const, passId: row.pass_id, headId, expiresAt: row.closes_at };
    case 'round-not-open':
      return refuse(row.code, { opensAt: row.opens_at.getTime() });
    case 'round-closed':
      return refuse(row.code, { closedAt: row.closes_at.getTime(), chance: 'none' });
    case 'no-seat':
      return refuse(row.code, { seconds: Math.ceil(row.seconds) });
    default:
      return refuse(row.code);
  }
}

export interface Extension {
  expiresAt: Date;
  extensionsLeft: number;
}

const noneSpent = (pass: PassProof) => Prisma.sql`
  AND NOT EXISTS (SELECT FROM seat WHERE ${seatsOfPass(pass)} AND seat.extensions >= round.max_extensions)`;

/** Another pass's length from now, for the seat and what is held on it; null when the pass is gone or was extended often enough. */
export async function extendPass(pass: PassProof): Promise<Extension | null> {
  const [row] = await database().$queryRaw<{ expires_at: Date; extensions_left: number }[]>`
    WITH extended AS (
      UPDATE seat SET
        expires_at = least(greatest(seat.expires_at, now() + make_interval(secs => round.pass_length)), round.closes_at),
        extensions = seat.extensions + 1, seen_at = now()
      FROM round, (${jointPass(pass)}) pass
      WHERE ${seatsOfPass(pass)} AND round.id = seat.round_id AND seat.extensions < round.max_extensions
        ${pass.joined?.length ? noneSpent(pass) : Prisma.empty}
      RETURNING seat.pass_id, seat.expires_at, round.hold_length, round.max_extensions - seat.extensions AS extensions_left
    ), holds AS (${extendHolds(Prisma.sql`SELECT pass_id, expires_at, hold_length FROM extended`)})
    SELECT min(expires_at) AS expires_at, min(extensions_left) AS extensions_left FROM extended HAVING count(*) > 0`;
  return row ? { expiresAt: row.expires_at, extensionsLeft: row.extensions_left } : null;
}

/**
 * The person leaves by the button: the seat is free at once, and what was held on it goes back with the next reaping.
 * A session whose pass has just been taken over leaves nothing.
 */
export async function endPass(pass: PassProof): Promise<void> {
  await database().$executeRaw`
    WITH freed AS (
      UPDATE seat SET ${seatGivenBack}
      WHERE ${seatsOfPass(pass)} AND session_id = ${pass.sessionId}
      RETURNING seat.number
    )
    ${lapseHolds(pass.passId, Prisma.sql`SELECT FROM freed`)}`;
}

/** Freezes a round: nobody enters or books, and the time of those inside stands still until `resumeRound`. */
export async function pauseRound(operator: OperatorProof, roundId: string, reason: string): Promise<boolean> {
  const change = Prisma.sql`
    UPDATE round SET paused_at = now(), pause_reason = ${reason}
    WHERE id = ${roundId} AND paused_at IS NULL AND now() < closes_at RETURNING id`;
  return await recorded(operator, 'round.paused', roundId, change, reason);
}

/** The change and who made it, in one statement. What changed nothing leaves no trace. */
async function recorded(operator: OperatorProof, action: string, objectId: string, change: Prisma.Sql, reason?: string): Promise<boolean> {
  const access = { action, objectKind: 'round', objectId, reason };
  const changed = Prisma.sql`EXISTS (SELECT FROM changed)`;
  const [row] = await database().$queryRaw<{ done: boolean }[]>`
    WITH changed AS (${change}), recorded AS (${recordAccess({ role: 'operator', ...operator }, access, nobody, changed)})
    SELECT ${changed} AS done`;
  return row?.done ?? false;
}

/** Caps how many people are called per second, whatever the controller would call; 0 holds, null leaves it to the controller. */
export async function setCallRate(operator: OperatorProof, roundId: string, perSecond: number | null): Promise<boolean> {
  const change = Prisma.sql`
    UPDATE round SET call_rate = ${perSecond}::float8
    WHERE id = ${roundId} AND now() < closes_at AND call_rate IS DISTINCT FROM ${perSecond}::float8 RETURNING id`;
  return await recorded(operator, 'round.rate-set', roundId, change, perSecond === null ? 'automatic' : String(perSecond));
}

/** Gives everybody inside back the time that the pause took. */
export async function resumeRound(operator: OperatorProof, roundId: string): Promise<boolean> {
  const [row] = await database().$queryRaw<{ resumed: bigint }[]>`
    WITH was AS (
      SELECT id, paused_at, closes_at,
        -- A pause that ended within a call's time of this one: whom it had given time back keeps that, too.
        CASE WHEN last_resumed_at > paused_at - make_interval(secs => call_hold) THEN last_resumed_at - last_paused_at ELSE interval '0' END
          AS carried
      FROM round WHERE id = ${roundId} AND paused_at IS NOT NULL FOR UPDATE
    ), resumed AS (
      UPDATE round SET paused_at = NULL, pause_reason = NULL, last_paused_at = was.paused_at - was.carried, last_resumed_at = now()
      FROM was WHERE round.id = was.id
      RETURNING round.id
    ), passes AS (
      UPDATE seat SET expires_at = least(seat.expires_at + (now() - was.paused_at), was.closes_at)
      FROM was WHERE seat.round_id = was.id AND seat.expires_at > was.paused_at
    ), holds AS (${prolongHolds(Prisma.sql`SELECT id AS round_id, paused_at FROM was`)}),
    noted AS (${recordAccess(
      { role: 'operator', ...operator },
      { action: 'round.resumed', objectKind: 'round', objectId: roundId },
      nobody,
      Prisma.sql`EXISTS (SELECT FROM resumed)`,
    )})
    SELECT count(*) AS resumed FROM resumed`;
  return Number(row?.resumed ?? 0) > 0;
}
