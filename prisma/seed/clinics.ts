import { chance, pick } from './chance';
import { type District, districts } from './regions';

export const clinicCount = 1000;

export interface ClinicRow {
  /** 기관번호 in the form of the real ones, eight digits; made up: code of the 시군구 and a running number. */
  id: string;
  regionCode: string;
  nameKo: string;
  nameEn: string;
  addressKo: string;
  addressEn: string;
  postalCode: string;
  latitude: number;
  longitude: number;
  phone: string;
  hours: Record<string, string[]>;
  vaccines: string[];
  /** People in half an hour. */
  capacity: number;
}

const words = `한빛 Hanbit|새봄 Saebom|푸른숲 Pureunsup|온누리 Onnuri|다솜 Dasom|해맑은 Haemalgeun|참좋은 Chamjoeun|미소 Miso|튼튼 Teunteun
나눔 Nanum|큰나무 Keunnamu|하늘 Haneul|햇살 Haessal|가온 Gaon|늘봄 Neulbom|소망 Somang|으뜸 Eutteum|든든 Deundeun|아침 Achim|바른 Bareun
별빛 Byeolbit|사랑 Sarang|새롬 Saerom|맑은샘 Malgeunsaem|한마음 Hanmaeum|이룸 Irum|도담 Dodam|솔향 Solhyang`
  .split(/[|\n]/)
  .map((entry) => entry.split(' '))
  .map(([ko = '', en = '']) => ({ ko, en }));

const kinds = [
  { ko: '내과의원', en: 'Internal Medicine Clinic', capacity: 3 },
  { ko: '가정의학과의원', en: 'Family Medicine Clinic', capacity: 2 },
  { ko: '이비인후과의원', en: 'ENT Clinic', capacity: 2 },
  { ko: '의원', en: 'Clinic', capacity: 3 },
  { ko: '소아청소년과의원', en: 'Pediatric Clinic', capacity: 2 },
  { ko: '병원', en: 'Hospital', capacity: 6 },
  { ko: '종합병원', en: 'General Hospital', capacity: 8 },
];
const center = { ko: '예방접종센터', en: 'Vaccination Center', capacity: 8 };

const roads = [
  { ko: '중앙로', en: 'Jungang-ro' },
  { ko: '새싹로', en: 'Saessak-ro' },
  { ko: '한마음로', en: 'Hanmaeum-ro' },
  { ko: '햇살로', en: 'Haessal-ro' },
  { ko: '문화로', en: 'Munhwa-ro' },
  { ko: '은행나무로', en: 'Eunhaengnamu-ro' },
  { ko: '시장길', en: 'Sijang-gil' },
  { ko: '푸른길', en: 'Pureun-gil' },
];

const openings = [
  ['09:00-13:00', '14:00-18:30'],
  ['08:30-12:30', '13:30-18:30'],
  ['08:30-12:30', '13:30-19:00'],
  ['09:00-13:00', '14:00-19:00'],
];

const stocks = [
  ['comirnaty'],
  ['comirnaty', 'spikevax'],
  ['comirnaty', 'spikevax'],
  ['spikevax'],
  ['comirnaty', 'nuvaxovid'],
  ['comirnaty', 'spikevax', 'nuvaxovid'],
];

/** Opening hours by weekday, Monday first. About three in four open on Saturday mornings, a few in the evening or on Sunday. */
function hoursOf(index: number): Record<string, string[]> {
  const day = pick(openings, 'opening', index);
  const late = chance('evening', index) < 0.15 ? [...day, '19:30-21:00'] : day;
  const hours: Record<string, string[]> = { 1: late, 2: day, 3: day, 4: late, 5: day };
  if (chance('saturday', index) < 0.75) hours[6] = ['09:00-13:00'];
  if (chance('sunday', index) < 0.08) hours[7] = ['10:00-14:00'];
  return hours;
}

