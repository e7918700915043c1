import { addDays, seoulDate, weekdayOf } from '@/lib/campaign/seoul';
import type { Database } from '@/lib/platform/database';

export interface ClinicSize {
  id: string;
  capacity: number;
}

/** The half hours of one day in every clinic that has none yet on it. Nothing on holidays; closed while the clinic is shut. */
function insertDay(db: Database, day: string, clinics: ClinicSize[]): Promise<number> {
  return db.$executeRaw`
    INSERT INTO slot (clinic_id, starts_at, capacity, closed_at)
    SELECT clinic.id, half.at AT TIME ZONE 'Asia/Seoul', size.capacity,
      CASE WHEN EXISTS (
        SELECT FROM closure WHERE closure.clinic_id = clinic.id
          AND closure.starts_at <= half.at AT TIME ZONE 'Asia/Seoul' AND half.at AT TIME ZONE 'Asia/Seoul' < closure.ends_at
      ) THEN now() END
    FROM unnest(${clinics.map(({ id }) => id)}::text[], ${clinics.map(({ capacity }) => capacity)}::int[]) AS size (id, capacity)
    JOIN clinic ON clinic.id = size.id
    CROSS JOIN jsonb_array_elements_text(clinic.hours -> ${String(weekdayOf(day))}) AS opening
    CROSS JOIN generate_series(
      ${day}::date + split_part(opening, '-', 1)::time,
      ${day}::date + split_part(opening, '-', 2)::time - interval '30 minutes',
      interval '30 minutes'
    ) AS half (at)
    WHERE NOT EXISTS (SELECT FROM holiday WHERE holiday.day = ${day}::date)
      AND NOT EXISTS (
        SELECT FROM slot s
        WHERE s.clinic_id = clinic.id
          AND s.starts_at >= ${day}::timestamp AT TIME ZONE 'Asia/Seoul'
          AND s.starts_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
      )
    ORDER BY clinic.id, half.at
    ON CONFLICT DO NOTHING`;
}

/** Half hours for days so many days from today in Seoul. Run again on a later day it adds the days that are new. */
export async function loadSlots(db: Database, clinics: ClinicSize[], now: Date, aheads: number[]): Promise<number> {
  let added = 0;
  for (const ahead of aheads) added += await insertDay(db, addDays(seoulDate(now), ahead), clinics);
  return added;
}
