import { database, Prisma } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';
import { hasPlace, released, seoulDay, stillAhead } from './sql';

// What people browse may be two seconds old: thousands look at the same districts, and only the hold decides.
const lifeMs = 2_000;
/** The whole country is a third of a million half hours, and its sums hardly change. */
const countryLifeMs = 10_000;
/** Where there are places at all: a part of the line document. */
const placesLifeMs = 5_000;

export interface Area {
  code: string;
  nameKo: string;
  nameEn: string;
  /** Places that can still be taken. */
  places: number;
}

/** Whose places: a round's, out of its shares; all of the campaign's for who looks after it. */
export interface Scope {
  campaignId: string;
  roundId?: string;
  /** For a booking that is moved: of its dose and product, and out of every round that has opened, too. */
  moving?: { dose: number; product: string };
}

const keyOf = ({ campaignId, roundId = '' }: Scope, code = ''): string => [campaignId, roundId, code].join('\n');
function keyed(key: string): { scope: Scope; code: string } {
  const [campaignId = '', roundId = '', code = ''] = key.split('\n');
  return { scope: roundId ? { campaignId, roundId } : { campaignId }, code };
}

function ofRound(roundId: string | undefined, moving: Scope['moving']): Prisma.Sql {
  if (!roundId) return Prisma.sql`true`;
  if (!moving) return Prisma.sql`share.round_id = ${roundId}`;
  return Prisma.sql`share.product_code = ${moving.product} AND (share.round_id = ${roundId} OR round.opens_at <= now())`;
}

/** SELECT body: (clinic_id, day, room), what the shares of the scope still have for first doses; none left is 0, no share no row. */
const rooms = ({ campaignId, roundId, moving }: Scope, clinics: Prisma.Sql = Prisma.sql`true`): Prisma.Sql => Prisma.sql`
  SELECT share.clinic_id, share.day, sum(greatest(0, ${released(Prisma.sql`share`)} - share.taken))::int AS room
    FROM share
    JOIN clinic ON clinic.id = share.clinic_id AND clinic.paused_at IS NULL
    JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
    JOIN lot ON lot.number = delivery.lot_number AND lot.expires_on >= share.day
    JOIN round ON round.id = share.round_id
    JOIN campaign ON campaign.id = round.campaign_id AND share.product_code = ANY (campaign.products)
   WHERE round.campaign_id = ${campaignId} AND share.dose = ${moving?.dose ?? 1} AND share.day >= ${seoulDay(Prisma.sql`now()`)}
     AND ${ofRound(roundId, moving)} AND ${clinics}
   GROUP BY share.clinic_id, share.day`;

