import { isRoundId } from '@/lib/campaign/round';
import { database, Prisma } from '@/lib/platform/database';
import { released, seoulDay } from '@/lib/supply/sql';
import type { DistrictRow } from './document';
import type { FeedClinic, FeedDay, FeedProduct } from './feed';

/** How a round's places are shared out, and what becomes of the rest. */
export interface RoundPlan {
  /** First doses on days ahead. */
  places: number;
  /** Of them free to book, as far as they are released. */
  left: number;
  tranches: { at: Date; permille: number }[];
  handOnAt: Date;
  heir: { nameKo: string; nameEn: string } | null;
  /** It has what others leave, and no share of its own. */
  inherits: boolean;
  now: Date;
}

/** A region with the places of a round in it. */
export interface RegionPlaces {
  code: string;
  nameKo: string;
  nameEn: string;
  places: number;
  left: number;
}

/** SELECT body: (clinic_id, places, left) of a round's first doses on days ahead. */
const shared = (roundId: string): Prisma.Sql => Prisma.sql`
  SELECT share.clinic_id, sum(share.quota)::int AS places, sum(greatest(0, ${released(Prisma.sql`share`)} - share.taken))::int AS left
    FROM share JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
   WHERE share.round_id = ${roundId} AND share.dose = 1 AND share.day > ${seoulDay(Prisma.sql`now()`)}
   GROUP BY share.clinic_id`;

export async function roundPlan(roundId: string): Promise<RoundPlan | null> {
  if (!isRoundId(roundId)) return null;
  const [row] = await database().$queryRaw<(Omit<RoundPlan, 'tranches'> & { tranches: { at: string; permille: number }[] })[]>`
    SELECT coalesce(sums.places, 0)::int AS places, coalesce(sums.left, 0)::int AS left, now() AS now,
           coalesce(round.hand_on_at, round.closes_at) AS "handOnAt", coalesce(round.share_weight, round.cohort_size) = 0 AS inherits,
           (SELECT json_build_object('nameKo', later.name_ko, 'nameEn', later.name_en) FROM round later
             WHERE later.campaign_id = round.campaign_id AND later.opens_at >= round.closes_at
             ORDER BY later.opens_at, later.sequence LIMIT 1) AS heir,
           (SELECT coalesce(json_agg(json_build_object('at', tranche.at, 'permille', tranche.permille) ORDER BY tranche.at), '[]')
              FROM tranche WHERE tranche.round_id = round.id) AS tranches
      FROM round CROSS JOIN (SELECT sum(one.places) AS places, sum(one.left) AS left FROM (${shared(roundId)}) AS one) AS sums
     WHERE round.id = ${roundId}`;
  return row ? { ...row, tranches: row.tranches.map(({ at, permille }) => ({ at: new Date(at), permille })) } : null;
}

/** The 시도 with a round's places, or the 시군구 of one of them. */
export const regionPlaces = (roundId: string, province: string | null): Promise<RegionPlaces[]> => database().$queryRaw<RegionPlaces[]>`
  SELECT area.code, area.name_ko AS "nameKo", area.name_en AS "nameEn",
         coalesce(sum(sums.places), 0)::int AS places, coalesce(sum(sums.left), 0)::int AS left
    FROM region area
    LEFT JOIN region part ON part.code = area.code OR part.parent_code = area.code
    LEFT JOIN clinic ON clinic.region_code = part.code
    LEFT JOIN (${shared(roundId)}) AS sums ON sums.clinic_id = clinic.id
   WHERE area.parent_code IS NOT DISTINCT FROM ${province}
   GROUP BY area.code ORDER BY area.code`;

