import { Prisma } from '@/lib/platform/database';
import { campaignDays, horizon, makeHalfHours, withinHours } from '@/lib/supply/days/sql';
import { seoulDay } from '@/lib/supply/sql';
import type { Kind, ProblemCode } from './rows';

export type Judgement = [column: string, code: ProblemCode, wrong: Prisma.Sql];

const noClinic: Judgement = [
  'clinic_id',
  'unknown-clinic',
  Prisma.sql`NOT EXISTS (SELECT FROM clinic WHERE clinic.id = body->>'clinic_id')`,
];

/** Conditions on `staged` that only the database can judge. */
export const judgements: Record<Kind, Judgement[]> = {
  clinics: [
    [
      'region_code',
      'unknown-region',
      Prisma.sql`NOT EXISTS (SELECT FROM region WHERE region.code = body->>'region_code' AND region.parent_code IS NOT NULL)`,
    ],
    [
      'vaccines',
      'unknown-product',
      Prisma.sql`EXISTS (SELECT FROM jsonb_array_elements_text(body->'vaccines') AS one (code)
        WHERE NOT EXISTS (SELECT FROM product WHERE product.code = one.code))`,
    ],
  ],
  deliveries: [
    noClinic,
    ['product', 'unknown-product', Prisma.sql`NOT EXISTS (SELECT FROM product WHERE product.code = body->>'product')`],
    [
      'lot',
      'lot-of-another-product',
      Prisma.sql`EXISTS (SELECT FROM lot WHERE lot.number = body->>'lot' AND lot.product_code <> body->>'product')
        OR EXISTS (SELECT FROM staged other WHERE other.body->>'lot' = staged.body->>'lot' AND other.body->>'product' <> staged.body->>'product'
          AND other.line < staged.line)`,
    ],
    [
      'expires_on',
      'lot-of-another-day',
      Prisma.sql`EXISTS (SELECT FROM lot WHERE lot.number = body->>'lot' AND lot.expires_on <> (body->>'expires_on')::date)
        OR EXISTS (SELECT FROM staged other WHERE other.body->>'lot' = staged.body->>'lot'
          AND other.body->>'expires_on' <> staged.body->>'expires_on' AND other.line < staged.line)`,
    ],
    [
      'carrier',
      'shipment-of-another-carrier',
      Prisma.sql`EXISTS (SELECT FROM shipment WHERE shipment.id = body->>'shipment' AND shipment.carrier <> body->>'carrier')
        OR EXISTS (SELECT FROM staged other WHERE other.body->>'shipment' = staged.body->>'shipment'
          AND other.body->>'carrier' <> staged.body->>'carrier' AND other.line < staged.line)`,
    ],
    [
      'doses',
      'doses-below-planned',
      Prisma.sql`EXISTS (SELECT FROM delivery WHERE delivery.shipment_id = body->>'shipment' AND delivery.lot_number = body->>'lot'
        AND delivery.clinic_id = body->>'clinic_id' AND delivery.planned > (body->>'doses')::int)`,
    ],
  ],
  closures: [noClinic],
  holidays: [],
};

/** FROM: shares of days that a delivery of `staged` would now come after; it is on hand from the morning after. */
const early = Prisma.sql`
  staged JOIN delivery ON delivery.shipment_id = body->>'shipment' AND delivery.lot_number = body->>'lot' AND delivery.clinic_id = body->>'clinic_id'
     AND delivery.arrives_at < (body->>'arrives_at')::timestamptz
    JOIN share ON share.delivery_id = delivery.id AND share.day >= ${seoulDay(Prisma.sql`now()`)}
     AND share.day <= ${seoulDay(Prisma.sql`(body->>'arrives_at')::timestamptz`)}`;

/** Statement: nobody gets a place on those days from here on. */
export const lockEarly = Prisma.sql`SELECT FROM share WHERE id IN (SELECT share.id FROM ${early}) ORDER BY id FOR NO KEY UPDATE`;

