import { partyOf } from '@/lib/household/sql';
import { openCase } from '@/lib/identity/sql';
import { Prisma } from '@/lib/platform/database';
import type { PassProof } from '../proof';
import { livePass } from '../sql';

type Pass = Pick<PassProof, 'passId' | 'personId' | 'actorId' | 'sessionId' | 'roundId' | 'joined'>;

const partyOfSeat = partyOf(Prisma.sql`seat.round_id`, Prisma.sql`seat.person_id`);

/** Condition: `seat` is another live one of the pass's session and round, taken for somebody of whom the agent has a case open. */
export const standsBeside = ({ passId, sessionId, roundId }: Pick<Pass, 'passId' | 'sessionId' | 'roundId'>): Prisma.Sql => Prisma.sql`
  seat.round_id = ${roundId} AND seat.session_id = ${sessionId} AND seat.pass_id <> ${passId}::uuid AND seat.expires_at > now()
  AND EXISTS (SELECT FROM agent_case WHERE agent_case.session_id = ${sessionId} AND agent_case.person_id = ANY (${partyOfSeat}) AND ${openCase})`;

const lockOf = (lock?: 'lock') => (lock ? Prisma.sql`FOR UPDATE OF seat` : Prisma.empty);

/**
 * `livePass` for people who each have a seat of their own and are booked as one: a row only while all of those seats live, which
 * ends with the first of them. Whoever is alone on their pass costs nothing more.
 */
export function jointPass(pass: Pass, lock?: 'lock'): Prisma.Sql {
  const joined = pass.joined ?? [];
  if (joined.length === 0) return Prisma.sql`${livePass(pass)} ${lockOf(lock)}`;
  return Prisma.sql`
    SELECT own.round_id, own.campaign_id, own.person_id, own.pass_id, least(own.expires_at, others.expires_at) AS expires_at,
      own.hold_length, own.products, own.campaign_paused, own.party || others.party AS party
    FROM (${livePass(pass)} ${lockOf(lock)}) own
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT beside.pass_id) AS seats, min(beside.expires_at) AS expires_at, array_agg(one.id ORDER BY beside.number, one.place) AS party
      FROM (
        SELECT seat.pass_id, seat.number, seat.expires_at, ${partyOfSeat} AS party FROM seat
        WHERE seat.pass_id = ANY (${joined}::uuid[]) AND ${standsBeside(pass)} ORDER BY seat.number ${lockOf(lock)}
      ) beside CROSS JOIN LATERAL unnest(beside.party) WITH ORDINALITY AS one (id, place)
    ) others
    WHERE others.seats = ${joined.length}`;
}

/** Condition: `seat` is that of the pass, or of one that is booked with it. */
export const seatsOfPass = ({ passId, joined = [] }: Pick<Pass, 'passId' | 'joined'>): Prisma.Sql =>
  Prisma.sql`seat.pass_id IN (${Prisma.join([passId, ...joined].map((id) => Prisma.sql`${id}::uuid`))})`;
