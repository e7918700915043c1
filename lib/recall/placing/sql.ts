import { withinRange } from '@/lib/booking/second-dose/sql';
import { happening, noteHappenings } from '@/lib/booking/sql';
import { queueNotices, template, withdrawNotices } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { changePlaces } from '@/lib/supply/sql';
import { usableOn } from '../free/sql';
import type { NewPlace } from '../nearest';

/** Who has their place still comes to it at that time; anybody else is given this long from now at least, and for an earlier day than planned longer. */
const shortNotice = Prisma.sql`interval '24 hours'`;

/** The booking is as it was when it was found: nobody has helped themself. `displaced` and `booking` are rows in scope. */
const untouched = Prisma.sql`
  (displaced.state = 'found' AND booking.status = 'confirmed' AND booking.vaccinated_at IS NULL
     AND booking.slot_id = displaced.slot_id AND booking.share_id IS NOT DISTINCT FROM displaced.share_id
   OR displaced.state = 'waiting' AND booking.status = 'cancelled' AND NOT EXISTS (
     SELECT FROM booking other WHERE other.campaign_id = booking.campaign_id AND other.person_id = booking.person_id
        AND other.dose = booking.dose AND other.status IN ('held', 'confirmed')))`;

/**
 * Rows of `displaced` whose place is to be looked for: those without any first, then by the day and the clinic of what they had. Where
 * all go to later days the last one goes first, and leaves a place to who comes after.
 */
const dueRows = (most: number): Prisma.Sql => Prisma.sql`
  (SELECT displaced.*, 0 AS urgency FROM displaced WHERE displaced.state = 'waiting' AND displaced.next_at <= now()
    ORDER BY displaced.next_at LIMIT ${most})
  UNION ALL
  (SELECT displaced.*, 1 FROM displaced JOIN disruption ON disruption.id = displaced.disruption_id AND NOT disruption.lengthened
      AND (disruption.kind <> 'recall' OR disruption.ended_at IS NULL)
    WHERE displaced.state = 'found' ORDER BY displaced.was_at, displaced.clinic_id LIMIT ${most})
  UNION ALL
  (SELECT displaced.*, 2 FROM displaced JOIN disruption ON disruption.id = displaced.disruption_id AND disruption.lengthened
    WHERE displaced.state = 'found' ORDER BY displaced.was_at DESC, displaced.clinic_id DESC LIMIT ${most})`;

/** The instant of the first dose of `booking`, a second one in scope, as given or else as booked; null where there is none. */
const firstAt = Prisma.sql`(
  SELECT coalesce(one.vaccinated_at, time.starts_at) FROM booking one JOIN slot time ON time.id = one.slot_id
   WHERE one.campaign_id = booking.campaign_id AND one.person_id = booking.person_id AND one.dose = 1 AND one.number IS NOT NULL
   ORDER BY one.status = 'confirmed' DESC, one.confirmed_at DESC LIMIT 1)`;

/** Statement: who has helped themself meanwhile needs nothing, nor does a second dose that is within a range changed once more. */
export const mootStatement = (most: number): Prisma.Sql => Prisma.sql`
  WITH due AS (${dueRows(most)})
  UPDATE displaced SET state = CASE WHEN ${untouched} THEN 'kept' ELSE 'moot' END::displaced_state, settled_at = now()
    FROM due JOIN booking ON booking.id = due.booking_id JOIN slot ON slot.id = booking.slot_id JOIN disruption ON disruption.id = due.disruption_id
   WHERE displaced.disruption_id = due.disruption_id AND displaced.booking_id = due.booking_id
     AND displaced.state IN ('found', 'waiting')
     AND (NOT ${untouched} OR disruption.kind = 'interval' AND displaced.state = 'found'
       AND ${withinRange(Prisma.sql`booking.product`, firstAt, Prisma.sql`slot.starts_at`)})`;

/** How soon a second dose may come that goes to an earlier day than planned. */
export const earlierNotice = Prisma.sql`interval '3 days'`;

/** Condition: `booking` is a second dose whose first is to be given another place, too: it goes after it. */
const afterItsFirst = Prisma.sql`
  booking.dose = 2 AND EXISTS (
    SELECT FROM booking one JOIN displaced before ON before.booking_id = one.id AND before.state = 'found'
     WHERE one.campaign_id = booking.campaign_id AND one.person_id = booking.person_id AND one.dose = 1 AND one.status = 'confirmed')`;

