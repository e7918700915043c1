import type { CitizenProof } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import type { OwnWhen } from './queries';

/** Notes what a person was shown, so that they can be told when it changes. Whoever has booked needs no forecast, and keeps what it was. */
export async function noteGiven(_citizen: CitizenProof, roundId: string, { personId, regionCode, when, isGiven }: OwnWhen): Promise<void> {
  if (isGiven) return;
  await database().$executeRaw`
    INSERT INTO when_answer (round_id, person_id, region_code, place, from_day, to_day)
    SELECT round.id, ${personId}::uuid, ${regionCode}, ${when.rests?.place ?? null}::float8, ${when.from}::date, ${when.to}::date
      FROM round WHERE round.id = ${roundId} AND NOT EXISTS (
        SELECT FROM booking WHERE booking.person_id = ${personId}::uuid AND booking.campaign_id = round.campaign_id AND booking.dose = 1
           AND booking.status = 'confirmed')
    ON CONFLICT (round_id, person_id) DO UPDATE
       SET region_code = EXCLUDED.region_code, place = EXCLUDED.place, from_day = EXCLUDED.from_day, to_day = EXCLUDED.to_day, given_at = now()
     WHERE when_answer.came_on IS NULL`;
}
