import { database, Prisma } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';

// What people browse may be two seconds old: thousands look at the same districts, and only the hold decides.
const lifeMs = 2_000;
/** The whole country is a third of a million half hours, and its sums hardly change. */
const countryLifeMs = 10_000;

export interface Area {
  code: string;
  nameKo: string;
  nameEn: string;
  /** Places that can still be taken. */
  places: number;
}

/** The half hours of clinics with a product of the campaign that one can still choose (see holdSlot), `slot` and `clinic` in scope. */
const open = (campaignId: string): Prisma.Sql => Prisma.sql`
  slot.starts_at > now() + interval '1 hour'
  AND clinic.vaccines && (SELECT campaign.products FROM campaign WHERE campaign.id = ${campaignId})`;

const provincesOf = memo<Area[]>(
  countryLifeMs,
  20,
  (campaignId) => database().$queryRaw<Area[]>`
    SELECT province.code, province.name_ko AS "nameKo", province.name_en AS "nameEn",
           coalesce(sum(slot.capacity - slot.taken) FILTER (WHERE ${open(campaignId)}), 0)::int AS places
      FROM region province
      LEFT JOIN region district ON district.parent_code = province.code
      LEFT JOIN clinic ON clinic.region_code = district.code
      LEFT JOIN slot ON slot.clinic_id = clinic.id AND slot.starts_at > now()
     WHERE province.parent_code IS NULL
     GROUP BY province.code ORDER BY province.code`,
);

/** Every 시도 with the places left in it. */
export const provinces = (campaignId: string): Promise<Area[]> => provincesOf(campaignId);

export interface Province extends Area {
  districts: Area[];
}

const provinceByKey = memo<Province | null>(lifeMs, 100, async (key) => {
  const [campaignId = '', code = ''] = key.split('\n');
  const rows = await database().$queryRaw<(Area & { province_ko: string; province_en: string })[]>`
    SELECT province.name_ko AS province_ko, province.name_en AS province_en,
           district.code, district.name_ko AS "nameKo", district.name_en AS "nameEn",
           coalesce(sum(slot.capacity - slot.taken) FILTER (WHERE ${open(campaignId)}), 0)::int AS places
      FROM region province
      JOIN region district ON district.parent_code = province.code
      LEFT JOIN clinic ON clinic.region_code = district.code
      LEFT JOIN slot ON slot.clinic_id = clinic.id AND slot.starts_at > now()
     WHERE province.code = ${code} AND province.parent_code IS NULL
     GROUP BY province.code, district.code ORDER BY district.code`;
  const [first] = rows;
  if (!first) return null;
  const districts = rows.map(({ province_ko: _, province_en: __, ...district }) => district);
  const places = districts.reduce((sum, district) => sum + district.places, 0);
  return { code, nameKo: first.province_ko, nameEn: first.province_en, places, districts };
});

/** A 시도 with its 시군구; null when there is none of this code. */
export const provinceOf = (campaignId: string, code: string): Promise<Province | null> => provinceByKey(`${campaignId}\n${code}`);

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

const placeColumns = (campaignId: string): Prisma.Sql => Prisma.sql`
  clinic.id, clinic.name_ko AS "nameKo", clinic.name_en AS "nameEn", clinic.address_ko AS "addressKo",
  clinic.address_en AS "addressEn", clinic.phone,
  coalesce(sum(slot.capacity - slot.taken) FILTER (WHERE ${open(campaignId)}), 0)::int AS places,
  min(slot.starts_at) FILTER (WHERE ${open(campaignId)} AND slot.taken < slot.capacity) AS "nextFree"`;

type DistrictRow = Omit<ClinicPlaces, 'id'> & { id: string | null; district: Omit<District, 'clinics'> };