/** Query: lines by which vaccine would come after people who have a place on it, and the days to shut so that they are moved first. */
export const earlyPlaces = Prisma.sql`
  SELECT staged.line, count(*)::int AS places, body->>'clinic_id' AS clinic, to_char(min(share.day), 'YYYY-MM-DD') AS from,
         to_char(${seoulDay(Prisma.sql`(min(body->>'arrives_at'))::timestamptz`)} + 1, 'YYYY-MM-DD') AS to
    FROM ${early} JOIN booking ON booking.share_id = share.id AND booking.status IN ('held', 'offered', 'confirmed') AND booking.vaccinated_at IS NULL
    JOIN slot ON slot.id = booking.slot_id AND slot.starts_at > now()
   GROUP BY staged.line, body->>'clinic_id' ORDER BY staged.line`;

const seoulTime = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`(${column} AT TIME ZONE 'Asia/Seoul')`;

const tomorrow = Prisma.sql`((${seoulTime(Prisma.sql`now()`)}::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul')`;

/** By ascending id, before anything else changes them. */
const lockOwn = Prisma.sql`
  SELECT FROM slot WHERE clinic_id IN (SELECT body->>'clinic_id' FROM staged) AND starts_at >= ${tomorrow} ORDER BY id FOR NO KEY UPDATE`;

/** On the days of the campaigns, and on those on which there are half hours already. */
const halfHours = makeHalfHours(Prisma.sql`
  SELECT clinic.id, clinic.hours, clinic.places, days.day FROM staged JOIN clinic ON clinic.id = body->>'clinic_id'
   CROSS JOIN (${campaignDays} UNION SELECT ${seoulTime(Prisma.sql`slot.starts_at`)}::date FROM slot WHERE slot.starts_at >= ${tomorrow}) AS days
   ORDER BY clinic.id, days.day`);

const outside = Prisma.sql`
  slot.clinic_id IN (SELECT body->>'clinic_id' FROM staged) AND slot.starts_at >= ${tomorrow} AND NOT ${withinHours}`;

/** Half hours that its hours don't have any more. Who is booked in them stays so: see `bookedOutside`. */
const closeOutside = Prisma.sql`
  UPDATE slot SET closed_at = now() FROM clinic WHERE clinic.id = slot.clinic_id AND slot.closed_at IS NULL AND ${outside}`;

/** Rows: from when to when a clinic has people at half hours that its hours don't have, each stretch without a gap. */
export const bookedOutside = Prisma.sql`
  SELECT clinic_id AS clinic, min(starts_at) AS "fromAt", max(starts_at) + interval '30 minutes' AS "toAt", sum(bookings)::int AS bookings FROM (
    SELECT slot.clinic_id, slot.starts_at, count(*) AS bookings,
           slot.starts_at - row_number() OVER (PARTITION BY slot.clinic_id ORDER BY slot.starts_at) * interval '30 minutes' AS stretch
      FROM slot JOIN clinic ON clinic.id = slot.clinic_id JOIN booking ON booking.slot_id = slot.id AND booking.status IN ('held', 'offered', 'confirmed')
     WHERE ${outside} GROUP BY slot.clinic_id, slot.starts_at
  ) AS one GROUP BY clinic_id, stretch ORDER BY 1, 2`;

