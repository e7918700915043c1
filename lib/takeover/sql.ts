import { Prisma } from '@/lib/platform/database';

/**
 * UPDATE body: where one of these actors holds a person's pass, the person can go on with it at once. `pairs` is a query of
 * person_id and actor_id.
 */
export const yieldSeats = (pairs: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE seat SET seen_at = 'epoch'
  FROM (${pairs}) AS pair JOIN session ON session.person_id = pair.actor_id
  WHERE seat.person_id = pair.person_id AND seat.session_id = session.id AND seat.expires_at > now()`;
