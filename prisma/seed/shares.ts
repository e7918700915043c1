import { addDays, seoulDate } from '@/lib/campaign/seoul';
import type { Database } from '@/lib/platform/database';

/** CVX codes of the US CDC, and what was recommended in Korea in the autumn of 2021. */
const products = [
  {
    code: 'comirnaty',
    nameKo: '화이자',
    nameEn: 'Pfizer (Comirnaty)',
    cvx: '208',
    minAge: 12,
    interval: 21,
    intervalMin: 21,
    intervalMax: 42,
  },
  {
    code: 'spikevax',
    nameKo: '모더나',
    nameEn: 'Moderna (Spikevax)',
    cvx: '207',
    minAge: 18,
    interval: 28,
    intervalMin: 28,
    intervalMax: 42,
  },
  {
    code: 'nuvaxovid',
    nameKo: '노바백스',
    nameEn: 'Novavax (Nuvaxovid)',
    cvx: '211',
    minAge: 18,
    interval: 21,
    intervalMin: 21,
    intervalMax: 56,
  },
];

export async function loadProducts(db: Database): Promise<void> {
  await db.product.createMany({
    data: products.map(({ code, nameKo, nameEn, cvx }) => ({ code, nameKo, nameEn, cvx })),
    skipDuplicates: true,
  });
  await db.productRule.createMany({
    data: products.map(({ code, minAge, interval, intervalMin, intervalMax }) => ({
      ...{ productCode: code, validFrom: new Date('2021-02-26'), doses: 2 },
      ...{ minAge, interval, intervalMin, intervalMax },
    })),
    skipDuplicates: true,
  });
}

/**
 * Of each clinic's day, so many places as it has half hours for, split evenly over the rounds that are not over; out of one
 * delivery of the product that the campaign prefers. What was shared out before stays as it is.
 */
export async function loadShares(db: Database, campaignId: string, now: Date, days: number): Promise<number> {
  const id = `${campaignId}-${seoulDate(now)}`;
  await db.shipment.createMany({ data: { id, carrier: '질병관리청' }, skipDuplicates: true });
  const expiresOn = new Date(addDays(seoulDate(now), 90));
  const lots = products.map(({ code }) => ({ number: `${id}-${code}`, productCode: code, expiresOn }));
  await db.lot.createMany({ data: lots, skipDuplicates: true });
  let added = 0;
  for (let ahead = 1; ahead <= days; ahead += 1) added += await shareDay(db, { campaignId, id, now, day: addDays(seoulDate(now), ahead) });
  return added;
}

const shareDay = (db: Database, { campaignId, id, now, day }: { campaignId: string; id: string; now: Date; day: string }) => db.$executeRaw`
    WITH offered AS (
      SELECT clinic.id, (SELECT wanted.code FROM campaign, unnest(campaign.products) WITH ORDINALITY AS wanted (code, rank)
        WHERE campaign.id = ${campaignId} AND wanted.code = ANY (clinic.vaccines) ORDER BY wanted.rank LIMIT 1) AS product FROM clinic
    ), open_round AS (
      SELECT id, row_number() OVER (ORDER BY sequence) - 1 AS place, count(*) OVER () AS rounds
        FROM round WHERE campaign_id = ${campaignId} AND closes_at > ${now}
    ), day AS (
      SELECT slot.clinic_id, offered.product, (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date AS day, sum(slot.capacity)::int AS places
        FROM slot JOIN offered ON offered.id = slot.clinic_id WHERE offered.product IS NOT NULL
          AND slot.starts_at >= ${day}::timestamp AT TIME ZONE 'Asia/Seoul' AND slot.starts_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
       GROUP BY 1, 2, 3
    ), split AS (
      SELECT day.*, open_round.id AS round_id, open_round.place,
        ((places * (place + 1)) / rounds - (places * place) / rounds)::int AS quota
        FROM day CROSS JOIN open_round
       WHERE NOT EXISTS (SELECT FROM share
         WHERE share.clinic_id = day.clinic_id AND share.day = day.day AND share.round_id = open_round.id)
    ), needed AS (
      SELECT clinic_id, product, sum(quota)::int AS doses FROM split GROUP BY 1, 2
    ), arrived AS (
      INSERT INTO delivery (shipment_id, lot_number, clinic_id, doses, planned, arrives_at)
      SELECT ${id}, ${id} || '-' || product, clinic_id, doses, doses, ${now} FROM needed ORDER BY clinic_id, product
      ON CONFLICT (shipment_id, lot_number, clinic_id)
        DO UPDATE SET doses = delivery.doses + EXCLUDED.doses, planned = delivery.planned + EXCLUDED.planned
      RETURNING id, clinic_id
    )
    INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, quota)
    SELECT split.clinic_id, split.day, arrived.id, split.product, split.round_id, split.quota
      FROM split JOIN arrived ON arrived.clinic_id = split.clinic_id WHERE split.quota > 0
     ORDER BY split.clinic_id, split.day, split.place`;