/** One for every 시군구, and the others by population: largest remainders. */
function counts(): Map<string, number> {
  const population = districts.reduce((sum, district) => sum + district.population, 0);
  const free = clinicCount - districts.length;
  const shares = districts.map((district) => ({ code: district.code, share: (free * district.population) / population }));
  const result = new Map(shares.map(({ code, share }) => [code, 1 + Math.floor(share)]));
  const given = [...result.values()].reduce((sum, count) => sum + count, 0);
  const byRemainder = [...shares].sort((a, b) => (b.share % 1) - (a.share % 1) || a.code.localeCompare(b.code));
  for (const { code } of byRemainder.slice(0, clinicCount - given)) result.set(code, (result.get(code) ?? 0) + 1);
  return result;
}

/** Within about a kilometre and a half of the district's seat: near enough for a list by distance, not a real place. */
const near = (degrees: number, purpose: string, index: number): number =>
  Math.round((degrees + (chance(purpose, index) - 0.5) * 0.026) * 1e5) / 1e5;

/** The first two digits of the postal codes of each 시도, from and to; the others are made up. */
const postalDigits: Record<string, [from: number, to: number]> = {
  11: [1, 9],
  41: [10, 20],
  28: [21, 23],
  51: [24, 26],
  43: [27, 29],
  36: [30, 30],
  44: [31, 33],
  30: [34, 35],
  47: [36, 40],
  27: [41, 43],
  31: [44, 45],
  26: [46, 49],
  48: [50, 53],
  52: [54, 56],
  46: [57, 60],
  29: [61, 62],
  50: [63, 63],
};

function postalCodeOf(province: string, index: number): string {
  const [from, to] = postalDigits[province] ?? [99, 99];
  const area = from + Math.floor(chance('postal area', index) * (to - from + 1));
  return String(area * 1000 + Math.floor(chance('postal', index) * 1000)).padStart(5, '0');
}

function clinicOf(district: District, serial: number, index: number): ClinicRow {
  const { province } = district;
  // Consecutive words: no name twice in a district.
  const word = words[(Number(district.code) + serial) % words.length] ?? { ko: '', en: '' };
  const kind = serial === 1 ? center : pick(kinds, 'kind', index);
  const road = pick(roads, 'road', index);
  const house = 1 + Math.floor(chance('house', index) * 240);
  const alone = province.districts.length === 1;
  const exchange = String(Math.floor(chance('exchange', index) * 1000)).padStart(3, '0');
  return {
    id: `${district.code}${String(serial).padStart(3, '0')}`,
    regionCode: district.code,
    nameKo: serial === 1 ? `${district.nameKo} ${kind.ko}` : word.ko + kind.ko,
    nameEn: serial === 1 ? `${district.nameEn} ${kind.en}` : `${word.en} ${kind.en}`,
    addressKo: `${province.nameKo} ${alone ? '' : `${district.nameKo} `}${road.ko} ${house}`,
    addressEn: `${house} ${road.en}, ${alone ? '' : `${district.nameEn}, `}${province.nameEn}`,
    postalCode: postalCodeOf(province.code, index),
    latitude: near(district.latitude, 'latitude', index),
    longitude: near(district.longitude, 'longitude', index),
    // No local exchange begins with 0: nobody real is called.
    phone: `${district.areaCode}-0${exchange}-${String(1000 + index).slice(-4)}`,
    hours: hoursOf(index),
    vaccines: pick(stocks, 'vaccines', index),
    capacity: kind.capacity + Math.floor(chance('capacity', index) * (kind === center ? 5 : 3)),
  };
}

/** 1,000 made-up clinics, the same for ever. */
export function clinics(): ClinicRow[] {
  const byDistrict = counts();
  const rows: ClinicRow[] = [];
  for (const district of districts) {
    const count = byDistrict.get(district.code) ?? 0;
    for (let serial = 1; serial <= count; serial += 1) rows.push(clinicOf(district, serial, rows.length));
  }
  return rows;
}