/** Query: who needs a place, as `Homeless` with the disruption, each once, whatever else concerns them. A second dose follows its first as that is now. */
export const homelessQuery = (most: number): Prisma.Sql => Prisma.sql`
  SELECT displaced.disruption_id AS "disruptionId", displaced.booking_id AS "bookingId", displaced.state::text AS state, displaced.tries,
         disruption.kind = 'interval' AS anew, booking.clinic_id AS "clinicId",
         booking.round_id AS "roundId", booking.product, booking.dose::int, to_char(person.birth_date, 'YYYY-MM-DD') AS "birthDate",
         booking.slot_id AS "slotId", booking.share_id AS "shareId", to_char(slot.starts_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day,
         extract(epoch FROM slot.starts_at)::float8 * 1000 AS "startsAt",
         displaced.state = 'found' AND slot.closed_at IS NULL AND clinic.paused_at IS NULL AND disruption.kind = 'recall' AS "ownSlot",
         extract(epoch FROM CASE WHEN disruption.kind = 'pause' AND disruption.ended_at IS NULL THEN greatest(disruption.to_at, slot.starts_at)
           WHEN displaced.state <> 'found' OR slot.starts_at <= now() THEN now() + ${shortNotice}
           WHEN disruption.kind = 'interval' THEN least(slot.starts_at, now() + ${earlierNotice}) ELSE slot.starts_at END)::float8 * 1000 AS "notBefore",
         booking.together_id AS "togetherId",
         CASE WHEN disruption.kind = 'interval' AND displaced.state = 'found' AND delivery.quarantined_at IS NULL THEN ${usableOn} END AS "setAside",
         CASE WHEN booking.dose = 2 THEN to_char(${firstAt} AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') END AS "firstDay"
    FROM (SELECT DISTINCT ON (due.booking_id) due.* FROM (${dueRows(most)}) AS due JOIN disruption ON disruption.id = due.disruption_id
           -- A place after a pause does for whatever else it was taken away for, and not the other way round.
           ORDER BY due.booking_id, due.urgency, disruption.kind <> 'pause', due.disruption_id) AS displaced
    JOIN disruption ON disruption.id = displaced.disruption_id
    JOIN booking ON booking.id = displaced.booking_id JOIN slot ON slot.id = booking.slot_id
    JOIN clinic ON clinic.id = booking.clinic_id JOIN person ON person.id = booking.person_id
    LEFT JOIN share ON share.id = booking.share_id LEFT JOIN delivery ON delivery.id = share.delivery_id LEFT JOIN lot ON lot.number = delivery.lot_number
   WHERE ${untouched} AND NOT (${afterItsFirst})
   ORDER BY displaced.urgency, CASE WHEN disruption.lengthened THEN -1 ELSE 1 END * extract(epoch FROM displaced.was_at), displaced.clinic_id, displaced.booking_id`;

/** Statement: these are still to be looked at, later. */
export const againStatement = (ones: { disruptionId: string; bookingId: string }[]): Prisma.Sql => Prisma.sql`
  UPDATE displaced SET tries = displaced.tries + 1 FROM jsonb_to_recordset(${JSON.stringify(
    ones.map(({ disruptionId, bookingId }) => ({ disruptionId, bookingId })),
  )}::jsonb) AS one ("disruptionId" uuid, "bookingId" uuid)
   WHERE displaced.disruption_id = one."disruptionId" AND displaced.booking_id = one."bookingId" AND displaced.state = 'found'`;

/** What a plan says of one booking: its new place, or none. With what it was planned from. */
export interface Decision {
  disruptionId: string;
  bookingId: string;
  state: 'found' | 'waiting';
  was: { slotId: number; shareId: number | null };
  place: NewPlace | null;
  /** Without a new place the old one stays: it is too late by a new interval, and late is better than never. */
  keep: boolean;
}

/**
 * Statement: gives everybody of the plan their new place, and tells them; takes the place from whoever has no other, and tells
 * them. A booking that has changed since the plan was made is left alone, so two workers and one that died half-way do no harm;
 * a place that is gone meanwhile leaves its booking to the next plan. Answers with how many were moved, wait, and
 * keep what they have.
 */
