import type { Database, Prisma } from '@/lib/platform/database';
import { Carries, type KnownShare, type PlannedRound, type PlannedShare, sharesOf } from './shares';
import { type Cell, type Clinic, type Course, cellKey, clinicCells, type Delivery } from './stock';

type Writer = Database | Prisma.TransactionClient;

/** Those of a campaign; `newcomers` where a round has come that takes part and has no share yet. */
async function plannedRounds(db: Writer, campaignId: string, now: Date): Promise<{ all: PlannedRound[]; newcomers: boolean }> {
  const rows = await db.$queryRaw<(PlannedRound & { planned: boolean })[]>`
    SELECT id, coalesce(share_weight, cohort_size) AS weight, EXISTS (SELECT FROM share WHERE share.round_id = round.id) AS planned,
           CASE WHEN closes_at <= ${now} THEN 'closed' WHEN opens_at <= ${now} THEN 'open' ELSE 'ahead' END AS phase
      FROM round WHERE campaign_id = ${campaignId} ORDER BY sequence`;
  const all = rows.map(({ id, weight, phase }) => ({ id, weight, phase }));
  return { all, newcomers: rows.some(({ phase, weight, planned }) => phase === 'ahead' && weight > 0 && !planned) };
}

/** The rule of the day, by the date from which it holds. */
async function coursesOf(db: Writer): Promise<Course> {
  const rules = await db.$queryRaw<{ product: string; from: string; interval: number | null; intervalMax: number | null }[]>`
    SELECT product_code AS product, to_char(valid_from, 'YYYY-MM-DD') AS from, interval, interval_max AS "intervalMax"
      FROM product_rule ORDER BY valid_from DESC`;
  return (product, day) => {
    const rule = rules.find((one) => one.product === product && one.from <= day);
    return rule?.interval && rule.intervalMax ? { interval: rule.interval, intervalMax: rule.intervalMax } : null;
  };
}

type KnownRow = KnownShare & { day: string; dose: 1 | 2; deliveryId: number };

interface PlanRow {
  clinicId: string;
  places: Record<string, number>;
  deliveries: (Delivery & { spent: number })[];
  shares: KnownRow[];
}

/** What is known of clinics: their half hours ahead, the vaccine of the campaign, the shares that there are. */
const readClinics = (db: Writer, campaignId: string, ids: string[], now: Date): Promise<PlanRow[]> => db.$queryRaw<PlanRow[]>`
  WITH today AS (SELECT (${now}::timestamptz AT TIME ZONE 'Asia/Seoul')::date AS day),
  room AS (
    SELECT clinic_id, jsonb_object_agg(day, places) AS places FROM (
      SELECT clinic_id, to_char(starts_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day, sum(capacity)::int AS places FROM slot
       WHERE clinic_id = ANY (${ids}) AND closed_at IS NULL
         AND starts_at >= (SELECT (day + 1)::timestamp AT TIME ZONE 'Asia/Seoul' FROM today)
       GROUP BY 1, 2
    ) AS days GROUP BY clinic_id
  ),
  vaccine AS (
    SELECT delivery.clinic_id, jsonb_agg(jsonb_build_object('id', delivery.id, 'product', lot.product_code, 'doses', delivery.doses,
             -- On hand from the morning after: nobody plans for the hour of a van.
             'from', CASE WHEN quarantined_at IS NULL THEN (arrives_at AT TIME ZONE 'Asia/Seoul')::date + 1 ELSE '9999-12-31' END,
             'to', lot.expires_on,
             'spent', (SELECT coalesce(sum(quota), 0) FROM share, today WHERE share.delivery_id = delivery.id AND share.day <= today.day)
           ) ORDER BY delivery.id) AS deliveries
      FROM delivery JOIN lot ON lot.number = delivery.lot_number
     WHERE delivery.clinic_id = ANY (${ids}) AND lot.product_code = ANY ((SELECT products FROM campaign WHERE id = ${campaignId})::text[])
     GROUP BY delivery.clinic_id
  ),
  given AS (
    SELECT clinic_id, jsonb_agg(jsonb_build_object('day', share.day, 'dose', dose, 'deliveryId', delivery_id, 'roundId', round_id,
             'quota', quota, 'taken', taken, 'received', received) ORDER BY share.day, dose, delivery_id, share.id) AS shares
      FROM share, today WHERE clinic_id = ANY (${ids}) AND share.day > today.day
     GROUP BY clinic_id
  )
  SELECT vaccine.clinic_id AS "clinicId", coalesce(places, '{}') AS places, deliveries, coalesce(shares, '[]') AS shares
    FROM vaccine LEFT JOIN room USING (clinic_id) LEFT JOIN given USING (clinic_id)
   ORDER BY vaccine.clinic_id`;

