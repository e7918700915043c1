import { randomUUID } from 'node:crypto';
import { resourceUsage } from 'node:process';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { mintOperator } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { changeInterval } from '@/lib/recall/commands';
import { intervalSize } from '@/lib/recall/interval/queries';
import { seeToDisplaced } from '@/lib/recall/worker';
import { bookCourses, product } from './measure/courses';
import { type Context, type Figure, rounded } from './measure/figure';
import { onOwnGround } from './measure/ground';

export const name = 'interval';

/** `--bookings=100000` for the whole size. */
const asked = process.argv.map((word) => /^--bookings=(\d+)$/.exec(word)?.[1]).find((found) => found !== undefined);
const bookings = asked ? Number(asked) : 10_000;
/** Before: no change of a hundred thousand may take longer. */
const minutesMost = 30;

interface Outcome {
  moved: number;
  outside: number;
  twice: number;
  toldOnce: number;
}

async function outcome(): Promise<Outcome> {
  const [row] = await database().$queryRaw<Outcome[]>`
    SELECT (SELECT count(*) FROM displaced WHERE state = 'moved')::int AS moved,
           (SELECT count(*) FROM booking JOIN slot ON slot.id = booking.slot_id
             WHERE booking.dose = 2 AND (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date < (now() AT TIME ZONE 'Asia/Seoul')::date + 33)::int AS outside,
           (SELECT count(*) FROM (SELECT booking_id FROM booking_event WHERE kind = 'moved' GROUP BY 1 HAVING count(*) > 1) AS again)::int AS twice,
           (SELECT count(*) FROM (SELECT person_id FROM notice WHERE template = 'interval-changed' GROUP BY 1 HAVING count(*) = 1) AS once)::int AS "toldOnce"`;
  if (!row) throw new Error('counts always answer with one row');
  return row;
}

const megabytes = () => resourceUsage().maxRSS / 1024;

export const run = ({ say }: Context): Promise<Figure[]> =>
  onOwnGround(async () => {
    say(`interval: ${bookings} people have both doses booked`);
    await bookCourses(bookings);
    const operator = mintOperator({ sessionId: 'console', personId: 'console' });
    const change = { product, validFrom: addDays(seoulDate(new Date()), 1), interval: 28, min: 28, max: 42 };
    const before = megabytes();
    const start = performance.now();
    const size = await intervalSize(operator, change);
    const counted = performance.now();
    const grown = megabytes() - before;
    say(`interval: ${JSON.stringify(size)} in ${rounded((counted - start) / 1000)} s, ${rounded(grown)} MB`);
    const changed = await changeInterval(operator, {
      ...change,
      id: randomUUID(),
      reasonKo: '간격이 바뀌었어요',
      reasonEn: 'Another interval',
    });
    if (!changed.ok) throw new Error(changed.code);
    const opened = performance.now();
    let longest = 0;
    for (let all = 0, seen = 1; seen > 0; all += seen) {
      const from = performance.now();
      seen = await seeToDisplaced(database(), { batches: 1 });
      // The first turn finds everybody.
      if (all > 0) longest = Math.max(longest, performance.now() - from);
      say(`interval: ${all + seen} of ${2 * bookings} steps`);
    }
    const minutes = (performance.now() - opened) / 60_000;
    const { moved, outside, twice, toldOnce } = await outcome();
    const whole = moved === bookings && outside === 0 && twice === 0 && toldOnce === bookings;
    const most = (minutesMost * bookings) / 100_000;
    return [
      {
        key: `dry_run_of_${bookings}_bookings_seconds`,
        value: rounded((counted - start) / 1000),
        unit: 'seconds',
        against: 'nothing: what somebody waits who asks what a change would do',
        note: `${JSON.stringify(size)}; the process grew by ${rounded(grown)} MB at most`,
      },
      {
        key: `change_of_${bookings}_bookings_minutes`,
        value: rounded(minutes),
        unit: 'minutes',
        against: 'a change for 100,000 bookings that takes minutes',
        reach: `every second dose moved once and told once, at most ${rounded(most)} minutes`,
        reached: whole && minutes <= most,
        note: `${moved} moved, ${outside} left, ${twice} moved twice, ${toldOnce} told once; decided in ${rounded(opened - counted)} ms, the longest turn for 500 ${rounded(longest)} ms`,
      },
    ];
  });
