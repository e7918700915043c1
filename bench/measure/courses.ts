import { database } from '@/lib/platform/database';

export const product = 'C';
const perClinic = 200;
const piece = 10_000;

/**
 * So many people with both doses booked three weeks apart, two hundred a clinic. A week later every clinic has as many half hours on two
 * days in a row; every other one has second doses for the first of them, the others for the second, so that theirs go along to the first.
 */
export async function bookCourses(people: number): Promise<void> {
  const db = database();
  const clinics = people / perClinic;
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000);
  await db.region.create({ data: { code: 'bench', nameKo: '구', nameEn: 'District', population: 1 } });
  await db.campaign.create({ data: { id: 'bench', nameKo: '사업', nameEn: 'Campaign', products: [product], phone: '1339' } });
  const names = { nameKo: '회차', nameEn: 'Round', cohort: {}, cohortSize: people, seatCount: 1 };
  await db.round.create({
    data: { id: 'bench', campaignId: 'bench', sequence: 1, ...names, drawAt: at(-2), opensAt: at(-1), closesAt: at(24) },
  });
  const rules = { create: { validFrom: new Date('2020-01-01'), minAge: 5, doses: 2, interval: 21, intervalMin: 21, intervalMax: 42 } };
  await db.product.create({ data: { code: product, nameKo: '백신', nameEn: 'Vaccine', cvx: '208', rules } });
  await db.shipment.create({ data: { id: 'bench', carrier: 'bench' } });
  await db.lot.create({ data: { number: 'bench', productCode: product, expiresOn: new Date('2099-12-31') } });
  await db.$executeRaw`
    INSERT INTO clinic (id, region_code, name_ko, name_en, address_ko, address_en, latitude, longitude, phone, hours, vaccines)
    SELECT 'clinic-' || number, 'bench', '의원', 'Clinic', '주소', 'Address', 37 + number % 40 * 0.01, 127 + number / 40 * 0.01, '02', '{}', ARRAY[${product}]
      FROM generate_series(1, ${clinics}::int) AS number`;
  await db.$executeRaw`
    INSERT INTO delivery (shipment_id, lot_number, clinic_id, doses, planned, arrives_at)
    SELECT 'bench', 'bench', clinic.id, ${3 * perClinic}::int, ${3 * perClinic}::int, now() - interval '1 day' FROM clinic`;
  await db.$executeRaw`
    INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, dose, quota, taken)
    SELECT delivery.clinic_id, (now() AT TIME ZONE 'Asia/Seoul')::date + CASE WHEN one.after = 33 THEN 33 + delivery.id % 2 ELSE one.after END,
           delivery.id, ${product}, 'bench', one.dose, ${perClinic}::int, one.taken
      FROM delivery, (VALUES (5, 1, ${perClinic}::int), (26, 2, ${perClinic}::int), (33, 2, 0)) AS one (after, dose, taken)`;
  await db.$executeRaw`
    INSERT INTO slot (clinic_id, starts_at, capacity, taken)
    SELECT clinic.id, ((now() AT TIME ZONE 'Asia/Seoul')::date + day)::timestamp AT TIME ZONE 'Asia/Seoul' + (18 + hour) * interval '30 minutes', 10,
           CASE WHEN day < 33 THEN 10 ELSE 0 END
      FROM clinic, unnest(ARRAY[5, 26, 33, 34]) AS day, generate_series(0, 19) AS hour`;
  // In pieces, each of which a busy machine does in its time.
  for (let from = 1; from <= people; from += piece) await bookPiece(from, Math.min(people, from + piece - 1));
  await db.$executeRaw`ANALYZE`;
}

async function bookPiece(from: number, to: number): Promise<void> {
  await database().$executeRaw`
    WITH body AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
      SELECT uuidv7(), sha256(number::text::bytea), '1980-01-01', '\\x01', '\\x01', true FROM generate_series(${from}::int, ${to}::int) AS number
      RETURNING id
    ),
    one AS MATERIALIZED (SELECT id, row_number() OVER (ORDER BY id) + ${from}::int - 1 AS number, uuidv7() AS first_id FROM body),
    place AS (
      SELECT slot.id AS slot_id, slot.clinic_id, share.id AS share_id, share.dose,
             row_number() OVER (PARTITION BY share.dose ORDER BY slot.clinic_id, slot.starts_at, one) AS number
        FROM slot JOIN share ON share.clinic_id = slot.clinic_id AND share.day = (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date AND share.taken > 0
       CROSS JOIN LATERAL generate_series(1, slot.taken) AS one
    )
    INSERT INTO booking (id, number, campaign_id, round_id, person_id, actor_id, dose, product, clinic_id, slot_id, share_id, status, origin, pass_id,
      decision_id, held_until, confirmed_at)
    SELECT CASE place.dose WHEN 1 THEN one.first_id ELSE uuidv7() END, place.dose || 'B' || one.number, 'bench', 'bench', one.id, one.id, place.dose, ${product}, place.clinic_id, place.slot_id, place.share_id,
           'confirmed', CASE place.dose WHEN 1 THEN 'person' ELSE 'second_dose' END::booking_origin, CASE place.dose WHEN 1 THEN gen_random_uuid() END,
           CASE place.dose WHEN 2 THEN one.first_id END, now(), now()
      FROM one JOIN place ON place.number = one.number`;
}
