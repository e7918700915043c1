import { Prisma } from '@/lib/platform/database';
import { settledBeforeDrawSeconds } from './party';

type Id = string | Prisma.Sql;
const uuid = (id: Id) => Prisma.sql`${id}::uuid`;

/** Whose ticket and seat a person has in a round: the head's of their household, else their own. */
export const headOf = (roundId: Id, personId: Id): Prisma.Sql => Prisma.sql`
  coalesce((
    SELECT household.head_id FROM household_member JOIN household ON household.id = household_member.household_id
    WHERE household_member.round_id = ${roundId} AND household_member.person_id = ${uuid(personId)}
  ), ${uuid(personId)})`;

/** All who book on the pass of this head, the head first: `uuid[]`. */
export const partyOf = (roundId: Id, headId: Id): Prisma.Sql => Prisma.sql`
  coalesce((
    SELECT array_agg(household_member.person_id ORDER BY household_member.number)
    FROM household JOIN household_member ON household_member.household_id = household.id
    WHERE household.round_id = ${roundId} AND household.head_id = ${uuid(headId)}
  ), ARRAY[${uuid(headId)}])`;

/** Nothing of a household of `round` is settled yet, on the database's clock. */
export const unsettled = Prisma.sql`(now() < round.draw_at - make_interval(secs => ${settledBeforeDrawSeconds}))`;

/**
 * Whether whoever is signed in may act for all of the household: who helps one of its people is not let in for the others
 * without the head's consent, or being one of them. True of everybody's own ticket.
 */
export const actsForAll = (roundId: string, personId: string, actorId: string, headId: Id): Prisma.Sql => Prisma.sql`
  (${uuid(personId)} = ${uuid(headId)} OR ${uuid(actorId)} = ANY(${partyOf(roundId, headId)})
    OR EXISTS (SELECT FROM consent WHERE beneficiary_id = ${uuid(headId)} AND helper_id = ${uuid(actorId)} AND ended_at IS NULL))`;
