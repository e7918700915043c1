import type { OperatorProof } from '@/lib/identity/proof';
import { Prisma } from '@/lib/platform/database';
import { nobody, recordAccess } from '@/lib/record/sql';
import { seoulDay } from '@/lib/supply/sql';
import { idOf } from '../opening/sql';
import type { Change, IntervalChange } from '../schema';

/** A rule of intervals, each as an expression. */
export interface Range {
  product: Prisma.Sql;
  validFrom: Prisma.Sql;
  min: Prisma.Sql;
  max: Prisma.Sql;
}

const day = seoulDay(Prisma.sql`slot.starts_at`);

/**
 * JOINs and a condition: second doses to come, on days for which this rule is the newest, that are outside of its range. `first_at` of
 * `first` is the instant of the first dose.
 */
export const outside = ({ product, validFrom, min, max }: Range): Prisma.Sql => Prisma.sql`
    JOIN slot ON slot.id = booking.slot_id
   CROSS JOIN LATERAL (
     SELECT coalesce(one.vaccinated_at, time.starts_at) AS first_at FROM booking one JOIN slot time ON time.id = one.slot_id
      WHERE one.campaign_id = booking.campaign_id AND one.person_id = booking.person_id AND one.dose = 1 AND one.status = 'confirmed' LIMIT 1
   ) AS first
   WHERE booking.dose = 2 AND booking.product = ${product} AND booking.status = 'confirmed' AND booking.vaccinated_at IS NULL
     AND slot.starts_at > now() AND ${day} >= ${validFrom}
     AND NOT EXISTS (SELECT FROM product_rule newer
       WHERE newer.product_code = ${product} AND newer.valid_from > ${validFrom} AND newer.valid_from <= ${day})
     AND ${day} NOT BETWEEN ${seoulDay(Prisma.sql`first.first_at`)} + ${min} AND ${seoulDay(Prisma.sql`first.first_at`)} + ${max}`;

/** The rule that a change would make. */
export const rangeOf = ({ product, validFrom, min, max }: Change): Range => ({
  product: Prisma.sql`${product}::text`,
  validFrom: Prisma.sql`${validFrom}::date`,
  min: Prisma.sql`${min}::int`,
  max: Prisma.sql`${max}::int`,
});

export type IntervalOutcome = 'changed' | 'no-second-dose' | 'day-past' | 'same-already';

/**
 * Statement: from a day on the doses of a product are so far apart; ages and all else stay as they are on that day. Who is booked
 * outside of the range is found afterwards.
 */
export const intervalStatement = (by: OperatorProof, change: IntervalChange): Prisma.Sql => Prisma.sql`
  WITH vaccine AS MATERIALIZED (SELECT code FROM product WHERE code = ${change.product} FOR NO KEY UPDATE),
  known AS MATERIALIZED (
    SELECT rule.* FROM vaccine JOIN product_rule rule ON rule.product_code = vaccine.code AND rule.valid_from <= ${change.validFrom}::date
     ORDER BY rule.valid_from DESC LIMIT 1
  ),
  judged AS (
    SELECT CASE WHEN coalesce((SELECT doses FROM known), 1) < 2 THEN 'no-second-dose'
                WHEN ${change.validFrom}::date < ${seoulDay(Prisma.sql`now()`)} THEN 'day-past'
                WHEN EXISTS (SELECT FROM known WHERE (interval, interval_min, interval_max) = (${change.interval}, ${change.min}, ${change.max}))
                  THEN 'same-already' ELSE 'changed' END AS outcome
  ),
  opened AS (
    INSERT INTO disruption (id, kind, move, product_code, valid_from, lengthened, reason_ko, reason_en, opened_by)
    SELECT ${change.id}::uuid, 'interval', true, known.product_code, ${change.validFrom}::date, ${change.interval} >= known.interval,
           ${change.reasonKo}, ${change.reasonEn}, ${idOf(by)}
      FROM known, judged WHERE judged.outcome = 'changed'
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  ),
  ruled AS (
    INSERT INTO product_rule (product_code, valid_from, min_age, max_age, doses, interval, interval_min, interval_max)
    SELECT known.product_code, ${change.validFrom}::date, known.min_age, known.max_age, known.doses,
           ${change.interval}, ${change.min}, ${change.max}
      FROM known, opened
    ON CONFLICT (product_code, valid_from) DO UPDATE
      SET interval = EXCLUDED.interval, interval_min = EXCLUDED.interval_min, interval_max = EXCLUDED.interval_max
  ),
  noted AS (${recordAccess(
    { role: 'operator', ...by },
    { action: 'interval.changed', objectKind: 'disruption', objectId: change.id, reason: change.reasonKo },
    nobody,
    Prisma.sql`EXISTS (SELECT FROM opened)`,
  )})
  SELECT CASE WHEN EXISTS (SELECT FROM disruption WHERE id = ${change.id}::uuid) THEN 'changed' ELSE outcome END AS outcome FROM judged`;
