import { Prisma } from '@/lib/platform/database';

/** UPDATE body: whose new place, or search for one, this was does not want it. `ended` is a query of one column, ids of bookings. */
export const declinedBy = (ended: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE displaced SET state = 'declined', settled_at = now()
   WHERE displaced.booking_id IN (${ended}) AND displaced.state IN ('moved', 'waiting')`;
