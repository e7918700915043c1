import type { PassProof } from '@/lib/line/proof';
import { template } from '@/lib/notice/sql';
import type { Template } from '@/lib/notice/template';
import { Prisma } from '@/lib/platform/database';

type Happening =
  | 'held'
  | 'offered'
  | 'confirmed'
  | 'released'
  | 'expired'
  | 'cancelled'
  | 'cancelled-late'
  | 'moved'
  | 'withdrawn'
  | 'vaccinated'
  | 'not-vaccinated';

/** The kind of an event inside a statement, so that the compiler knows it. */
export const happening = (kind: Happening): Prisma.Sql => Prisma.sql`${kind}::text`;

/** Who did it: a person and their session, or nobody. */
type Doer = { actorId: string; sessionId: string } | null;

/** INSERT body: the same thing happened to every booking that `ids`, a query of one column, names. */
export const noteEvents = (kind: Happening, by: Doer, ids: Prisma.Sql): Prisma.Sql =>
  noteHappenings(by, Prisma.sql`SELECT happened.id, ${happening(kind)}, NULL::jsonb FROM (${ids}) AS happened (id)`);

/** INSERT body: `rows` is a query of (id of a booking, `happening()`, facts as jsonb). */
export const noteHappenings = (by: Doer, rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO booking_event (booking_id, kind, actor_id, session_id, facts)
  SELECT happened.id, happened.kind, ${by?.actorId ?? null}::uuid, ${by?.sessionId ?? null}, happened.facts
    FROM (${rows}) AS happened (id, kind, facts)`;

/**
 * A query for `queueNotices`: something about bookings, told once each. `rows` is a query of (id, person_id, template, subject).
 * `by` has done it: the person is told who, of an agent that it was one.
 */
export const aboutBookings = (rows: Prisma.Sql, by?: Pick<PassProof, 'actorId' | 'relation'>): Prisma.Sql => Prisma.sql`
  SELECT told.person_id, told.template, told.subject, jsonb_build_object('bookingId', told.id) || ${JSON.stringify(doerFacts(by))}::jsonb AS facts
    FROM (${rows}) AS told (id, person_id, template, subject)`;

const doerFacts = (by?: Pick<PassProof, 'actorId' | 'relation'>) =>
  by ? (by.relation === 'agent' ? { agent: true } : { helperId: by.actorId }) : {};

/** Which of the two templates tells the person: the first where they did it themself. */
export const toldAs = (by: Pick<PassProof, 'actorId'>, own: Template, helped: Template): Prisma.Sql => Prisma.sql`
  CASE WHEN person_id = ${by.actorId}::uuid THEN ${template(own)} ELSE ${template(helped)} END`;

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