/** SELECT body: (clinic_id, day, places, next_free) of days that can be chosen: places are the least of half hours and shares. */
const openDays = (scope: Scope, clinics?: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT slot.clinic_id, rooms.day, least(sum(slot.capacity - slot.taken), rooms.room)::int AS places,
         min(slot.starts_at) FILTER (WHERE slot.taken < slot.capacity AND rooms.room > 0) AS next_free
    FROM (${rooms(scope, clinics)}) AS rooms
    JOIN slot ON slot.clinic_id = rooms.clinic_id AND ${stillAhead}
     AND slot.starts_at >= rooms.day::timestamp AT TIME ZONE 'Asia/Seoul' AND slot.starts_at < (rooms.day + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
   GROUP BY slot.clinic_id, rooms.day, rooms.room`;

const provincesOf = memo<Area[]>(
  countryLifeMs,
  20,
  (key) => database().$queryRaw<Area[]>`
    SELECT province.code, province.name_ko AS "nameKo", province.name_en AS "nameEn", coalesce(sum(open.places), 0)::int AS places
      FROM region province
      LEFT JOIN region district ON district.parent_code = province.code
      LEFT JOIN clinic ON clinic.region_code = district.code
      LEFT JOIN (${openDays(keyed(key).scope)}) AS open ON open.clinic_id = clinic.id
     WHERE province.parent_code IS NULL
     GROUP BY province.code ORDER BY province.code`,
);

/** Every 시도 with the places left in it. */
export const provinces = (scope: Scope): Promise<Area[]> => provincesOf(keyOf(scope));

export interface RoundPlaces {
  /** Codes of the 시도 where places can be chosen now. */
  provinces: string[];
  /** Nothing can be chosen, and no tranche is to come that would change it. */
  soldOut: boolean;
}

/** What the round still has, asked by everybody at once. Each 시도 is searched until one place is found. */
export const roundPlaces = memo<RoundPlaces>(placesLifeMs, 50, async (roundId) => {
  const rows = await database().$queryRaw<{ code: string }[]>`
    SELECT province.code FROM region province CROSS JOIN LATERAL (
      SELECT FROM region part JOIN clinic home ON home.region_code = part.code
       CROSS JOIN LATERAL (
         SELECT FROM share WHERE share.clinic_id = home.id AND share.round_id = ${roundId} AND ${hasPlace()} LIMIT 1
       ) AS place
       WHERE part.parent_code = province.code LIMIT 1
    ) AS one
     WHERE province.parent_code IS NULL ORDER BY province.code`;
  if (rows.length > 0) return { provinces: rows.map((row) => row.code), soldOut: false };
  const [rest] = await database().$queryRaw<{ to_come: boolean }[]>`
    SELECT EXISTS (SELECT FROM share WHERE share.round_id = round.id AND ${hasPlace(Prisma.sql`round.closes_at`)}) AS to_come
      FROM round WHERE round.id = ${roundId}`;
  return { provinces: [], soldOut: !rest?.to_come };
});

export interface Province extends Area {
  districts: Area[];
}

const provinceByKey = memo<Province | null>(lifeMs, 100, async (key) => {
  const { scope, code } = keyed(key);
  const rows = await database().$queryRaw<(Area & { province_ko: string; province_en: string })[]>`
    SELECT province.name_ko AS province_ko, province.name_en AS province_en,
           district.code, district.name_ko AS "nameKo", district.name_en AS "nameEn",
           coalesce(sum(open.places), 0)::int AS places
      FROM region province
      JOIN region district ON district.parent_code = province.code
      LEFT JOIN clinic ON clinic.region_code = district.code
      LEFT JOIN (${openDays(scope, Prisma.sql`clinic.region_code IN (SELECT part.code FROM region part WHERE part.parent_code = ${code})`)}) AS open
        ON open.clinic_id = clinic.id
     WHERE province.code = ${code} AND province.parent_code IS NULL
     GROUP BY province.code, district.code ORDER BY district.code`;
  const [first] = rows;
  if (!first) return null;
  const districts = rows.map(({ province_ko: _, province_en: __, ...district }) => district);
  const places = districts.reduce((sum, district) => sum + district.places, 0);
  return { code, nameKo: first.province_ko, nameEn: first.province_en, places, districts };
});

/** A 시도 with its 시군구; null when there is none of this code. */
export const provinceOf = (scope: Scope, code: string): Promise<Province | null> => provinceByKey(keyOf(scope, code));

export interface ClinicPlaces {
  id: string;
  nameKo: string;
  nameEn: string;
  addressKo: string;
  addressEn: string;
  phone: string;
  places: number;
  /** The first half hour that is free. */
  nextFree: Date | null;
}

export interface District {
  code: string;
  nameKo: string;
  nameEn: string;
  province: { code: string; nameKo: string; nameEn: string };
  clinics: ClinicPlaces[];
}

const placeColumns = Prisma.sql`
  clinic.id, clinic.name_ko AS "nameKo", clinic.name_en AS "nameEn", clinic.address_ko AS "addressKo",
  clinic.address_en AS "addressEn", clinic.phone,
  coalesce(sum(open.places), 0)::int AS places, min(open.next_free) AS "nextFree"`;

type DistrictRow = Omit<ClinicPlaces, 'id'> & { id: string | null; district: Omit<District, 'clinics'> };

const districtByKey = memo<District | null>(lifeMs, 500, async (key) => {
  const { scope, code } = keyed(key);
  const rows = await database().$queryRaw<DistrictRow[]>`
    SELECT ${placeColumns},
           json_build_object('code', district.code, 'nameKo', district.name_ko, 'nameEn', district.name_en, 'province',
             json_build_object('code', province.code, 'nameKo', province.name_ko, 'nameEn', province.name_en)) AS district
      FROM region district
      JOIN region province ON province.code = district.parent_code
      LEFT JOIN clinic ON clinic.region_code = district.code
      LEFT JOIN (${openDays(scope, Prisma.sql`clinic.region_code = ${code}`)}) AS open ON open.clinic_id = clinic.id
     WHERE district.code = ${code}
     GROUP BY district.code, province.code, clinic.id
     ORDER BY min(open.next_free) NULLS LAST, clinic.id`;
  const [first] = rows;
  if (!first) return null;
  const clinics = rows.flatMap(({ district: _, id, ...clinic }) => (id === null ? [] : [{ id, ...clinic }]));
  return { ...first.district, clinics };
});

/** A 시군구 with its clinics, those with the earliest free half hour first; null when there is none of this code. */
export const districtOf = (scope: Scope, code: string): Promise<District | null> => districtByKey(keyOf(scope, code));

/** Clinics of the same 시군구 that still have places, other than this one. */
export async function clinicsNearby(scope: Scope, clinicId: string): Promise<ClinicPlaces[]> {
  const near = Prisma.sql`clinic.region_code = (SELECT home.region_code FROM clinic home WHERE home.id = ${clinicId}) AND clinic.id <> ${clinicId}`;
  return database().$queryRaw<ClinicPlaces[]>`
    SELECT ${placeColumns}
      FROM clinic JOIN (${openDays(scope, near)}) AS open ON open.clinic_id = clinic.id
     GROUP BY clinic.id
    HAVING sum(open.places) > 0
     ORDER BY "nextFree", clinic.id LIMIT 5`;
}

export interface ClinicView {
  id: string;
  nameKo: string;
  nameEn: string;
  addressKo: string;
  addressEn: string;
  phone: string;
  district: { code: string; nameKo: string; nameEn: string };
  provinceCode: string;
}

const clinicJson = Prisma.sql`
  json_build_object('id', clinic.id, 'nameKo', clinic.name_ko, 'nameEn', clinic.name_en, 'addressKo', clinic.address_ko,
    'addressEn', clinic.address_en, 'phone', clinic.phone, 'provinceCode', coalesce(region.parent_code, region.code),
    'district', json_build_object('code', region.code, 'nameKo', region.name_ko, 'nameEn', region.name_en))`;

/** The days of a clinic in the order of the calendar, full ones too, so that nobody wonders where a day went. */
export async function clinicDays(
  scope: Scope,
  clinicId: string,
): Promise<{ clinic: ClinicView; days: { day: string; places: number }[] } | null> {
  const rows = await database().$queryRaw<{ clinic: ClinicView; day: string | null; places: number }[]>`
    SELECT ${clinicJson} AS clinic, to_char(open.day, 'YYYY-MM-DD') AS day, open.places
      FROM clinic JOIN region ON region.code = clinic.region_code
      LEFT JOIN (${openDays(scope, Prisma.sql`clinic.id = ${clinicId}`)}) AS open ON open.clinic_id = clinic.id
     WHERE clinic.id = ${clinicId}
     ORDER BY open.day`;
  const [first] = rows;
  if (!first) return null;
  return { clinic: first.clinic, days: rows.flatMap(({ day, places }) => (day === null ? [] : [{ day, places }])) };
}

/** The half hours of a clinic on a day (`YYYY-MM-DD`, Seoul); null when there is no such clinic. */
export async function clinicTimes(
  scope: Scope,
  clinicId: string,
  day: string,
): Promise<{ clinic: ClinicView; times: { slotId: number; startsAt: Date; places: number }[] } | null> {
  const rows = await database().$queryRaw<{ clinic: ClinicView; slot_id: number | null; starts_at: Date; places: number }[]>`
    SELECT ${clinicJson} AS clinic, slot.id AS slot_id, slot.starts_at, least(slot.capacity - slot.taken, rooms.room)::int AS places
      FROM clinic JOIN region ON region.code = clinic.region_code
      LEFT JOIN (${rooms(scope, Prisma.sql`clinic.id = ${clinicId}`)}) AS rooms ON rooms.day = ${day}::date
      LEFT JOIN slot ON slot.clinic_id = rooms.clinic_id AND ${stillAhead}
       AND slot.starts_at >= rooms.day::timestamp AT TIME ZONE 'Asia/Seoul'
       AND slot.starts_at < (rooms.day + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
     WHERE clinic.id = ${clinicId}
     ORDER BY slot.starts_at`;
  const [first] = rows;
  if (!first) return null;
  const times = rows.flatMap((row) => (row.slot_id === null ? [] : [{ slotId: row.slot_id, startsAt: row.starts_at, places: row.places }]));
  return { clinic: first.clinic, times };
}
