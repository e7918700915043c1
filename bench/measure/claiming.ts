import pg from 'pg';
import { type FirstHoldRow, firstHoldStatement } from '@/lib/booking/holding/sql';
import { mintPass, type PassProof } from '@/lib/line/proof';
import { connect, type Database, database } from '@/lib/platform/database';

const roundId = 'claims';
/** So many half hours at clinics of their own; the first is the hot one, and one more is full. */
export const halfHours = 200;

/** A round that is open, clinics with one half hour each and a share for it, all in a few statements. */
export async function supplyOf(db: Database): Promise<{ slots: number[]; full: number }> {
  await db.$executeRaw`INSERT INTO region (code, name_ko, name_en, population) VALUES ('98', '구', 'District', 1)`;
  await db.$executeRaw`INSERT INTO campaign (id, name_ko, name_en, products, phone) VALUES (${roundId}, '측정', 'Bench', '{comirnaty}', '1339')`;
  await db.$executeRaw`
    INSERT INTO round (id, campaign_id, sequence, name_ko, name_en, cohort, cohort_size, draw_at, opens_at, closes_at, seat_count)
    VALUES (${roundId}, ${roundId}, 1, '측정', 'Bench', '{}', 1, now() - interval '2 hours', now() - interval '1 hour', now() + interval '1 day', 1)`;
  await db.$executeRaw`INSERT INTO product (code, name_ko, name_en, cvx) VALUES ('comirnaty', '백신', 'Vaccine', '208')`;
  await db.$executeRaw`
    INSERT INTO product_rule (product_code, valid_from, min_age, doses, interval, interval_min, interval_max)
    VALUES ('comirnaty', '2021-01-01', 12, 2, 21, 21, 42)`;
  await db.$executeRaw`INSERT INTO shipment (id, carrier) VALUES ('claims', 'bench')`;
  await db.$executeRaw`INSERT INTO lot (number, product_code, expires_on) VALUES ('claims', 'comirnaty', '2099-12-31')`;
  await db.$executeRaw`
    INSERT INTO clinic (id, region_code, name_ko, name_en, address_ko, address_en, latitude, longitude, phone, hours, vaccines)
    SELECT 'claims-' || one, '98', '의원', 'Clinic', '주소', 'Address', 37, 127, '02', '{}', '{comirnaty}' FROM generate_series(0, ${halfHours}::int) AS one`;
  await db.$executeRaw`
    INSERT INTO delivery (shipment_id, lot_number, clinic_id, doses, planned, arrives_at)
    SELECT 'claims', 'claims', id, 1000000, 1000000, now() FROM clinic`;
  const rows = await db.$queryRaw<{ id: number }[]>`
    INSERT INTO slot (clinic_id, starts_at, capacity)
    SELECT id, date_trunc('day', now()) + interval '7 days 2 hours', CASE WHEN id = ${`claims-${halfHours}`} THEN 0 ELSE 32000 END
      FROM clinic ORDER BY split_part(id, '-', 2)::int RETURNING id`;
  await db.$executeRaw`
    INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, quota)
    SELECT slot.clinic_id, (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date, delivery.id, 'comirnaty', ${roundId}, 1000000
      FROM slot JOIN delivery ON delivery.clinic_id = slot.clinic_id`;
  const slots = rows.map(({ id }) => id);
  return { slots: slots.slice(0, halfHours), full: slots[halfHours] ?? 0 };
}

let made = 0;

/** People with a seat and a pass each, who have not booked. */
export async function entered(db: Database, people: number): Promise<PassProof[]> {
  const first = made + 1;
  made += people;
  const rows = await db.$queryRaw<{ person_id: string; pass_id: string }[]>`
    WITH born AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
      SELECT gen_random_uuid(), '\\x01', '1980-01-01', '\\x01', '\\x01', true FROM generate_series(1, ${people}::int) RETURNING id
    )
    INSERT INTO seat (round_id, number, person_id, session_id, pass_id, granted_at, expires_at)
    SELECT ${roundId}, ${first}::int + row_number() OVER (), id, 'bench', gen_random_uuid(), now(), now() + interval '1 day' FROM born
    RETURNING person_id::text, pass_id::text`;
  const now = new Date();
  return rows.map(({ person_id: personId, pass_id: passId }) =>
    mintPass({
      ...{ passId, personId, roundId, campaignId: roundId, actorId: personId, sessionId: 'bench', beneficiaryName: '홍길동' },
      ...{ birthDate: '1980-01-01', relation: 'self', party: [{ personId, name: '홍길동', birthDate: '1980-01-01' }] },
      ...{ expiresAt: new Date(now.getTime() + 86_400_000), now, extensionsLeft: 1, wanted: false },
    }),
  );
}

/** Bookings and people who have nothing to do with what is measured, in rows of the same form, by a connection of its own. */
export async function crowdedBy(url: string, bookings: number, people: number): Promise<void> {
  const db = connect(url, 1);
  // Nobody waits for it, and what it writes fits together: foreign keys are not asked row by row.
  await db.$executeRaw`SELECT set_config('statement_timeout', '0', false), set_config('session_replication_role', 'replica', false)`;
  try {
    await withoutIndexes(url, ['person', 'booking'], () => crowd(db, bookings, people));
    await db.$executeRaw`VACUUM ANALYZE`;
  } finally {
    await db.$disconnect();
  }
}

/** Made anew in one go afterwards: millions of rows are in an index sooner when it sorts them. Those of constraints stay. */
async function withoutIndexes(url: string, tables: string[], work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; definition: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
        WHERE indrelid = ANY ($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
      [tables],
    );
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
    await work();
    await client.query("SET maintenance_work_mem = '512MB'");
    for (const { definition } of rows) await client.query(definition);
  } finally {
    await client.end();
  }
}