/** What half hours of a day leave for this programme: others' vaccine is given in them, too. What stands is not cut for that. */
function roomBeside(row: PlanRow, others: ReadonlyMap<string, number>, own: ReadonlyMap<string, number>): Map<string, number> {
  const room = Object.entries(row.places).map(([day, places]) => {
    const left = Math.max(places - (others.get(day) ?? 0), Math.min(places, own.get(day) ?? 0));
    return [day, left] as const;
  });
  return new Map(room);
}

function planOf(row: PlanRow): { clinicId: string; clinic: Clinic; known: Map<string, KnownShare[]> } {
  const deliveries = new Map(row.deliveries.map((delivery) => [delivery.id, delivery]));
  const cells = new Map<string, Cell & { taken: number }>();
  const known = new Map<string, KnownShare[]>();
  const [others, own] = [new Map<string, number>(), new Map<string, number>()];
  for (const share of row.shares) {
    const delivery = deliveries.get(share.deliveryId);
    const side = delivery ? own : others;
    side.set(share.day, (side.get(share.day) ?? 0) + share.quota);
    if (!delivery) continue;
    const cell = { day: share.day, dose: share.dose, delivery, places: 0, taken: 0 };
    const key = cellKey(cell);
    const sum = cells.get(key) ?? cell;
    sum.places += share.quota;
    sum.taken += share.taken;
    cells.set(key, sum);
    known.set(key, [...(known.get(key) ?? []), share]);
  }
  return {
    clinicId: row.clinicId,
    known,
    clinic: {
      places: roomBeside(row, others, own),
      deliveries: row.deliveries,
      spent: new Map(row.deliveries.map(({ id, spent }) => [id, spent])),
      known: [...cells.values()],
    },
  };
}

type Written = { written: number; overtaken: boolean };

/**
 * Writes shares, and what of each delivery is planned, in one statement. A share never gets smaller than what is taken of it at
 * that moment: the rows are locked by ascending id, as claims do, and what they hold then counts. One that is not as the plan saw it
 * stays: what a closed round left has come to it.
 */
async function writeShares(db: Writer, rows: (PlannedShare & { clinicId: string })[]): Promise<Written> {
  const [row] = await db.$queryRaw<Written[]>`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM unnest(
        ${rows.map(({ clinicId }) => clinicId)}::text[], ${rows.map(({ day }) => day)}::date[],
        ${rows.map(({ delivery }) => delivery.id)}::int[], ${rows.map(({ delivery }) => delivery.product)}::text[],
        ${rows.map(({ roundId }) => roundId)}::text[], ${rows.map(({ dose }) => dose)}::int[], ${rows.map(({ places }) => places)}::int[],
        ${rows.map(({ was }) => was)}::int[]
      ) AS one (clinic_id, day, delivery_id, product_code, round_id, dose, quota, was)
    ),
    -- One look-up a row whatever the statistics say: a table that has just been filled is taken for a small one.
    found AS MATERIALIZED (
      SELECT one.id, wanted.quota, wanted.was FROM wanted CROSS JOIN LATERAL (
        SELECT share.id FROM share
         WHERE share.clinic_id = wanted.clinic_id AND share.day = wanted.day AND share.round_id = wanted.round_id
           AND share.dose = wanted.dose AND share.delivery_id = wanted.delivery_id OFFSET 0
      ) AS one
    ),
    locked AS MATERIALIZED (
      SELECT id, quota, taken FROM share WHERE id = ANY (ARRAY(SELECT id FROM found)) ORDER BY id FOR NO KEY UPDATE
    ),
    known AS MATERIALIZED (
      SELECT locked.id, locked.quota, greatest(found.quota, locked.taken) AS wanted FROM locked JOIN found ON found.id = locked.id AND found.was = locked.quota
    ),
    changed AS (
      UPDATE share SET quota = known.wanted, received = least(share.received, known.wanted) FROM known WHERE share.id = known.id
      RETURNING share.delivery_id, known.wanted - known.quota AS by
    ),
    made AS (
      INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, dose, quota)
      SELECT clinic_id, day, delivery_id, product_code, round_id, dose, quota FROM wanted WHERE quota > 0
      ON CONFLICT DO NOTHING
      RETURNING delivery_id, quota AS by
    ),
    change AS MATERIALIZED (
      SELECT delivery_id, sum(by)::int AS by FROM (SELECT * FROM changed UNION ALL SELECT * FROM made) AS one GROUP BY delivery_id
    ),
    counted AS (UPDATE delivery SET planned = delivery.planned + change.by FROM change WHERE delivery.id = change.delivery_id)
    SELECT ((SELECT count(*) FROM changed) + (SELECT count(*) FROM made))::int AS written,
           (SELECT count(*) FROM changed) + (SELECT count(*) FROM made) < (SELECT count(*) FROM wanted) AS overtaken`;
  if (!row) throw new Error('a plan that is written says how much of it was');
  return row;
}