export function placeStatement(decisions: Decision[]): Prisma.Sql {
  const rows = decisions.map(({ was, keep, ...rest }, ord) => ({ ...rest, ...was, ord, keep: keep && rest.place === null }));
  return Prisma.sql`
  WITH plan AS MATERIALIZED (
    SELECT plan.*, (plan.place ->> 'slotId')::int AS new_slot, coalesce((plan.place ->> 'shareId')::int, (
             SELECT share.id FROM share JOIN share was ON was.id = plan."shareId" WHERE share.clinic_id = was.clinic_id AND share.day = (plan.place ->> 'along')::date
                AND share.round_id = was.round_id AND share.dose = was.dose AND share.delivery_id = was.delivery_id)) AS new_share, plan.place ->> 'clinicId' AS new_clinic
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS plan (ord int, "disruptionId" uuid, "bookingId" uuid, state text, "slotId" int, "shareId" int, place jsonb, keep boolean)
  ),
  -- As in secondsDue: a second dose that is booked at this moment can't be seen. Its first is left to the next plan.
  due AS MATERIALIZED (
    SELECT booking_id FROM second_dose_due WHERE booking_id IN (SELECT "bookingId" FROM plan) ORDER BY booking_id FOR UPDATE
  ),
  -- With the second doses of those who move, which may be moving themselves.
  locked AS MATERIALIZED (
    SELECT booking.* FROM booking
     WHERE booking.id = ANY (ARRAY(
       SELECT "bookingId" FROM plan
       UNION SELECT second.id FROM plan JOIN booking one ON one.id = plan."bookingId" AND one.dose = 1
         JOIN booking second ON second.campaign_id = one.campaign_id AND second.person_id = one.person_id AND second.dose = 2 AND second.status = 'confirmed'))
       AND (SELECT count(*) FROM due) >= 0 -- always true: what is due is locked first
     ORDER BY booking.id FOR NO KEY UPDATE
  ),
  mine AS MATERIALIZED (
    SELECT booking.id, booking.campaign_id, booking.person_id, booking.dose, booking.product, booking.slot_id, booking.share_id, booking.status, plan.ord
      FROM locked AS booking JOIN plan ON plan."bookingId" = booking.id
     WHERE booking.slot_id = plan."slotId" AND booking.share_id IS NOT DISTINCT FROM plan."shareId" AND booking.vaccinated_at IS NULL
       AND booking.status = CASE plan.state WHEN 'found' THEN 'confirmed' ELSE 'cancelled' END::booking_status
       AND NOT EXISTS (SELECT FROM second_dose_due gone WHERE gone.booking_id = booking.id AND gone.booking_id NOT IN (SELECT booking_id FROM due))
  ),
  settling AS MATERIALIZED (
    SELECT displaced.disruption_id, displaced.booking_id FROM displaced JOIN plan ON plan."disruptionId" = displaced.disruption_id AND plan."bookingId" = displaced.booking_id
     WHERE displaced.state::text = plan.state AND (SELECT count(*) FROM mine) >= 0 -- always true: the bookings are locked first
     ORDER BY displaced.booking_id FOR NO KEY UPDATE OF displaced
  ),
  ${changePlaces(
    Prisma.sql`
    SELECT plan.ord, plan.new_share AS share_id, plan.new_slot AS slot_id,
           CASE WHEN mine.status = 'confirmed' THEN mine.share_id END AS old_share_id, CASE WHEN mine.status = 'confirmed' THEN mine.slot_id END AS old_slot_id,
           coalesce(plan.place ->> 'along' IS NOT NULL, false) AS along, mine.id AS booking_id, mine.slot_id AS was_slot, plan.new_clinic, plan."disruptionId" AS disruption_id, plan.state
      FROM mine JOIN plan ON plan.ord = mine.ord JOIN settling ON settling.booking_id = mine.id AND settling.disruption_id = plan."disruptionId"
     WHERE NOT plan.keep`,
    'each',
    { along: true },
  )},
  moved AS (
    UPDATE booking
       SET slot_id = granted.slot_id, share_id = granted.share_id, clinic_id = granted.new_clinic, status = 'confirmed', ended_at = NULL,
           moves = booking.moves + 1,
           -- By a wish, a place on a list or a first dose it is found through that decision: the event has this one.
           origin = CASE WHEN booking.origin = 'person' THEN 'recall' ELSE booking.origin END,
           decision_id = CASE WHEN booking.origin = 'person' THEN granted.disruption_id ELSE booking.decision_id END
      FROM granted WHERE booking.id = granted.booking_id AND granted.slot_id IS NOT NULL
    RETURNING booking.id, booking.campaign_id, booking.person_id, booking.dose, booking.product, booking.slot_id, booking.moves, granted.disruption_id, granted.state
  ),
  withdrawn AS (
    UPDATE booking SET status = 'cancelled', ended_at = now()
      FROM granted WHERE booking.id = granted.booking_id AND granted.slot_id IS NULL AND granted.old_slot_id IS NOT NULL
    RETURNING booking.id, booking.person_id, booking.moves, granted.disruption_id
  ),
  settled AS (
    UPDATE displaced
       SET state = CASE WHEN granted.slot_id IS NULL THEN 'waiting' ELSE 'moved' END::displaced_state, settled_at = CASE WHEN granted.slot_id IS NOT NULL THEN now() END,
           tries = displaced.tries + 1, next_at = now() + least(600, 15 * power(2, least(displaced.tries, 6))) * interval '1 second'
      FROM granted WHERE displaced.disruption_id = granted.disruption_id AND displaced.booking_id = granted.booking_id
    RETURNING displaced.booking_id, displaced.disruption_id, displaced.following
  ),
  kept AS (
    UPDATE displaced SET state = 'kept', settled_at = now()
      FROM settling JOIN plan ON plan."bookingId" = settling.booking_id AND plan."disruptionId" = settling.disruption_id AND plan.keep
      JOIN mine ON mine.id = settling.booking_id
     WHERE displaced.disruption_id = settling.disruption_id AND displaced.booking_id = settling.booking_id
    RETURNING mine.id, mine.person_id, mine.slot_id
  ),
  -- A second dose that is no more within the range of its first follows it.
  following AS (
    INSERT INTO displaced (disruption_id, booking_id, state, following, slot_id, share_id, clinic_id, was_at)
    SELECT moved.disruption_id, second.id, 'found', true, second.slot_id, second.share_id, second.clinic_id, time.starts_at
      FROM moved JOIN slot place ON place.id = moved.slot_id
      JOIN locked second ON second.campaign_id = moved.campaign_id AND second.person_id = moved.person_id AND second.dose = 2 AND second.status = 'confirmed'
      JOIN slot time ON time.id = second.slot_id
     WHERE moved.dose = 1 AND second.vaccinated_at IS NULL AND NOT ${withinRange(Prisma.sql`moved.product`, Prisma.sql`place.starts_at`, Prisma.sql`time.starts_at`)}
    ON CONFLICT (disruption_id, booking_id) DO UPDATE
      SET state = 'found', following = true, slot_id = EXCLUDED.slot_id, share_id = EXCLUDED.share_id, settled_at = NULL, next_at = now()
      WHERE displaced.state IN ('moved', 'kept')
  ),
  noted AS (${noteHappenings(
    null,
    Prisma.sql`
      SELECT granted.booking_id, CASE WHEN granted.slot_id IS NULL THEN ${happening('withdrawn')} ELSE ${happening('moved')} END,
             jsonb_build_object('decision', granted.disruption_id, 'from', jsonb_build_object('slotId', granted.was_slot),
               'to', CASE WHEN granted.slot_id IS NOT NULL THEN jsonb_build_object('slotId', granted.slot_id) END)
        FROM granted WHERE granted.slot_id IS NOT NULL OR granted.old_slot_id IS NOT NULL`,
  )}),
  -- Not sent yet, and not true any more.
  unsaid AS (${withdrawNotices(Prisma.sql`SELECT moved.person_id, moved.id || '/open/' || (moved.moves - 1) AS subject FROM moved WHERE moved.state = 'waiting'`)}),
  told AS (${queueNotices(Prisma.sql`
    SELECT moved.person_id,
           CASE WHEN settled.following THEN ${template('second-dose-moved')} ELSE
                  CASE disruption.kind WHEN 'recall' THEN CASE WHEN disruption.ended_at IS NULL THEN ${template('recall')} ELSE ${template('booking-changed')} END
                    WHEN 'closure' THEN ${template('clinic-closed')} WHEN 'interval' THEN ${template('interval-changed')} ELSE ${template('booking-changed')} END END AS template,
           moved.id || '/' || moved.moves AS subject, jsonb_build_object('bookingId', moved.id) AS facts
      FROM moved JOIN disruption ON disruption.id = moved.disruption_id JOIN settled ON settled.booking_id = moved.id AND settled.disruption_id = moved.disruption_id
    UNION ALL
    SELECT withdrawn.person_id,
           CASE disruption.kind WHEN 'recall' THEN ${template('recall')} WHEN 'closure' THEN ${template('clinic-closed')}
             WHEN 'interval' THEN ${template('interval-changed')} ELSE ${template('rebooking')} END,
           CASE WHEN disruption.kind = 'pause' THEN disruption.id::text ELSE withdrawn.id || '/open/' || withdrawn.moves END,
           jsonb_build_object('bookingId', withdrawn.id)
      FROM withdrawn JOIN disruption ON disruption.id = withdrawn.disruption_id
    UNION ALL
    SELECT kept.person_id, ${template('interval-kept')}, kept.id || '/kept/' || kept.slot_id, jsonb_build_object('bookingId', kept.id) FROM kept`)})
  SELECT (SELECT count(*) FROM moved)::int AS moved, (SELECT count(*) FROM granted WHERE slot_id IS NULL)::int AS waiting,
         (SELECT count(*) FROM kept)::int AS kept`;
}
