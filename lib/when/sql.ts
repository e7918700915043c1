import { frontAt } from '@/lib/line/sql';
import { Prisma } from '@/lib/platform/database';
import { seoulDay } from '@/lib/supply/sql';

const today = seoulDay(Prisma.sql`now()`);
const text = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`to_char(${day}, 'YYYY-MM-DD')`;

/**
 * SELECT body: one row, `parts` as lib/when/district.ts has them: the rounds of a campaign in one district. It reads the
 * shares and half hours of the district's clinics alone, some ten thousand rows by their keys.
 */
export const partsOf = (campaignId: string, region: string): Prisma.Sql => Prisma.sql`
  WITH home AS MATERIALIZED (SELECT id, paused_at FROM clinic WHERE region_code = ${region}),
  planned AS (
    SELECT share.clinic_id, share.day, share.round_id, sum(share.taken) AS taken, sum(share.received) AS received,
           sum(share.quota - share.taken) AS left,
           coalesce(sum(share.quota - share.taken) FILTER (
             WHERE home.paused_at IS NULL AND delivery.quarantined_at IS NULL AND lot.expires_on >= share.day), 0) AS usable
      FROM home JOIN share ON share.clinic_id = home.id
      JOIN round ON round.id = share.round_id AND round.campaign_id = ${campaignId}
      JOIN delivery ON delivery.id = share.delivery_id JOIN lot ON lot.number = delivery.lot_number
     WHERE share.dose = 1
     GROUP BY share.clinic_id, share.day, share.round_id
  ),
  room AS (
    SELECT slot.clinic_id, ${seoulDay(Prisma.sql`slot.starts_at`)} AS day, sum(slot.capacity - slot.taken) AS places
      FROM home JOIN slot ON slot.clinic_id = home.id
     WHERE slot.closed_at IS NULL AND slot.starts_at >= (${today} + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
     GROUP BY 1, 2
  ),
  by_day AS (
    SELECT planned.round_id, planned.day, sum(planned.taken) AS taken, sum(planned.received) AS received,
           sum(least(planned.usable, coalesce(room.places, 0))) FILTER (WHERE planned.day > ${today}) AS free,
           sum(planned.left - least(planned.usable, coalesce(room.places, 0))) FILTER (WHERE planned.day > ${today}) AS shut
      FROM planned LEFT JOIN room ON room.clinic_id = planned.clinic_id AND room.day = planned.day
     GROUP BY planned.round_id, planned.day
  ),
  unplanned AS (
    -- A product of two doses keeps as much for the second as for the first.
    SELECT greatest(${seoulDay(Prisma.sql`delivery.arrives_at`)}, ${today}) AS day,
           sum((delivery.doses - delivery.planned)::float8 / coalesce((
             SELECT rule.doses FROM product_rule rule WHERE rule.product_code = lot.product_code AND rule.valid_from <= ${today}
              ORDER BY rule.valid_from DESC LIMIT 1), 1)) AS doses
      FROM home JOIN delivery ON delivery.clinic_id = home.id JOIN lot ON lot.number = delivery.lot_number
     WHERE delivery.quarantined_at IS NULL AND delivery.planned < delivery.doses AND home.paused_at IS NULL AND lot.expires_on > ${today}
       AND lot.product_code = ANY ((SELECT products FROM campaign WHERE id = ${campaignId})::text[])
     GROUP BY 1
  ),
  one AS (
    SELECT round.*, round.closes_at <= now() AS over, coalesce(round.hand_on_at, round.closes_at) AS hands_on,
           coalesce(round.share_weight, round.cohort_size)::float8
             / nullif(sum(coalesce(round.share_weight, round.cohort_size)) FILTER (WHERE round.closes_at > now()) OVER (), 0) AS weight
      FROM round WHERE round.campaign_id = ${campaignId}
       AND NOT EXISTS (SELECT FROM draw_record WHERE draw_record.round_id = round.id AND draw_record.kind = 'cancelled')
  ),
  part AS (
    SELECT (SELECT population::float8 FROM region WHERE code = ${region})
           / greatest(1, (SELECT sum(population) FROM region WHERE parent_code IS NOT NULL OR code = ${region})) AS of_all
  )
  SELECT jsonb_agg(jsonb_build_object(
           'round', one.id, 'opensOn', ${text(seoulDay(Prisma.sql`one.opens_at`))}, 'over', one.over,
           'front', ${frontAt(Prisma.sql`one.id`, 'drawn', Prisma.sql`now()`)}, 'people', one.cohort_size * part.of_all,
           'taken', coalesce((SELECT sum(taken) FROM by_day WHERE by_day.round_id = one.id), 0),
           'received', coalesce((SELECT sum(received) FROM by_day WHERE by_day.round_id = one.id), 0),
           'free', coalesce((SELECT jsonb_agg(jsonb_build_array(${text(Prisma.sql`day`)}, free) ORDER BY day) FROM by_day
              WHERE by_day.round_id = one.id AND free > 0), '[]'),
           'announced', CASE WHEN one.over OR coalesce(one.weight, 0) = 0 THEN '[]' ELSE
              coalesce((SELECT jsonb_agg(jsonb_build_array(${text(Prisma.sql`day`)}, doses * one.weight) ORDER BY day) FROM unplanned), '[]') END,
           'shut', coalesce((SELECT sum(shut) FROM by_day WHERE by_day.round_id = one.id), 0),
           'heir', (SELECT later.id FROM one later WHERE later.opens_at >= one.closes_at AND later.hands_on > now()
              ORDER BY later.opens_at, later.sequence LIMIT 1),
           'handsOn', ${text(seoulDay(Prisma.sql`greatest(one.hands_on, now())`))}
         ) ORDER BY one.opens_at, one.id) AS parts
    FROM one CROSS JOIN part`;

/** SELECT body: one row at most, the day of a person's first dose, and whether it is past. */
export const bookingOf = (campaign: Prisma.Sql, person: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT ${seoulDay(Prisma.sql`slot.starts_at`)} AS day, booking.status = 'confirmed' AND slot.starts_at < now() AS past
    FROM booking JOIN slot ON slot.id = booking.slot_id
   WHERE booking.person_id = ${person} AND booking.campaign_id = ${campaign} AND booking.dose = 1
     AND booking.status IN ('held', 'offered', 'confirmed')
   LIMIT 1`;