/** What rounds that are over left, with no round after them to go to, can be planned again. */
const takeBack = (db: Writer, now: Date): Promise<number> => db.$executeRaw`
  WITH idle AS MATERIALIZED (
    SELECT share.id, share.delivery_id, share.quota, share.taken FROM share JOIN round ON round.id = share.round_id
     WHERE share.quota > share.taken AND share.day > (${now}::timestamptz AT TIME ZONE 'Asia/Seoul')::date
       AND coalesce(round.hand_on_at, round.closes_at) <= ${now}
       AND NOT EXISTS (
         SELECT FROM round later WHERE later.campaign_id = round.campaign_id AND coalesce(later.hand_on_at, later.closes_at) > ${now})
     ORDER BY share.id FOR NO KEY UPDATE OF share
  ),
  back AS MATERIALIZED (SELECT delivery_id, sum(quota - taken)::int AS doses FROM idle GROUP BY delivery_id),
  counted AS (UPDATE delivery SET planned = planned - back.doses FROM back WHERE delivery.id = back.delivery_id)
  UPDATE share SET quota = idle.taken, received = least(share.received, idle.taken) FROM idle WHERE share.id = idle.id`;

/** Clinics whose shares are worked out and written together. */
const batch = 20;
/** So often they are worked out anew when shares have changed meanwhile. */
const triesMost = 5;

/**
 * Shares the supply of a campaign out: the days after today, at all clinics, over all rounds that are not over. What stands
 * stays as far as doses and half hours last, so it can be run again whenever supply, half hours or rounds have come. Gives how many
 * shares it wrote.
 */
export async function planShares(
  db: Writer,
  campaignId: string,
  now: Date,
  { progress = () => undefined, only }: { progress?: (done: number, of: number) => void; only?: string[] } = {},
): Promise<number> {
  await takeBack(db, now);
  const rounds = await plannedRounds(db, campaignId, now);
  const courseOn = await coursesOf(db);
  const clinics = await db.$queryRaw<{ id: string }[]>`SELECT DISTINCT clinic_id AS id FROM delivery ORDER BY 1`;
  const clinicIds = clinics.map(({ id }) => id).filter((id) => !only || only.includes(id));
  const carries = new Carries();
  let written = 0;
  for (let from = 0; from < clinicIds.length; from += batch) {
    for (let tries = 0; tries < triesMost; tries += 1) {
      const read = await readClinics(db, campaignId, clinicIds.slice(from, from + batch), now);
      const rows = read.map(planOf).flatMap(({ clinicId, clinic, known }) => {
        const shares = sharesOf(clinicCells(clinic, courseOn), rounds.all, known, carries, rounds.newcomers);
        return shares.map((share) => ({ ...share, clinicId }));
      });
      if (rows.length === 0) break;
      const done = await writeShares(db, rows);
      written += done.written;
      if (!done.overtaken) break;
    }
    progress(Math.min(from + batch, clinicIds.length), clinicIds.length);
  }
  return written;
}
