import { holdSlot } from '@/lib/booking/commands';
import { type Database, database } from '@/lib/platform/database';
import { meetDueWishes } from '@/lib/wish/worker';
import { entered, givenBack, rate, supplyOf } from './measure/claiming';
import { type Context, type Figure, median, rounded } from './measure/figure';
import { onOwnGround } from './measure/ground';

export const name = 'wishes';

const repeats = 5;
const callers = 16;
const seconds = 2;
const lists = 4_000;
/** `--large`: all the wishes of one large round, once. */
const largeLists = 1_700_000;
const roundId = 'claims';

/** People with a ticket and three wishes each: two clinics, then the district. The front has passed all of them. */
async function wishedBy(db: Database, people: number): Promise<void> {
  const step = 100_000;
  for (let done = 0; done < people; done += step) {
    await db.$executeRaw`
      WITH born AS (
        INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
        SELECT gen_random_uuid(), '\\x02', '1980-01-01', '\\x01', '\\x01', true FROM generate_series(1, ${Math.min(step, people - done)}::int) RETURNING id
      ), placed AS (INSERT INTO ticket (round_id, person_id) SELECT ${roundId}, id FROM born)
      INSERT INTO wish_list (id, round_id, person_id, actor_id, wishes, place)
      SELECT gen_random_uuid(), ${roundId}, id, id,
             jsonb_build_array(wish.at || jsonb_build_object('where', jsonb_build_object('clinic', 'claims-' || floor(random() * 200)::int)),
               wish.at || jsonb_build_object('where', jsonb_build_object('clinic', 'claims-' || floor(random() * 200)::int)),
               wish.at || '{"where": {"district": "98"}}'), random()
        FROM born CROSS JOIN (SELECT jsonb_build_object('fromDay', to_char(now(), 'YYYY-MM-DD'), 'toDay', to_char(now() + interval '20 days', 'YYYY-MM-DD'),
          'fromMinute', 0, 'toMinute', 1440) AS at) AS wish`;
  }
  await db.$executeRaw`ANALYZE wish_list, ticket, person`;
}

/** Wishes a second, until all are decided. */
async function worked(db: Database, people: number): Promise<number> {
  const started = performance.now();
  let decided = 0;
  while (decided < people) {
    const now = await meetDueWishes(db, { batches: 100 });
    if (now === 0) throw new Error(`${people - decided} wishes were left undecided`);
    decided += now;
  }
  const perSecond = people / ((performance.now() - started) / 1_000);
  const booked = await db.booking.count({ where: { roundId, origin: 'wish', status: 'confirmed' } });
  if (booked !== people) throw new Error(`${booked} bookings of ${people} wishes`);
  await db.$transaction([
    db.$executeRaw`SET LOCAL session_replication_role = replica`,
    db.$executeRaw`TRUNCATE second_dose_due, notice, wish_list, booking_event, booking`,
    db.$executeRaw`UPDATE slot SET taken = 0 WHERE taken > 0`,
    db.$executeRaw`UPDATE share SET taken = 0 WHERE taken > 0`,
  ]);
  return perSecond;
}

export const run = ({ say }: Context): Promise<Figure[]> =>
  onOwnGround(async () => {
    const db = database();
    const { slots } = await supplyOf(db);
    await db.$executeRaw`
      INSERT INTO front_segment (round_id, line, sequence, starts_at, ends_at, from_position, to_position)
      VALUES (${roundId}, 'drawn', 1, now() - interval '2 minutes', now() - interval '1 minute', 0, 1)`;
    const passes = await entered(db, 20_000);
    const claims: number[] = [];
    const wishes: number[] = [];
    for (let repeat = 0; repeat <= repeats; repeat += 1) {
      let turn = 0;
      await givenBack();
      const claimed = await rate(callers, seconds, async () => {
        const pass = passes[turn];
        const slot = slots[turn % slots.length];
        turn += 1;
        if (!pass || slot === undefined) return false;
        const held = await holdSlot(pass, slot);
        if (!held.ok) throw new Error(`the claim said ${held.code}`);
        return true;
      });
      await givenBack();
      await wishedBy(db, lists);
      const met = await worked(db, lists);
      say(`wishes: ${rounded(claimed)} claims/s, ${rounded(met)} wishes/s`);
      // The first of each warms up.
      if (repeat > 0) {
        claims.push(claimed);
        wishes.push(met);
      }
    }
    const ratios = wishes.map((met, index) => met / (claims[index] ?? Number.NaN));
    const value = rounded(median(ratios));
    const figures: Figure[] = [
      {
        key: 'wishes_per_second',
        value: rounded(median(wishes)),
        unit: '/s',
        against: `${rounded(median(claims))} claims/s`,
        repeats: wishes.map(rounded),
      },
      {
        ...{ key: 'wishes_per_claim_ratio', value, unit: 'times', reach: '≥ 0.8', reached: value >= 0.8, repeats: ratios.map(rounded) },
        against: `claims of ${callers} callers in the seconds before, on the same database`,
      },
    ];
    if (!process.argv.includes('--large')) return figures;
    say(`wishes: ${largeLists} lists are left`);
    await wishedBy(db, largeLists);
    const met = await worked(db, largeLists);
    const minutes = rounded(largeLists / met / 60);
    return [
      ...figures,
      { key: 'large_round_minutes', value: minutes, unit: 'minutes', against: `${largeLists} wishes of one round, by one worker` },
    ];
  });
