import { database } from '@/lib/platform/database';

export const lot = 'RECALLED';
const perClinic = 200;
const piece = 10_000;

/**
 * So many people, booked on one lot at clinics with two hundred each. At every other clinic there is as much of another lot
 * for the same half hours, at the others for those of the day after.
 */
export async function bookOnOneLot(bookings: number): Promise<void> {
  const db = database();
  const clinics = bookings / perClinic;
  const now = Date.now();
  const at = (hours: number) => new Date(now + hours * 3_600_000);
  await db.region.create({ data: { code: 'bench', nameKo: '구', nameEn: 'District', population: 1 } });
  await db.campaign.create({ data: { id: 'bench', nameKo: '사업', nameEn: 'Campaign', products: ['B'], phone: '1339' } });
  const names = { nameKo: '회차', nameEn: 'Round', cohort: {}, cohortSize: bookings, seatCount: 1 };
  const times = { drawAt: at(-2), opensAt: at(-1), closesAt: at(24) };
  await db.round.create({ data: { id: 'bench', campaignId: 'bench', sequence: 1, ...names, ...times } });
  const rules = { create: { validFrom: new Date('2020-01-01'), minAge: 5, doses: 1 } };
  await db.product.create({ data: { code: 'B', nameKo: '백신', nameEn: 'Vaccine', cvx: '208', rules } });
  await db.shipment.create({ data: { id: 'bench', carrier: 'bench' } });
  const expiresOn = new Date('2099-12-31');
  await db.lot.createMany({ data: [lot, 'OTHER'].map((number) => ({ number, productCode: 'B', expiresOn })) });
  await db.$executeRaw`
    INSERT INTO clinic (id, region_code, name_ko, name_en, address_ko, address_en, latitude, longitude, phone, hours, vaccines)
    SELECT 'clinic-' || number, 'bench', '의원', 'Clinic', '주소', 'Address', 37 + number % 40 * 0.01, 127 + number / 40 * 0.01, '02', '{}', ARRAY['B']
      FROM generate_series(1, ${clinics}::int) AS number`;
  await db.$executeRaw`
    INSERT INTO delivery (shipment_id, lot_number, clinic_id, doses, planned, arrives_at)
    SELECT 'bench', lot.number, clinic.id, ${perClinic}::int, ${perClinic}::int, now() - interval '1 day' FROM clinic, lot`;
  await db.$executeRaw`
    INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, quota, taken)
    SELECT clinic_id, (now() AT TIME ZONE 'Asia/Seoul')::date + CASE WHEN lot_number = ${lot} OR id % 4 < 2 THEN 5 ELSE 6 END, id, 'B', 'bench', doses,
           CASE WHEN lot_number = ${lot} THEN doses ELSE 0 END FROM delivery`;
  await db.$executeRaw`
    INSERT INTO slot (clinic_id, starts_at, capacity, taken)
    SELECT clinic.id, ((now() AT TIME ZONE 'Asia/Seoul')::date + day)::timestamp AT TIME ZONE 'Asia/Seoul' + (18 + hour) * interval '30 minutes', 10,
           CASE WHEN day = 5 THEN 10 ELSE 0 END
      FROM clinic, generate_series(5, 6) AS day, generate_series(0, 19) AS hour`;
  // In pieces, each of which a busy machine does in its time.
  for (let from = 1; from <= bookings; from += piece) await bookPiece(from, Math.min(bookings, from + piece - 1));
  await db.$executeRaw`ANALYZE`;
}

async function bookPiece(from: number, to: number): Promise<void> {
  await database().$executeRaw`
    WITH body AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
      SELECT uuidv7(), sha256(number::text::bytea), '1980-01-01', '\\x01', '\\x01', true FROM generate_series(${from}::int, ${to}::int) AS number
      RETURNING id
    )
    INSERT INTO booking (id, number, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, pass_id, held_until, confirmed_at)
    SELECT uuidv7(), 'B' || one.number, 'bench', 'bench', one.id, one.id, 'B', place.clinic_id, place.slot_id, place.share_id, 'confirmed', gen_random_uuid(), now(), now()
      FROM (SELECT id, row_number() OVER (ORDER BY id) + ${from}::int - 1 AS number FROM body) AS one
      JOIN (SELECT slot.id AS slot_id, slot.clinic_id, share.id AS share_id, row_number() OVER (ORDER BY one, slot.id) AS number
              FROM slot JOIN share ON share.clinic_id = slot.clinic_id AND share.taken > 0 CROSS JOIN LATERAL generate_series(1, slot.taken) AS one) AS place
        ON place.number = one.number`;
}