/** SELECT body: (round_id, clinic_id, day, product_code, room) of what can be booked now, or in a round that is to open: then 0. */
const rooms = (clinics: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT share.round_id, share.clinic_id, share.day, share.product_code, round.opens_at,
         sum(CASE WHEN round.opens_at <= now() AND round.paused_at IS NULL AND campaign.paused_at IS NULL AND clinic.paused_at IS NULL
             AND delivery.quarantined_at IS NULL AND lot.expires_on >= share.day
           THEN greatest(0, ${released(Prisma.sql`share`)} - share.taken) ELSE 0 END)::int AS room
    FROM share
    JOIN clinic ON clinic.id = share.clinic_id
    JOIN delivery ON delivery.id = share.delivery_id
    JOIN lot ON lot.number = delivery.lot_number
    JOIN round ON round.id = share.round_id AND round.closes_at > now()
    JOIN campaign ON campaign.id = round.campaign_id AND share.product_code = ANY (campaign.products)
   WHERE share.dose = 1 AND share.day >= ${seoulDay(Prisma.sql`now()`)} AND ${clinics}
   GROUP BY share.round_id, round.opens_at, share.clinic_id, share.day, share.product_code`;

/** SELECT body: (clinic_id, day, starts_at, free) of half hours that can still be chosen: see holdSlot. */
const halfHours = (clinics: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT slot.clinic_id, ${seoulDay(Prisma.sql`slot.starts_at`)} AS day, slot.starts_at, slot.capacity - slot.taken AS free
    FROM slot JOIN clinic ON clinic.id = slot.clinic_id
   WHERE slot.starts_at > now() + interval '1 hour' AND slot.closed_at IS NULL AND ${clinics}`;

/** All that is free in a 시군구; null when there is none of this code. */
export async function districtRows(code: string): Promise<{ now: Date; clinics: DistrictRow[] } | null> {
  const here = Prisma.sql`clinic.region_code = ${code}`;
  const [known] = await database().$queryRaw<{ now: Date }[]>`SELECT now() FROM region WHERE code = ${code} AND parent_code IS NOT NULL`;
  if (!known) return null;
  const clinics = await database().$queryRaw<DistrictRow[]>`
    WITH room AS (${rooms(here)}), half_hour AS (${halfHours(here)})
    SELECT clinic.id, clinic.name_ko AS "nameKo", clinic.name_en AS "nameEn", clinic.phone,
           (SELECT coalesce(json_agg(json_build_object('day', day, 'round', round_id, 'product', product_code, 'room', room)
              ORDER BY day, opens_at, round_id, product_code), '[]') FROM room WHERE room.clinic_id = clinic.id) AS rooms,
           (SELECT coalesce(json_agg(json_build_object('day', day, 'time', to_char(starts_at AT TIME ZONE 'Asia/Seoul', 'HH24:MI'),
              'free', free) ORDER BY starts_at), '[]') FROM half_hour WHERE half_hour.clinic_id = clinic.id
              AND EXISTS (SELECT FROM room WHERE room.clinic_id = clinic.id AND room.day = half_hour.day)) AS times
      FROM clinic WHERE ${here} ORDER BY clinic.id`;
  return { now: known.now, clinics };
}

const inProvince = (province: string): Prisma.Sql =>
  Prisma.sql`clinic.region_code IN (SELECT part.code FROM region part WHERE part.parent_code = ${province})`;

export const feedProvinces = (): Promise<{ code: string; nameEn: string; now: Date }[]> => database().$queryRaw`
  SELECT code, name_en AS "nameEn", now() FROM region WHERE parent_code IS NULL ORDER BY code`;

export const feedClinics = (province: string): Promise<FeedClinic[]> => database().$queryRaw<FeedClinic[]>`
  SELECT clinic.id, clinic.name_ko AS name, clinic.address_ko AS address, district.name_ko AS city, province.name_ko AS state,
         clinic.postal_code AS "postalCode", clinic.phone, clinic.latitude, clinic.longitude
    FROM clinic JOIN region district ON district.code = clinic.region_code JOIN region province ON province.code = district.parent_code
   WHERE province.code = ${province} AND clinic.postal_code IS NOT NULL ORDER BY clinic.id`;

export const feedProducts = (province: string): Promise<FeedProduct[]> => database().$queryRaw<FeedProduct[]>`
  SELECT DISTINCT room.clinic_id AS "clinicId", product.code AS product, product.cvx, product.name_en AS name
    FROM (${rooms(inProvince(province))}) AS room JOIN product ON product.code = room.product_code
    JOIN clinic ON clinic.id = room.clinic_id AND clinic.postal_code IS NOT NULL ORDER BY 1, 2`;

/** A clinic's day with a product: what can be booked in all rounds that are open, and the round to book it in. */
export const feedDays = (province: string): Promise<FeedDay[]> => database().$queryRaw<FeedDay[]>`
  WITH room AS (${rooms(inProvince(province))}),
  day AS (
    SELECT clinic_id, day, min(starts_at) AS first, max(starts_at) AS last, sum(free)::int AS free FROM (${halfHours(inProvince(province))}) AS one
     GROUP BY clinic_id, day
  )
  SELECT room.clinic_id AS "clinicId", room.product_code AS product, to_char(room.day, 'YYYY-MM-DD') AS day,
         day.first AS "startsAt", day.last + interval '30 minutes' AS "endsAt", least(sum(room.room), day.free)::int AS places,
         (array_agg(room.round_id ORDER BY room.room > 0 DESC, room.opens_at, room.round_id))[1] AS "roundId"
    FROM room JOIN day ON day.clinic_id = room.clinic_id AND day.day = room.day
    JOIN clinic ON clinic.id = room.clinic_id AND clinic.postal_code IS NOT NULL
   GROUP BY room.clinic_id, room.product_code, room.day, day.first, day.last, day.free
   ORDER BY room.clinic_id, room.product_code, room.day`;
