import { Prisma } from '@/lib/platform/database';
import { released } from '@/lib/supply/sql';

/** The dose of `delivery` and `lot`, rows in scope, and the days on which it can be given: as `SetAside`. */
export const usableOn = Prisma.sql`
  jsonb_build_object('deliveryId', delivery.id, 'from', (delivery.arrives_at AT TIME ZONE 'Asia/Seoul')::date + 1, 'to', lot.expires_on)`;

export interface Asked {
  campaignId: string;
  clinics: string[];
  products: string[];
  from: string;
  to: string;
  /** Also what is full: somebody may leave it. */
  full?: boolean;
}

/** Query: what is free of these products at these clinics between two days, of rounds that have opened. */
export const openQuery = ({ campaignId, clinics, products, from, to, full = false }: Asked): Prisma.Sql => Prisma.sql`
  SELECT stock.clinic_id AS "clinicId", to_char(stock.day, 'YYYY-MM-DD') AS day, stock.shares, coalesce(times.slots, '[]') AS slots
    FROM (
      SELECT share.clinic_id, share.day, jsonb_agg(jsonb_build_object('id', share.id, 'roundId', share.round_id, 'product', share.product_code,
               'dose', share.dose, 'free', left_over.places) ORDER BY lot.expires_on, share.id) AS shares
        FROM share
        JOIN clinic ON clinic.id = share.clinic_id AND clinic.paused_at IS NULL
        JOIN round ON round.id = share.round_id AND round.campaign_id = ${campaignId} AND round.opens_at <= now()
        JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
        JOIN lot ON lot.number = delivery.lot_number AND lot.expires_on >= share.day
       CROSS JOIN LATERAL (SELECT ${released(Prisma.sql`share`)} - share.taken AS places) AS left_over
       WHERE share.clinic_id = ANY (${clinics}) AND share.product_code = ANY (${products}) AND share.day BETWEEN ${from}::date AND ${to}::date
         AND (${full}::boolean OR share.taken < share.quota AND left_over.places > 0)
       GROUP BY share.clinic_id, share.day
    ) AS stock
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', slot.id, 'startsAt', extract(epoch FROM slot.starts_at) * 1000, 'free', slot.capacity - slot.taken)
               ORDER BY slot.starts_at) AS slots
        FROM slot
       WHERE slot.clinic_id = stock.clinic_id AND slot.closed_at IS NULL AND slot.starts_at > now() + interval '1 hour'
         AND (${full}::boolean OR slot.taken < slot.capacity)
         AND slot.starts_at >= stock.day::timestamp AT TIME ZONE 'Asia/Seoul' AND slot.starts_at < (stock.day + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
    ) AS times ON true`;

/**
 * Query: the half hours of these clinics between two days as `OpenDay`, and of how many of their places no round has a share (`spare`): a
 * dose that was set aside for another day of the clinic can go there.
 */
export const spareQuery = ({ clinics, from, to, full = false }: Omit<Asked, 'campaignId' | 'products'>): Prisma.Sql => Prisma.sql`
  SELECT halves.clinic_id AS "clinicId", to_char(halves.day, 'YYYY-MM-DD') AS day, '[]'::jsonb AS shares, halves.slots,
         (halves.places - coalesce(planned.places, 0))::int AS spare
    FROM (
      SELECT slot.clinic_id, (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date AS day, sum(slot.capacity) AS places,
             jsonb_agg(jsonb_build_object('id', slot.id, 'startsAt', extract(epoch FROM slot.starts_at) * 1000, 'free', slot.capacity - slot.taken)
               ORDER BY slot.starts_at) AS slots
        FROM slot JOIN clinic ON clinic.id = slot.clinic_id AND clinic.paused_at IS NULL
       WHERE slot.clinic_id = ANY (${clinics}) AND slot.closed_at IS NULL AND slot.starts_at > now() + interval '1 hour'
         AND slot.starts_at >= ${from}::date::timestamp AT TIME ZONE 'Asia/Seoul' AND slot.starts_at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
       GROUP BY 1, 2
    ) AS halves
   CROSS JOIN LATERAL (
     SELECT sum(share.quota) AS places FROM share WHERE share.clinic_id = halves.clinic_id AND share.day = halves.day
   ) AS planned
   WHERE ${full}::boolean OR halves.places > coalesce(planned.places, 0)`;
