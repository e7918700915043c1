import { Prisma } from '@/lib/platform/database';
import { allowed, changePlaces, released, roundFits, seoulDay } from '@/lib/supply/sql';

const firstDay = seoulDay(Prisma.sql`first.starts_at`);

/** SELECT body: the best place among clinics that fulfil the condition. */
const placeAt = (clinics: Prisma.Sql, anyOpened: boolean): Prisma.Sql => Prisma.sql`
  SELECT slot.id AS slot_id, slot.clinic_id, slot.starts_at, share.id AS share_id, share.product_code
    FROM clinic
    JOIN share ON share.clinic_id = clinic.id AND share.dose = 2 AND share.product_code = first.product
     AND share.day > ${firstDay} AND share.taken < share.quota AND ${roundFits({ round: Prisma.sql`first.round_id`, anyOpened })}
    JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
    JOIN lot ON lot.number = delivery.lot_number AND lot.expires_on >= share.day
   CROSS JOIN LATERAL (
      SELECT rule.interval, rule.interval_min, rule.interval_max FROM product_rule rule
       WHERE rule.product_code = share.product_code AND rule.valid_from <= share.day ORDER BY rule.valid_from DESC LIMIT 1
    ) AS rule
    JOIN slot ON slot.clinic_id = clinic.id AND slot.taken < slot.capacity AND slot.closed_at IS NULL
     AND slot.starts_at >= share.day::timestamp AT TIME ZONE 'Asia/Seoul'
     AND slot.starts_at < (share.day + 1)::timestamp AT TIME ZONE 'Asia/Seoul' AND slot.starts_at > now() + interval '1 hour'
   WHERE ${clinics} AND clinic.paused_at IS NULL
     AND share.day BETWEEN ${firstDay} + rule.interval_min AND ${firstDay} + rule.interval_max
     AND share.taken < ${released(Prisma.sql`share`)}
     AND ${allowed({ birthDate: Prisma.sql`first.birth_date`, dose: Prisma.sql`2` })}
   ORDER BY (share.day - ${firstDay}) % 7 <> 0, abs(share.day - (${firstDay} + rule.interval)), power(clinic.latitude - home.latitude, 2) + power((clinic.longitude - home.longitude) * 0.8, 2),
         share.round_id <> first.round_id,
         abs(extract(epoch FROM (slot.starts_at AT TIME ZONE 'Asia/Seoul')::time - (first.starts_at AT TIME ZONE 'Asia/Seoul')::time)),
         lot.expires_on, slot.id
   LIMIT 1`;

/**
 * SELECT body: one row at most (slot_id, clinic_id, starts_at, share_id, product_code), where the second dose of `first` is to be:
 * at the same clinic `interval` days later, else on the nearest day of the same weekday within the range, else on the nearest day; else so
 * at a clinic of the same 시군구.
 * `first`, a row in scope, has campaign_id, round_id, clinic_id, product, starts_at and birth_date.
 */
export const secondPlace = ({ anyOpened = false } = {}): Prisma.Sql => Prisma.sql`
  SELECT found.* FROM clinic home CROSS JOIN LATERAL (
    (${placeAt(Prisma.sql`clinic.id = home.id`, anyOpened)})
    UNION ALL
    (${placeAt(Prisma.sql`clinic.region_code = home.region_code AND clinic.id <> home.id`, anyOpened)})
    LIMIT 1
  ) AS found
  WHERE home.id = first.clinic_id`;

/** Condition: on the day of `second` the rule has it within the range after `first`, both instants. */
export const withinRange = (product: Prisma.Sql, first: Prisma.Sql, second: Prisma.Sql): Prisma.Sql => Prisma.sql`
  EXISTS (
    SELECT FROM (
      SELECT rule.interval_min, rule.interval_max FROM product_rule rule
       WHERE rule.product_code = ${product} AND rule.valid_from <= ${seoulDay(second)} ORDER BY rule.valid_from DESC LIMIT 1
    ) AS rule
     WHERE ${seoulDay(second)} BETWEEN ${seoulDay(first)} + rule.interval_min AND ${seoulDay(first)} + rule.interval_max)`;

/** Condition: whoever gets `product` at this instant gets a second dose of it. */
export const hasSecond = (product: Prisma.Sql, at: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((SELECT rule.doses = 2 FROM product_rule rule
    WHERE rule.product_code = ${product} AND rule.valid_from <= ${seoulDay(at)} ORDER BY rule.valid_from DESC LIMIT 1), false)`;

/**
 * CTEs `due` and `overtaken` (one row, `by_second`), for a statement that ends or moves the first doses among `bookings`, a query of ids:
 * what is due to follow them is locked before they are, as the worker does. Where it is gone meanwhile, the worker has booked a second
 * dose that this statement can't see: it must do nothing and be asked again.
 */
export const secondsDue = (bookings: Prisma.Sql): Prisma.Sql => Prisma.sql`
  due AS MATERIALIZED (
    SELECT booking_id FROM second_dose_due WHERE booking_id IN (${bookings}) ORDER BY booking_id FOR UPDATE
  ),
  overtaken AS MATERIALIZED (
    SELECT (SELECT count(*) FROM due) < (SELECT count(*) FROM second_dose_due WHERE booking_id IN (${bookings})) AS by_second
  )`;

/** Condition: the statement goes on; true only once what is due has been locked. */
export const notOvertaken = Prisma.sql`NOT (SELECT overtaken.by_second FROM overtaken)`;

/**
 * CTEs up to `second`, the bookings made, of (id, first_id, person_id): the second doses of `firsts`, a query of (id, campaign_id, round_id,
 * person_id, actor_id, clinic_id, product, starts_at, birth_date, together_id) of confirmed first doses, locked. `numbers` are to be
 * given to them. Those who get none are in `firsts` alone.
 */
export const bookSeconds = (firsts: Prisma.Sql, numbers: string[], { anyOpened = false } = {}): Prisma.Sql => Prisma.sql`
  firsts AS MATERIALIZED (${firsts}),
  ${changePlaces(Prisma.sql`
    SELECT row_number() OVER (ORDER BY first.id)::int AS ord, place.slot_id, place.share_id, NULL::int AS old_slot_id, NULL::int AS old_share_id,
           first.id AS first_id, first.campaign_id, first.round_id, first.person_id, first.actor_id, first.together_id,
           place.clinic_id, place.product_code
      FROM firsts AS first CROSS JOIN LATERAL (${secondPlace({ anyOpened })}) AS place
     WHERE NOT EXISTS (SELECT FROM booking known WHERE known.campaign_id = first.campaign_id AND known.person_id = first.person_id
       AND known.dose = 2 AND known.status IN ('held', 'confirmed'))`)},
  second AS (
    INSERT INTO booking (id, number, campaign_id, round_id, person_id, actor_id, dose, product, clinic_id, slot_id, share_id, status, origin,
      decision_id, together_id, held_until, confirmed_at)
    SELECT gen_random_uuid(), (${numbers}::text[])[ord], campaign_id, round_id, person_id, actor_id, 2, product_code, clinic_id, slot_id,
           share_id, 'confirmed', 'second_dose', first_id, together_id, now(), now()
      FROM granted
    RETURNING id, decision_id AS first_id, person_id
  )`;
