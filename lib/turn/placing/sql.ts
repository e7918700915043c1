import { Prisma } from '@/lib/platform/database';

interface Standing {
  roundId: string;
  headId: string;
  /** Null before the draw. */
  place: number | null;
  /** It has no drawn place. */
  lateOnly: boolean;
}

/**
 * INSERT body: a ticket that is taken after those of the draw were written down stands among them, so that its people hear of
 * their turn too. Not where they are told already: their turn is less than a quarter of an hour away, and the page says so.
 * `stands` is the name of a CTE with the ticket's head_id, and nothing when there is no ticket.
 */
export const placedLater = ({ roundId, headId, place, lateOnly }: Standing): Prisma.Sql => Prisma.sql`
  INSERT INTO turn_place (round_id, place, person_id)
  SELECT turn_call.round_id, ${place}::float8, stands.head_id FROM stands JOIN turn_call ON turn_call.round_id = ${roundId}
  WHERE NOT ${lateOnly} AND stands.head_id = ${headId}::uuid AND turn_call.told < ${place}::float8
  ON CONFLICT DO NOTHING`;
