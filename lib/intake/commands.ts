import { type Database, Prisma } from '@/lib/platform/database';
import { type Slip, slipOf } from './figures';
import type { Kind, Problem, ProblemCode, Row } from './rows';

export interface Staged {
  line: number;
  row: Row;
}

export interface Doubt extends Slip {
  line: number;
  value: number;
}

export type Outcome = { ok: true; doubts: Doubt[]; written: number } | { ok: false; problems: Problem[] };

/** Thrown to undo everything: what was found out is worth telling, and nothing of it may stay. */
class Undone extends Error {
  constructor(readonly outcome: Outcome) {
    super('nothing was changed');
  }
}

const batch = 2_000;

/** Into a table of the transaction's own, so that a million lines are judged and written by a few statements. */
async function stage(db: Prisma.TransactionClient, lines: readonly Staged[]): Promise<void> {
  await db.$executeRaw`CREATE TEMPORARY TABLE staged (line int PRIMARY KEY, body jsonb NOT NULL) ON COMMIT DROP`;
  for (let from = 0; from < lines.length; from += batch) {
    const part = lines.slice(from, from + batch);
    await db.$executeRaw`
      INSERT INTO staged SELECT * FROM unnest(${part.map(({ line }) => line)}::int[], ${part.map(({ row }) => JSON.stringify(row))}::jsonb[])`;
  }
  await db.$executeRaw`ANALYZE staged`;
}

type Judgement = [column: string, code: ProblemCode, wrong: Prisma.Sql];

const noClinic: Judgement = [
  'clinic_id',
  'unknown-clinic',
  Prisma.sql`NOT EXISTS (SELECT FROM clinic WHERE clinic.id = body->>'clinic_id')`,
];

