import { cities } from './regions-cities';
import { provinces } from './regions-provinces';

/** `[code, nameKo, nameEn, thousands of people, latitude, longitude, area code?]` */
export type DistrictRow = [
  code: string,
  nameKo: string,
  nameEn: string,
  thousands: number,
  latitude: number,
  longitude: number,
  areaCode?: string,
];

export interface Province {
  code: string;
  nameKo: string;
  nameEn: string;
  areaCode: string;
  districts: DistrictRow[];
}

export interface District {
  code: string;
  nameKo: string;
  nameEn: string;
  population: number;
  latitude: number;
  longitude: number;
  areaCode: string;
  province: Province;
}

/**
 * 시도 as of the end of 2025, in the order of their codes: 강원 is 51 and 전북 52 since they became 특별자치도.
 * The changes to the districts of 인천 in July 2026 are not in here yet.
 */
export const sido: Province[] = [...cities, ...provinces].sort((a, b) => a.code.localeCompare(b.code));

/** 시군구: a city's 일반구 stay inside their city; 세종 has none below it and stands here once more. */
export const districts: District[] = sido.flatMap((province) =>
  province.districts.map(([code, nameKo, nameEn, thousands, latitude, longitude, areaCode]) => ({
    code,
    nameKo,
    nameEn,
    population: thousands * 1000,
    latitude,
    longitude,
    areaCode: areaCode ?? province.areaCode,
    province,
  })),
);

export interface RegionRow {
  code: string;
  parentCode: string | null;
  nameKo: string;
  nameEn: string;
  population: number;
}

/** Rows of the table `region`, parents first. */
export const regionRows = (): RegionRow[] => [
  ...sido.map(({ code, nameKo, nameEn }) => ({
    code,
    parentCode: null,
    nameKo,
    nameEn,
    population: districts.filter((district) => district.province.code === code).reduce((sum, { population }) => sum + population, 0),
  })),
  ...districts.map(({ code, nameKo, nameEn, population, province }) => ({ code, parentCode: province.code, nameKo, nameEn, population })),
];
