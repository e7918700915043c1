import { Prisma } from '@/lib/platform/database';

/** INSERT body: the same thing happened to every booking that `ids`, a query of one column, names. */
export const noteEvents = (
  kind: 'held' | 'confirmed' | 'released' | 'expired' | 'cancelled',
  by: { actorId: string; sessionId: string } | null,
  ids: Prisma.Sql,
) => Prisma.sql`
  INSERT INTO booking_event (booking_id, kind, actor_id, session_id)
  SELECT happened.id, ${kind}, ${by?.actorId ?? null}::uuid, ${by?.sessionId ?? null} FROM (${ids}) AS happened (id)`;

/**
 * UPDATE body: the holds that were chosen under a pass live on with it. `extended` is a query of the columns
 * pass_id, expires_at (the new one) and hold_length (seconds). A hold that has run out stays so, and none gets shorter.
 */
export const extendHolds = (extended: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE booking
     SET held_until = greatest(booking.held_until, least(now() + pass.hold_length * interval '1 second', pass.expires_at))
    FROM (${extended}) AS pass
   WHERE booking.pass_id = pass.pass_id AND booking.status = 'held' AND booking.held_until > now()
  RETURNING booking.id`;

/** Until when an appointment at `startsAt` can be cancelled here: see deadline.ts. */
export const cancelUntil = (startsAt: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`((date_trunc('day', ${startsAt} AT TIME ZONE 'Asia/Seoul') - interval '1 day') AT TIME ZONE 'Asia/Seoul')`;

/** UPDATE body: what is held on this pass runs out now, and goes back with the next reaping; if `ended`, a query, has a row. */
export const lapseHolds = (passId: string, ended: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE booking SET held_until = now()
   WHERE pass_id = ${passId}::uuid AND status = 'held' AND held_until > now() AND EXISTS (${ended})`;

/** UPDATE body: gives holds back the time that a pause took. `resumed` is a query of the columns round_id and paused_at. */
export const prolongHolds = (resumed: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE booking SET held_until = booking.held_until + (now() - was.paused_at)
    FROM (${resumed}) AS was
   WHERE booking.round_id = was.round_id AND booking.status = 'held' AND booking.held_until > was.paused_at`;
