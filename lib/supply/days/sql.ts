import { Prisma } from '@/lib/platform/database';
import { seoulDay } from '../sql';

/** So many days ahead half hours are made: further than a second dose is booked. */
const daysAhead = 90;

const today = seoulDay(Prisma.sql`now()`);

/** The last day for which half hours are made by now; null where no campaign says its days. */
export const horizon = Prisma.sql`(SELECT least(max(campaign.last_day), ${today} + ${daysAhead}::int) FROM campaign)`;

/** Query of one column: the days to come on which a campaign gives vaccine, up to the horizon. */
export const campaignDays = Prisma.sql`
  SELECT DISTINCT day::date AS day FROM campaign
   CROSS JOIN LATERAL generate_series(greatest(campaign.first_day, ${today} + 1)::timestamp, ${horizon}::timestamp, interval '1 day') AS day
   WHERE day <= campaign.last_day`;

const openings = (hours: Prisma.Sql, day: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`jsonb_array_elements_text(coalesce(${hours} -> extract(isodow FROM ${day})::text, '[]'))`;

/** Condition: the `slot`, a row in scope, is within the hours of its `clinic`. */
export const withinHours = Prisma.sql`
  EXISTS (SELECT FROM ${openings(Prisma.sql`clinic.hours`, Prisma.sql`slot.starts_at AT TIME ZONE 'Asia/Seoul'`)} AS opening
    WHERE (slot.starts_at AT TIME ZONE 'Asia/Seoul')::time >= split_part(opening, '-', 1)::time
      AND (slot.starts_at AT TIME ZONE 'Asia/Seoul')::time < split_part(opening, '-', 2)::time)`;

/**
 * INSERT: the half hours of (id, hours, places, day), what `wanted` is a query of; none on holidays, and closed while the clinic is
 * shut. What there is already has these places, but those that are taken, and is open again unless the clinic is shut.
 */
export const makeHalfHours = (wanted: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO slot (clinic_id, starts_at, capacity, closed_at)
  SELECT one.id, half.at AT TIME ZONE 'Asia/Seoul', one.places,
         CASE WHEN EXISTS (SELECT FROM closure WHERE closure.clinic_id = one.id AND closure.starts_at <= half.at AT TIME ZONE 'Asia/Seoul'
           AND half.at AT TIME ZONE 'Asia/Seoul' < closure.ends_at) THEN now() END
    FROM (${wanted}) AS one (id, hours, places, day)
   CROSS JOIN ${openings(Prisma.sql`one.hours`, Prisma.sql`one.day`)} AS opening
   CROSS JOIN generate_series(one.day + split_part(opening, '-', 1)::time,
     one.day + split_part(opening, '-', 2)::time - interval '30 minutes', interval '30 minutes') AS half (at)
   WHERE NOT EXISTS (SELECT FROM holiday WHERE holiday.day = one.day)
  ON CONFLICT (clinic_id, starts_at) DO UPDATE SET capacity = greatest(EXCLUDED.capacity, slot.taken),
    closed_at = CASE WHEN EXCLUDED.closed_at IS NOT NULL THEN coalesce(slot.closed_at, EXCLUDED.closed_at) END`;
