import { roundById } from '@/lib/campaign/queries';
import { database } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';
import { type Accuracy, accuracyOf, type Compared } from './accuracy';

async function readAccuracy(roundId: string): Promise<Accuracy | null> {
  if (!(await roundById(roundId))) return null;
  // A wait of less than a minute is taken as one: nobody minds being wrong by half of three seconds.
  const [row] = await database().$queryRaw<Compared[]>`
    SELECT count(*)::int AS compared, count(*) FILTER (WHERE waited BETWEEN from_seconds AND to_seconds)::int AS inside,
      count(middle_seconds)::int AS middles,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(middle_seconds - waited) / greatest(waited, 60)) AS "medianError"
    FROM line_estimate WHERE round_id = ${roundId} AND waited IS NOT NULL`;
  return row ? accuracyOf(roundId, row) : null;
}

/** What the estimates of a round were worth, read at most once a minute. Null: no such round. */
export const accuracyOfRound = memo(60_000, 500, readAccuracy);