const districtByKey = memo<District | null>(lifeMs, 500, async (key) => {
  const [campaignId = '', code = ''] = key.split('\n');
  const rows = await database().$queryRaw<DistrictRow[]>`
    SELECT ${placeColumns(campaignId)},
           json_build_object('code', district.code, 'nameKo', district.name_ko, 'nameEn', district.name_en, 'province',
             json_build_object('code', province.code, 'nameKo', province.name_ko, 'nameEn', province.name_en)) AS district
      FROM region district
      JOIN region province ON province.code = district.parent_code
      LEFT JOIN clinic ON clinic.region_code = district.code
      LEFT JOIN slot ON slot.clinic_id = clinic.id AND slot.starts_at > now()
     WHERE district.code = ${code}
     GROUP BY district.code, province.code, clinic.id
     ORDER BY (min(slot.starts_at) FILTER (WHERE ${open(campaignId)} AND slot.taken < slot.capacity)) NULLS LAST, clinic.id`;
  const [first] = rows;
  if (!first) return null;
  const clinics = rows.flatMap(({ district: _, id, ...clinic }) => (id === null ? [] : [{ id, ...clinic }]));
  return { ...first.district, clinics };
});

/** A 시군구 with its clinics, those with the earliest free half hour first; null when there is none of this code. */
export const districtOf = (campaignId: string, code: string): Promise<District | null> => districtByKey(`${campaignId}\n${code}`);

/** Clinics of the same 시군구 that still have places, other than this one. */
export async function clinicsNearby(campaignId: string, clinicId: string): Promise<ClinicPlaces[]> {
  return database().$queryRaw<ClinicPlaces[]>`
    SELECT ${placeColumns(campaignId)}
      FROM clinic JOIN slot ON slot.clinic_id = clinic.id AND slot.starts_at > now()
     WHERE clinic.region_code = (SELECT region_code FROM clinic WHERE id = ${clinicId}) AND clinic.id <> ${clinicId}
     GROUP BY clinic.id
    HAVING sum(slot.capacity - slot.taken) FILTER (WHERE ${open(campaignId)}) > 0
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
  campaignId: string,
  clinicId: string,
): Promise<{ clinic: ClinicView; days: { day: string; places: number }[] } | null> {
  const rows = await database().$queryRaw<{ clinic: ClinicView; day: string | null; places: number }[]>`
    SELECT ${clinicJson} AS clinic, to_char(slot.starts_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day,
           coalesce(sum(slot.capacity - slot.taken), 0)::int AS places
      FROM clinic JOIN region ON region.code = clinic.region_code
      LEFT JOIN slot ON slot.clinic_id = clinic.id AND ${open(campaignId)}
     WHERE clinic.id = ${clinicId}
     GROUP BY clinic.id, region.code, day ORDER BY day`;
  const [first] = rows;
  if (!first) return null;
  return { clinic: first.clinic, days: rows.flatMap(({ day, places }) => (day === null ? [] : [{ day, places }])) };
}

/** The half hours of a clinic on a day (`YYYY-MM-DD`, Seoul); null when there is no such clinic. */
export async function clinicTimes(
  campaignId: string,
  clinicId: string,
  day: string,
): Promise<{ clinic: ClinicView; times: { slotId: number; startsAt: Date; places: number }[] } | null> {
  const rows = await database().$queryRaw<{ clinic: ClinicView; slot_id: number | null; starts_at: Date; places: number }[]>`
    SELECT ${clinicJson} AS clinic, slot.id AS slot_id, slot.starts_at, (slot.capacity - slot.taken)::int AS places
      FROM clinic JOIN region ON region.code = clinic.region_code
      LEFT JOIN slot ON slot.clinic_id = clinic.id AND ${open(campaignId)}
       AND slot.starts_at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Seoul'
       AND slot.starts_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
     WHERE clinic.id = ${clinicId}
     ORDER BY slot.starts_at`;
  const [first] = rows;
  if (!first) return null;
  const times = rows.flatMap((row) => (row.slot_id === null ? [] : [{ slotId: row.slot_id, startsAt: row.starts_at, places: row.places }]));
  return { clinic: first.clinic, times };
}
