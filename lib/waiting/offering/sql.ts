import { happening, noteHappenings } from '@/lib/booking/sql';
import { queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { allowed, changePlaces, released, seoulDay } from '@/lib/supply/sql';

/** How long an offer stands, in minutes; and from which to which hour in Seoul offers are made: nobody loses a place in their sleep. */
export interface Terms {
  minutes: number;
  minutesToday: number;
  fromHour: number;
  toHour: number;
}

const today = seoulDay(Prisma.sql`now()`);

/**
 * Whether the share in scope is for somebody who waits with a ticket of the round of `waiting`: their own round's, one of a
 * round that is over, or what would be lost by tomorrow.
 */
const isTheirs = Prisma.sql`(share.round_id = waiting.round_id OR share.closes_at <= now() OR share.day <= ${today} + 1)`;

/** Nothing is offered that is not sooner than what the person has, nor the same clinic's same day twice. */
const wantsIt = Prisma.sql`
  NOT EXISTS (
    SELECT FROM booking known JOIN slot time ON time.id = known.slot_id
     WHERE known.campaign_id = waiting.campaign_id AND known.person_id = waiting.person_id AND known.dose = 1
       AND (known.status IN ('held', 'offered')
         OR known.status = 'confirmed' AND (known.vaccinated_at IS NOT NULL OR ${seoulDay(Prisma.sql`time.starts_at`)} <= share.day)
         OR known.decision_id = waiting.id AND known.clinic_id = share.clinic_id AND ${seoulDay(Prisma.sql`time.starts_at`)} = share.day))`;

/** Condition: `slot` is a half hour of that clinic and day that can still be offered. */
const comesInTime = (clinic: Prisma.Sql, day: Prisma.Sql): Prisma.Sql => Prisma.sql`
  slot.clinic_id = ${clinic} AND slot.closed_at IS NULL AND slot.starts_at > now() + interval '30 minutes'
    AND slot.starts_at >= ${day}::timestamp AT TIME ZONE 'Asia/Seoul' AND slot.starts_at < (${day} + 1)::timestamp AT TIME ZONE 'Asia/Seoul'`;

/**
 * Statement: keeps free places for those who are next on the lists of their clinics and districts, and asks them, up to `most` at once.
 * Answers with how many were asked, and with the shares that somebody is next for who was asked for another one, or not yet: what is
 * kept of those is not let go. A day without a half hour left is none: else whoever is next would be chosen for it again and again.
 */
export const offerStatement = ({ minutes, minutesToday, fromHour, toHour }: Terms, most: number): Prisma.Sql => Prisma.sql`
  WITH open AS MATERIALIZED (
    SELECT share.id, share.clinic_id, share.day, share.product_code, share.round_id, round.closes_at, round.campaign_id, clinic.region_code,
           greatest(0, least(${released(Prisma.sql`share`)} - share.taken + share.kept, halves.places)) AS places
      FROM share
      JOIN clinic ON clinic.id = share.clinic_id AND clinic.paused_at IS NULL
      JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
      JOIN lot ON lot.number = delivery.lot_number AND lot.expires_on >= share.day
      JOIN round ON round.id = share.round_id AND round.opens_at <= now()
      JOIN campaign ON campaign.id = round.campaign_id AND campaign.paused_at IS NULL AND share.product_code = ANY (campaign.products)
     CROSS JOIN LATERAL (SELECT coalesce(sum(slot.capacity - slot.taken), 0)::int AS places FROM slot WHERE ${comesInTime(Prisma.sql`share.clinic_id`, Prisma.sql`share.day`)} OFFSET 0) AS halves
     WHERE share.dose = 1 AND share.day >= ${today} AND share.taken - share.kept < share.quota
       AND extract(hour FROM now() AT TIME ZONE 'Asia/Seoul') BETWEEN ${fromHour} AND ${toHour} - 1
       AND (share.clinic_id IN (SELECT clinic_id FROM waiting WHERE state = 'waiting')
         OR clinic.region_code IN (SELECT region_code FROM waiting WHERE state = 'waiting'))
  ),
  fitting AS MATERIALIZED (
    SELECT next.*, share.id AS share_id, share.clinic_id AS at_clinic, share.day, share.product_code
      FROM open AS share
     CROSS JOIN LATERAL (
       SELECT waiting.id, waiting.place, waiting.campaign_id, waiting.round_id, waiting.person_id, waiting.actor_id
         FROM waiting JOIN person ON person.id = waiting.person_id
        WHERE waiting.state = 'waiting' AND waiting.campaign_id = share.campaign_id AND share.places > 0
          AND (waiting.clinic_id = share.clinic_id OR waiting.region_code = share.region_code) AND ${isTheirs} AND ${wantsIt}
          AND ${allowed({ birthDate: Prisma.sql`person.birth_date`, dose: Prisma.sql`1` })}
        ORDER BY waiting.place LIMIT least(share.places, ${most})
     ) AS next
  ),
  -- Who leaves the list at this moment is not asked.
  still AS MATERIALIZED (
    SELECT waiting.id FROM waiting WHERE waiting.id = ANY (ARRAY(SELECT id FROM fitting)) AND waiting.state = 'waiting'
     ORDER BY waiting.id FOR NO KEY UPDATE SKIP LOCKED
  ),
  chosen AS MATERIALIZED (
    SELECT DISTINCT ON (fitting.id) fitting.* FROM fitting JOIN still ON still.id = fitting.id ORDER BY fitting.id, fitting.day, fitting.share_id
  ),
  numbered AS (SELECT chosen.*, row_number() OVER (PARTITION BY at_clinic, day ORDER BY place, id) AS nth FROM chosen),
  room AS MATERIALIZED (
    SELECT slot.id, slot.clinic_id, days.day, slot.starts_at, row_number() OVER (PARTITION BY slot.clinic_id, days.day ORDER BY slot.starts_at, slot.id) AS nth
      FROM (SELECT DISTINCT at_clinic, day FROM chosen) AS days
      JOIN slot ON ${comesInTime(Prisma.sql`days.at_clinic`, Prisma.sql`days.day`)}
     CROSS JOIN LATERAL generate_series(1, slot.capacity - slot.taken)
  ),
  ${changePlaces(
    Prisma.sql`
    SELECT row_number() OVER (ORDER BY numbered.place, numbered.id)::int AS ord, numbered.share_id, room.id AS slot_id, NULL::int AS old_share_id,
           NULL::int AS old_slot_id, numbered.id AS waiting_id, numbered.campaign_id, numbered.round_id, numbered.person_id, numbered.actor_id,
           numbered.at_clinic, numbered.product_code,
           now() + CASE WHEN numbered.day = ${today} THEN ${minutesToday}::int ELSE ${minutes}::int END * interval '1 minute' AS until
      FROM numbered JOIN room ON room.clinic_id = numbered.at_clinic AND room.day = numbered.day AND room.nth = numbered.nth
     ORDER BY numbered.place, numbered.id LIMIT ${most}`,
    'offers',
  )},
  made AS (
    INSERT INTO booking (id, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, origin, decision_id, held_until)
    SELECT gen_random_uuid(), campaign_id, round_id, person_id, actor_id, product_code, at_clinic, slot_id, share_id, 'offered', 'waiting_list', waiting_id, until
      FROM granted
    RETURNING id, person_id, slot_id, held_until
  ),
  noted AS (${noteHappenings(null, Prisma.sql`SELECT id, ${happening('offered')}, NULL::jsonb FROM made`)}),
  told AS (${queueNotices(
    Prisma.sql`
      SELECT person_id, ${template('offer-made')} AS template, id::text AS subject,
             jsonb_build_object('bookingId', id, 'slotId', slot_id, 'until', to_char(held_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS facts
        FROM made`,
    { expiresAt: Prisma.sql`(queued.facts ->> 'until')::timestamptz` },
  )})
  SELECT (SELECT count(*) FROM made)::int AS asked,
         ARRAY(SELECT share_id FROM fitting EXCEPT ALL SELECT share_id FROM granted) AS contested`;
