import { hasSecond } from '@/lib/booking/second-dose/sql';
import { partyOf } from '@/lib/household/sql';
import { queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { changePlaces } from '@/lib/supply/sql';
import type { Given } from './meet';

/** All who come together on this head's ticket and have no booking yet, as `[{ personId, birthDate }]`, the head first. */
export const membersOf = (roundId: string, headId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT coalesce(jsonb_agg(jsonb_build_object('personId', person.id, 'birthDate', to_char(person.birth_date, 'YYYY-MM-DD')) ORDER BY party.number), '[]')
     FROM unnest(${partyOf(roundId, headId)}) WITH ORDINALITY AS party (id, number) JOIN person ON person.id = party.id
    WHERE NOT EXISTS (
      SELECT FROM booking
       WHERE booking.campaign_id = (SELECT campaign_id FROM round WHERE round.id = ${roundId}) AND booking.person_id = party.id
         AND booking.dose = 1 AND booking.status IN ('held', 'confirmed')
    ))`;

interface Round {
  id: string;
  order: 'drawn' | 'arrival';
}

/** Made before the draw: a record made after it has a late place only. */
const drawnPlace = (round: Round, drawnAt: Date): Prisma.Sql => Prisma.sql`(${round.order} = 'drawn' AND person.created_at <= ${drawnAt})`;

/** Query: lists that have no place on the drawn line yet. */
export const unplacedLists = (round: Round, drawnAt: Date, most: number): Prisma.Sql => Prisma.sql`
  SELECT wish_list.id, wish_list.person_id AS "personId" FROM wish_list JOIN person ON person.id = wish_list.person_id
   WHERE wish_list.round_id = ${round.id} AND wish_list.state = 'waiting' AND wish_list.place IS NULL AND ${drawnPlace(round, drawnAt)}
   ORDER BY wish_list.id LIMIT ${most}`;

/** Query: lists that go by a late place and have none yet, once the round is open. A late place is used up by entering. */
export const unarrivedLists = (round: Round, drawnAt: Date, most: number): Prisma.Sql => Prisma.sql`
  SELECT wish_list.id, wish_list.person_id AS "personId"
    FROM wish_list JOIN person ON person.id = wish_list.person_id JOIN round ON round.id = wish_list.round_id
    JOIN ticket ON ticket.round_id = wish_list.round_id AND ticket.person_id = wish_list.person_id
   WHERE wish_list.round_id = ${round.id} AND wish_list.state = 'waiting' AND wish_list.place IS NULL AND NOT ${drawnPlace(round, drawnAt)}
     AND round.opens_at <= now() AND ticket.late_position IS NULL AND ticket.entered_at IS NULL
   ORDER BY wish_list.id LIMIT ${most}`;

interface Placed {
  id: string;
  place: number;
  lateOrder: number;
}

/** Statement: the lists stand there on the drawn line. What a server that leads no longer is at, too, is left to it. */
export const placeLists = (lists: Placed[]): Prisma.Sql => Prisma.sql`
  WITH mine AS MATERIALIZED (
    SELECT id FROM wish_list WHERE id = ANY (${lists.map(({ id }) => id)}::uuid[]) AND place IS NULL FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE wish_list SET place = placed.place
    FROM mine JOIN unnest(${lists.map(({ id }) => id)}::uuid[], ${lists.map(({ place }) => place)}::float8[]) AS placed (id, place) USING (id)
   WHERE wish_list.id = mine.id`;

/** Statement: their tickets came to the late line when the round opened, or when the list was made after that. */
export const arriveLate = (lists: Placed[]): Prisma.Sql => Prisma.sql`
  WITH mine AS MATERIALIZED (
    SELECT ticket.round_id, ticket.person_id FROM ticket JOIN wish_list USING (round_id, person_id)
     WHERE wish_list.id = ANY (${lists.map(({ id }) => id)}::uuid[]) AND ticket.late_position IS NULL
     FOR NO KEY UPDATE OF ticket SKIP LOCKED
  )
  UPDATE ticket SET late_position = floor(extract(epoch FROM greatest(round.opens_at, wish_list.made_at)) / 10) + placed.late_order
    FROM unnest(${lists.map(({ id }) => id)}::uuid[], ${lists.map(({ lateOrder }) => lateOrder)}::float8[]) AS placed (id, late_order)
    JOIN wish_list ON wish_list.id = placed.id JOIN round ON round.id = wish_list.round_id JOIN mine USING (round_id, person_id)
   WHERE ticket.round_id = mine.round_id AND ticket.person_id = mine.person_id`;

/** Tranches that have come and are for wishes first. */
const come = (roundId: string): Prisma.Sql => Prisma.sql`tranche.round_id = ${roundId} AND tranche.for_wishes AND tranche.at <= now()`;

/** Whose wishes could not be met before the last of these, and who has not gone in to choose for themself. */
const unmetBefore = (roundId: string): Prisma.Sql => Prisma.sql`
  wish_list JOIN ticket USING (round_id, person_id)
   WHERE wish_list.round_id = ${roundId} AND wish_list.state = 'unmet' AND ticket.entered_at IS NULL
     AND wish_list.decided_at < (SELECT max(tranche.at) FROM tranche WHERE ${come(roundId)})`;

/** Statement: so many of those whose wishes could not be met are decided anew, the first on the line first. */
export const tryAgain = (roundId: string, most: number): Prisma.Sql => Prisma.sql`
  UPDATE wish_list SET state = 'waiting', decided_at = NULL
   WHERE id IN (SELECT wish_list.id FROM ${unmetBefore(roundId)} ORDER BY wish_list.place, wish_list.id LIMIT ${most} FOR NO KEY UPDATE OF wish_list)`;

/** Statement: all wishes have been tried on these tranches, and everybody gets of them. */
export const openToAll = (roundId: string): Prisma.Sql => Prisma.sql`
  UPDATE tranche SET for_wishes = false
   WHERE (round_id, at) IN (SELECT round_id, at FROM tranche WHERE ${come(roundId)} ORDER BY at FOR NO KEY UPDATE)
     AND NOT EXISTS (SELECT FROM ${unmetBefore(roundId)})`;

/** What a plan gives, in the order of the line. */
export interface Decision extends Given {
  ord: number;
  listId: string;
  /** Of the booking. */
  number: string;
}

/**
 * Statement: books all of a plan and says what became of each list, or does nothing at all: when a list was decided or changed
 * meanwhile, when the round stands still, when anything of the plan is taken. Answers with how many lists were decided.
 */
export const decideWishes = (
  roundId: string,
  decisions: Decision[],
  others: { unmet: string[]; moot: string[]; lists: number; plannedAt: Date },
): Prisma.Sql => Prisma.sql`
  WITH plan AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb)
      AS plan (ord int, "listId" uuid, "personId" uuid, "shareId" int, "slotId" int, "clinicId" text, product text, number text)
  ),
  list AS MATERIALIZED (
    SELECT wish_list.id, wish_list.actor_id, wish_list.person_id FROM wish_list
     WHERE wish_list.state = 'waiting'
       AND wish_list.id = ANY (ARRAY(SELECT "listId" FROM plan) || ${others.unmet}::uuid[] || ${others.moot}::uuid[])
     ORDER BY wish_list.id FOR UPDATE SKIP LOCKED
  ),
  stands AS MATERIALIZED (
    SELECT round.id, round.campaign_id FROM round JOIN campaign ON campaign.id = round.campaign_id
     WHERE round.id = ${roundId} AND round.opens_at <= now() AND now() < round.closes_at AND round.paused_at IS NULL
       AND campaign.paused_at IS NULL AND (SELECT count(*) FROM list) = ${others.lists}
  ),
  ${changePlaces(
    Prisma.sql`
      SELECT plan.ord, plan."shareId" AS share_id, plan."slotId" AS slot_id, NULL::int AS old_share_id, NULL::int AS old_slot_id,
             plan."listId" AS list_id, plan."personId" AS person_id, plan."clinicId" AS clinic_id, plan.product, plan.number,
             stands.campaign_id, list.actor_id
        FROM plan CROSS JOIN stands JOIN list ON list.id = plan."listId"`,
    'wishes',
  )},
  whole AS (SELECT FROM stands WHERE (SELECT count(*) FROM granted) = ${decisions.length}),
  made AS (
    INSERT INTO booking
      (id, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, origin, decision_id, together_id,
       held_until, confirmed_at, number)
    SELECT gen_random_uuid(), campaign_id, ${roundId}, person_id, actor_id, product, clinic_id, slot_id, share_id, 'confirmed', 'wish', list_id,
           CASE WHEN count(*) OVER (PARTITION BY list_id) > 1 THEN list_id END, now(), now(), number
      FROM granted
    RETURNING id, person_id, actor_id, product, slot_id
  ),
  following AS (
    INSERT INTO second_dose_due (booking_id)
    SELECT made.id FROM made JOIN slot ON slot.id = made.slot_id WHERE ${hasSecond(Prisma.sql`made.product`, Prisma.sql`slot.starts_at`)}
  ),
  noted AS (INSERT INTO booking_event (booking_id, kind, actor_id) SELECT id, 'confirmed', actor_id FROM made),
  decided AS (
    UPDATE wish_list
       SET decided_at = CASE WHEN list.id = ANY (${others.unmet}::uuid[]) THEN ${others.plannedAt} ELSE now() END, state = CASE WHEN list.id = ANY (${others.unmet}::uuid[]) THEN 'unmet'::wish_state
         WHEN list.id = ANY (${others.moot}::uuid[]) THEN 'moot'::wish_state ELSE 'booked'::wish_state END
      FROM list WHERE wish_list.id = list.id AND EXISTS (SELECT FROM whole)
    RETURNING wish_list.id, wish_list.state, wish_list.person_id
  ),
  later AS (
    UPDATE tranche SET for_wishes = true
     WHERE tranche.round_id = ${roundId} AND tranche.at > ${others.plannedAt} AND NOT tranche.for_wishes
       AND EXISTS (SELECT FROM decided WHERE decided.state = 'unmet')
  ),
  told AS (${queueNotices(Prisma.sql`
    SELECT person_id, ${template('wish-booked')} AS template, id::text AS subject, jsonb_build_object('bookingId', id) AS facts FROM made
    UNION ALL
    SELECT person_id, ${template('wish-not-met')}, id::text, jsonb_build_object('roundId', ${roundId}::text) FROM decided WHERE state = 'unmet'`)})
  SELECT count(*)::int AS decided FROM decided`;