async function crowd(db: Database, bookings: number, people: number): Promise<void> {
  const step = 500_000;
  for (let done = 0; done < people; done += step) {
    await db.$executeRaw`
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
      SELECT gen_random_uuid(), decode(md5(one::text), 'hex'), '1970-01-01', '\\x01', '\\x01', true
        FROM generate_series(${done + 1}::int, ${Math.min(people, done + step)}::int) AS one`;
  }
  await db.$executeRaw`
    INSERT INTO clinic (id, region_code, name_ko, name_en, address_ko, address_en, latitude, longitude, phone, hours, vaccines)
    SELECT 'crowd-' || one, '98', '의원', 'Clinic', '주소', 'Address', 37, 127, '02', '{}', '{}' FROM generate_series(1, 1000) AS one ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO slot (clinic_id, starts_at, capacity)
    SELECT 'crowd-' || one, date_trunc('hour', now()) + half * interval '30 minutes', 30000 FROM generate_series(1, 1000) AS one, generate_series(1, 100) AS half
    ON CONFLICT DO NOTHING`;
  await db.$executeRaw`INSERT INTO shipment (id, carrier) SELECT 'crowd-' || one, 'bench' FROM generate_series(1, 4) AS one ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO delivery (shipment_id, lot_number, clinic_id, doses, planned, arrives_at)
    SELECT 'crowd-' || shipment, 'claims', 'crowd-' || one, 1000, 1000, now() FROM generate_series(1, 1000) AS one, generate_series(1, 4) AS shipment
    ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, quota)
    SELECT delivery.clinic_id, (now() AT TIME ZONE 'Asia/Seoul')::date + day, delivery.id, 'comirnaty', ${roundId}, 100
      FROM delivery, generate_series(1, 10) AS day WHERE delivery.clinic_id LIKE 'crowd-%' ON CONFLICT DO NOTHING`;
  await db.$executeRaw`ANALYZE person, slot, booking`;
  for (let done = 0; done < bookings; done += step) {
    await db.$executeRaw`
      INSERT INTO booking (id, number, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, status, pass_id, held_until, confirmed_at)
      SELECT gen_random_uuid(), 'C' || gen_random_uuid(), ${roundId}, ${roundId}, one.id, one.id, 'comirnaty', slot.clinic_id, slot.id, 'confirmed', one.id, now(), now()
        FROM (SELECT id, row_number() OVER () AS place FROM person WHERE birth_date = '1970-01-01'
               AND NOT EXISTS (SELECT FROM booking WHERE booking.person_id = person.id) LIMIT ${Math.min(step, bookings - done)}::int) AS one
        JOIN (SELECT id, clinic_id, row_number() OVER () AS place FROM slot WHERE clinic_id LIKE 'crowd-%') AS slot ON slot.place = 1 + one.place % 100000`;
  }
}

/** The least that any claim must do: two conditional updates and one row, prepared, by the driver alone. */
export function bareClaim(pool: pg.Pool) {
  const text = `
    WITH held_share AS (
      UPDATE share SET taken = share.taken + 1 FROM slot
       WHERE slot.id = $1 AND share.clinic_id = slot.clinic_id AND share.taken < share.quota RETURNING share.id
    ), counted AS (
      UPDATE slot SET taken = taken + 1 WHERE id = $1 AND taken < capacity AND EXISTS (SELECT FROM held_share) RETURNING id, clinic_id
    )
    INSERT INTO booking (id, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, pass_id, held_until)
    SELECT gen_random_uuid(), $2, $2, $3::uuid, $3::uuid, 'comirnaty', counted.clinic_id, counted.id, held_share.id, 'held', $4::uuid, now() + interval '5 minutes'
      FROM counted, held_share`;
  return async (pass: PassProof, slotId: number) => {
    const { rowCount } = await pool.query({ name: 'bare', text, values: [slotId, roundId, pass.personId, pass.passId] });
    if (rowCount !== 1) throw new Error('the bare claim took nothing');
  };
}

/** The program's own statement by Prisma's client: what is between this and the program, which asks the driver, is the client. */
export async function prismaClaim(pass: PassProof, slotId: number): Promise<void> {
  const [row] = await database().$queryRaw<FirstHoldRow[]>(firstHoldStatement(pass, slotId));
  if (row?.outcome !== 'held') throw new Error(`the claim said ${row?.outcome}`);
}

export const poolOf = (url: string, callers: number) => new pg.Pool({ connectionString: url, max: callers });

/** Callers who claim one after the other for some seconds: claims a second. */
export async function rate(callers: number, seconds: number, next: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  let done = 0;
  const end = started + seconds * 1_000;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < end && (await next())) done += 1;
    }),
  );
  return done / ((performance.now() - started) / 1_000);
}

/** What was claimed is given back at once and swept up, so that each repeat finds the same. */
export async function givenBack(): Promise<void> {
  const db = database();
  await db.$transaction([
    db.$executeRaw`SET LOCAL session_replication_role = replica`,
    db.$executeRaw`DELETE FROM booking_event`,
    db.$executeRaw`DELETE FROM booking WHERE status = 'held'`,
    db.$executeRaw`UPDATE slot SET taken = 0 WHERE taken > 0`,
    db.$executeRaw`UPDATE share SET taken = 0 WHERE taken > 0`,
  ]);
  await db.$executeRaw`VACUUM booking, booking_event, slot, share`;
}