export const writers: Record<Kind, Prisma.Sql[]> = {
  clinics: [
    Prisma.sql`
      INSERT INTO clinic (id, region_code, name_ko, name_en, address_ko, address_en, postal_code, latitude, longitude, phone, hours, vaccines,
        places, half_hours_to)
      SELECT body->>'clinic_id', body->>'region_code', body->>'name_ko', body->>'name_en', body->>'address_ko', body->>'address_en',
             body->>'postal_code', (body->>'latitude')::float8, (body->>'longitude')::float8, body->>'phone',
             jsonb_strip_nulls(jsonb_build_object('1', body->'mon', '2', body->'tue', '3', body->'wed', '4', body->'thu', '5', body->'fri',
               '6', body->'sat', '7', body->'sun')), ARRAY(SELECT jsonb_array_elements_text(body->'vaccines')),
             (body->>'places')::int, ${horizon}
        FROM staged ORDER BY line
      ON CONFLICT (id) DO UPDATE SET region_code = EXCLUDED.region_code, name_ko = EXCLUDED.name_ko, name_en = EXCLUDED.name_en,
        address_ko = EXCLUDED.address_ko, address_en = EXCLUDED.address_en, postal_code = EXCLUDED.postal_code,
        latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude, phone = EXCLUDED.phone, hours = EXCLUDED.hours,
        vaccines = EXCLUDED.vaccines, places = EXCLUDED.places, half_hours_to = EXCLUDED.half_hours_to`,
    lockOwn,
    halfHours,
    closeOutside,
  ],
  deliveries: [
    // Until it is shared out anew nothing of it can be booked on days before it comes.
    Prisma.sql`
      WITH early AS MATERIALIZED (SELECT share.id, share.delivery_id, share.quota, share.taken - share.kept AS taken FROM ${early}),
      back AS (SELECT delivery_id, sum(quota - taken)::int AS doses FROM early GROUP BY delivery_id),
      counted AS (UPDATE delivery SET planned = planned - back.doses FROM back WHERE delivery.id = back.delivery_id)
      UPDATE share SET quota = early.taken, taken = early.taken, kept = 0, received = least(share.received, early.taken)
        FROM early WHERE share.id = early.id`,
    Prisma.sql`
      INSERT INTO shipment (id, carrier, left_at)
      SELECT DISTINCT ON (body->>'shipment') body->>'shipment', body->>'carrier', (body->>'left_at')::timestamptz FROM staged
       ORDER BY body->>'shipment', line ON CONFLICT DO NOTHING`,
    Prisma.sql`
      INSERT INTO lot (number, product_code, expires_on)
      SELECT DISTINCT ON (body->>'lot') body->>'lot', body->>'product', (body->>'expires_on')::date FROM staged
       ORDER BY body->>'lot', line ON CONFLICT DO NOTHING`,
    Prisma.sql`
      INSERT INTO delivery (shipment_id, lot_number, clinic_id, doses, arrives_at)
      SELECT body->>'shipment', body->>'lot', body->>'clinic_id', (body->>'doses')::int, (body->>'arrives_at')::timestamptz
        FROM staged ORDER BY line
      ON CONFLICT (shipment_id, lot_number, clinic_id) DO UPDATE SET doses = EXCLUDED.doses, arrives_at = EXCLUDED.arrives_at`,
  ],
  closures: [
    Prisma.sql`
      INSERT INTO closure (clinic_id, starts_at, ends_at)
      SELECT body->>'clinic_id', (body->>'from')::timestamptz, (body->>'to')::timestamptz FROM staged ORDER BY line
      ON CONFLICT (clinic_id, starts_at) DO UPDATE SET ends_at = greatest(closure.ends_at, EXCLUDED.ends_at)`,
    Prisma.sql`
      UPDATE slot SET closed_at = now() FROM staged
       WHERE slot.clinic_id = body->>'clinic_id' AND slot.closed_at IS NULL AND slot.starts_at > now()
         AND slot.starts_at >= (body->>'from')::timestamptz AND slot.starts_at < (body->>'to')::timestamptz`,
  ],
  holidays: [
    Prisma.sql`
      INSERT INTO holiday (day, name_ko, name_en)
      SELECT (body->>'day')::date, body->>'name_ko', body->>'name_en' FROM staged ORDER BY line
      ON CONFLICT (day) DO UPDATE SET name_ko = EXCLUDED.name_ko, name_en = EXCLUDED.name_en`,
    Prisma.sql`
      UPDATE slot SET closed_at = now() FROM staged
       WHERE slot.closed_at IS NULL AND slot.starts_at > now()
         AND slot.starts_at >= (body->>'day')::timestamp AT TIME ZONE 'Asia/Seoul'
         AND slot.starts_at < ((body->>'day')::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul'`,
  ],
};