/** Conditions on `staged` that only the database can judge. */
const judgements: Record<Kind, Judgement[]> = {
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

async function judged(db: Prisma.TransactionClient, kind: Kind): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const [column, code, wrong] of judgements[kind]) {
    const rows = await db.$queryRaw<{ line: number; value: string }[]>`
      SELECT line, body->>${column} AS value FROM staged WHERE ${wrong} ORDER BY line`;
    found.push(...rows.map(({ line, value }) => ({ line, column, code, value })));
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Figures to ask about: against the clinic's own deliveries of the product, else everybody's; rooms against all clinics'. */
async function doubtful(db: Prisma.TransactionClient, kind: Kind): Promise<Doubt[]> {
  if (kind !== 'deliveries' && kind !== 'clinics') return [];
  const rows = await (kind === 'deliveries'
    ? db.$queryRaw<{ line: number; value: number; own: number[]; product: string }[]>`
        SELECT line, (body->>'doses')::int AS value, body->>'product' AS product, coalesce((
          SELECT array_agg(delivery.doses) FROM delivery JOIN lot ON lot.number = delivery.lot_number
           WHERE delivery.clinic_id = body->>'clinic_id' AND lot.product_code = body->>'product'), '{}') AS own
          FROM staged ORDER BY line`
    : db.$queryRaw<{ line: number; value: number; own: number[]; product: string }[]>`
        SELECT line, (body->>'places')::int AS value, '' AS product, '{}'::int[] AS own FROM staged ORDER BY line`);
  const known = await (kind === 'deliveries'
    ? db.$queryRaw<{ product: string; value: number }[]>`
        SELECT lot.product_code AS product, percentile_disc(0.5) WITHIN GROUP (ORDER BY delivery.doses) AS value
          FROM delivery JOIN lot ON lot.number = delivery.lot_number GROUP BY lot.product_code, delivery.clinic_id`
    : db.$queryRaw<{ product: string; value: number }[]>`SELECT '' AS product, max(capacity)::int AS value FROM slot GROUP BY clinic_id`);
  return rows.flatMap(({ line, value, own, product }) => {
    const others = [...known, ...rows].filter((one) => one.product === product).map((one) => one.value);
    const slip = slipOf(value, own, others);
    return slip ? [{ line, value, ...slip }] : [];
  });
}

const seoulTime = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`(${column} AT TIME ZONE 'Asia/Seoul')`;

/** Half hours on the days that the country has them, by the clinic's hours; none on holidays; shut ones are closed. */
const halfHours = Prisma.sql`
  INSERT INTO slot (clinic_id, starts_at, capacity, closed_at)
  SELECT clinic.id, half.at AT TIME ZONE 'Asia/Seoul', (body->>'places')::int,
         CASE WHEN EXISTS (SELECT FROM closure WHERE closure.clinic_id = clinic.id AND closure.starts_at <= half.at AT TIME ZONE 'Asia/Seoul'
           AND half.at AT TIME ZONE 'Asia/Seoul' < closure.ends_at) THEN now() END
    FROM staged JOIN clinic ON clinic.id = body->>'clinic_id'
   CROSS JOIN (SELECT DISTINCT ${seoulTime(Prisma.sql`slot.starts_at`)}::date AS day FROM slot WHERE slot.starts_at > now()) AS day
   CROSS JOIN jsonb_array_elements_text(coalesce(clinic.hours -> extract(isodow FROM day.day)::text, '[]')) AS opening
   CROSS JOIN generate_series(day.day + split_part(opening, '-', 1)::time,
     day.day + split_part(opening, '-', 2)::time - interval '30 minutes', interval '30 minutes') AS half (at)
   WHERE day.day > ${seoulTime(Prisma.sql`now()`)}::date AND NOT EXISTS (SELECT FROM holiday WHERE holiday.day = day.day)
  ON CONFLICT (clinic_id, starts_at) DO UPDATE SET capacity = greatest(EXCLUDED.capacity, slot.taken)`;

const writers: Record<Kind, Prisma.Sql[]> = {
  clinics: [
    Prisma.sql`
      INSERT INTO clinic (id, region_code, name_ko, name_en, address_ko, address_en, postal_code, latitude, longitude, phone, hours, vaccines)
      SELECT body->>'clinic_id', body->>'region_code', body->>'name_ko', body->>'name_en', body->>'address_ko', body->>'address_en',
             body->>'postal_code', (body->>'latitude')::float8, (body->>'longitude')::float8, body->>'phone',
             jsonb_strip_nulls(jsonb_build_object('1', body->'mon', '2', body->'tue', '3', body->'wed', '4', body->'thu', '5', body->'fri',
               '6', body->'sat', '7', body->'sun')), ARRAY(SELECT jsonb_array_elements_text(body->'vaccines'))
        FROM staged ORDER BY line
      ON CONFLICT (id) DO UPDATE SET region_code = EXCLUDED.region_code, name_ko = EXCLUDED.name_ko, name_en = EXCLUDED.name_en,
        address_ko = EXCLUDED.address_ko, address_en = EXCLUDED.address_en, postal_code = EXCLUDED.postal_code,
        latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude, phone = EXCLUDED.phone, hours = EXCLUDED.hours,
        vaccines = EXCLUDED.vaccines`,
    halfHours,
  ],
  deliveries: [
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
      ON CONFLICT (clinic_id, starts_at) DO UPDATE SET ends_at = EXCLUDED.ends_at`,
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

/**
 * Takes the lines of one file in, all of them or none. `confirmed` are the lines whose doubtful figures somebody has looked at; with
 * others in doubt, or dry, it finds out everything and changes nothing.
 */
export async function takeIn(
  db: Database,
  kind: Kind,
  lines: readonly Staged[],
  { dry, confirmed }: { dry: boolean; confirmed: ReadonlySet<number> },
): Promise<Outcome> {
  try {
    return await db.$transaction(
      async (tx) => {
        await stage(tx, lines);
        const problems = await judged(tx, kind);
        if (problems.length > 0) throw new Undone({ ok: false, problems });
        const doubts = await doubtful(tx, kind);
        for (const statement of writers[kind]) await tx.$executeRaw(statement);
        const done: Outcome = { ok: true, doubts, written: lines.length };
        if (dry || doubts.some(({ line }) => !confirmed.has(line))) throw new Undone({ ...done, written: 0 });
        return done;
      },
      { timeout: 600_000, maxWait: 30_000 },
    );
  } catch (fault) {
    if (fault instanceof Undone) return fault.outcome;
    throw fault;
  }
}
