import { randomUUID } from 'node:crypto';
import { mintOperator } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { openRecall } from '@/lib/recall/commands';
import { seeToDisplaced } from '@/lib/recall/worker';
import { type Context, type Figure, rounded } from './measure/figure';
import { onOwnGround } from './measure/ground';
import { bookOnOneLot, lot } from './measure/recalled';

export const name = 'recall';

/** `--bookings=100000` for the whole size. */
const asked = process.argv.map((word) => /^--bookings=(\d+)$/.exec(word)?.[1]).find((found) => found !== undefined);
const bookings = asked ? Number(asked) : 20_000;
/** Before: no recall of a hundred thousand may take longer. */
const minutesMost = 30;

interface Outcome {
  moved: number;
  left: number;
  twice: number;
  toldOnce: number;
}

async function outcome(): Promise<Outcome> {
  const [row] = await database().$queryRaw<Outcome[]>`
    SELECT (SELECT count(*) FROM displaced WHERE state = 'moved')::int AS moved,
           (SELECT count(*) FROM booking JOIN share ON share.id = booking.share_id JOIN delivery ON delivery.id = share.delivery_id
             WHERE delivery.quarantined_at IS NOT NULL)::int AS left,
           (SELECT count(*) FROM (SELECT booking_id FROM booking_event WHERE kind = 'moved' GROUP BY 1 HAVING count(*) > 1) AS again)::int AS twice,
           (SELECT count(*) FROM (SELECT person_id FROM notice WHERE template = 'recall' GROUP BY 1 HAVING count(*) = 1) AS once)::int AS "toldOnce"`;
  if (!row) throw new Error('counts always answer with one row');
  return row;
}

export const run = ({ say }: Context): Promise<Figure[]> =>
  onOwnGround(async () => {
    say(`recall: ${bookings} people are booked on one lot`);
    await bookOnOneLot(bookings);
    const operator = mintOperator({ sessionId: 'console', personId: 'console' });
    const start = performance.now();
    const meant = { lot, shipment: null, carrier: null, clinic: null, fromAt: null, toAt: null };
    const opened = await openRecall(operator, { id: randomUUID(), reasonKo: '온도를 벗어났어요', reasonEn: 'It got too warm', ...meant });
    if (!opened.ok) throw new Error(opened.code);
    const quarantined = performance.now();
    for (let all = 0, seen = 1; seen > 0; all += seen) {
      seen = await seeToDisplaced(database());
      say(`recall: ${all + seen} of ${2 * bookings} steps`);
    }
    const minutes = (performance.now() - start) / 60_000;
    const { moved, left, twice, toldOnce } = await outcome();
    const whole = moved === bookings && left === 0 && twice === 0 && toldOnce === bookings;
    return [
      {
        key: `recall_of_${bookings}_bookings_minutes`,
        value: rounded(minutes),
        unit: 'minutes',
        against: 'a recall of 100,000 bookings that takes minutes',
        reach: `every booking moved once and told once, at most ${rounded((minutesMost * bookings) / 100_000)} minutes`,
        reached: whole && minutes <= (minutesMost * bookings) / 100_000,
        note: `${moved} moved, ${left} left on it, ${twice} moved twice, ${toldOnce} told once; quarantined after ${rounded(quarantined - start)} ms`,
      },
    ];
  });
