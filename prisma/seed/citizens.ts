import { createHash } from 'node:crypto';
import { chance, pick, weighted } from './chance';
import { familyNames, givenNames } from './names';
import { districts } from './regions';

/** How many made-up people there are. */
export const citizenCount = 100_000;

export interface Citizen {
  index: number;
  /** 연계정보: 64 bytes in base64, so 88 characters. */
  ci: string;
  name: string;
  nameEn: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  phone: string;
  regionCode: string;
}

/**
 * People by age in bands of five years, 0–4 first, 100 and over last, in thousands: resident registrations at about
 * the end of 2024, rounded from memory. An approximation.
 */
const ageBands = [
  1270, 1790, 2250, 2290, 2760, 3400, 3540, 3190, 3870, 3900, 4430, 4090, 4190, 3560, 2480, 1700, 1270, 720, 260, 60, 8,
].map((thousands, band) => ({ thousands, band }));
/** Ages are counted on the first day of this year, for ever: the same person has the same birth date in every seed. */
const ageYear = 2026;

const bandAt = weighted(ageBands, ({ thousands }) => thousands);
const familyAt = weighted(familyNames, ({ weight }) => weight);
const districtAt = weighted(districts, ({ population }) => population);

function birthDateAt(index: number): string {
  const { band } = bandAt(chance('age', index));
  const from = Date.UTC(ageYear - 5 * (band + 1), 0, 1);
  const to = Date.UTC(ageYear - 5 * band, 0, 1);
  const days = Math.floor(chance('day of birth', index) * ((to - from) / 86_400_000));
  return new Date(from + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * No subscriber's number after 010 begins with 0, so nobody real is ever called. The factor has no divisor in common
 * with 10^7: every index has a number of its own.
 */
function phoneAt(index: number): string {
  const digits = String((index * 7_368_787 + 1_234_567) % 10_000_000).padStart(7, '0');
  return `010-0${digits.slice(0, 3)}-${digits.slice(3)}`;
}

/** Those whom everybody who tries the system out meets; see ready-made.ts. Names that nobody takes for a real person's. */
const cast: Record<number, Pick<Citizen, 'name' | 'nameEn' | 'birthDate' | 'regionCode'>> = {
  0: { name: '성나래', nameEn: 'Sung Na-rae', birthDate: '1971-05-16', regionCode: '11110' },
  1: { name: '심청자', nameEn: 'Sim Cheong-ja', birthDate: '1944-03-02', regionCode: '11110' },
  2: { name: '허준희', nameEn: 'Heo Jun-hee', birthDate: '1980-09-21', regionCode: '11110' },
  3: { name: '홍길동', nameEn: 'Hong Gil-dong', birthDate: '1978-11-07', regionCode: '36110' },
};
/** The agent is who they are anyway. */
export const castIndex = { daughter: 0, mother: 1, clinic: 2, operator: 3, agent: 4 } as const;

/** A made-up person, the same for ever. 0 ≤ index < citizenCount. */
export function citizenAt(index: number): Citizen {
  if (!Number.isInteger(index) || index < 0 || index >= citizenCount) throw new RangeError(`no citizen of index ${index}`);
  const birthDate = birthDateAt(index);
  const family = familyAt(chance('family name', index));
  const given = pick(givenNames(Number(birthDate.slice(0, 4))), 'given name', index);
  return {
    index,
    ci: createHash('sha512').update(`made-up citizen ${index}`).digest('base64'),
    name: family.ko + given.ko,
    nameEn: `${family.en} ${given.en}`,
    birthDate,
    phone: phoneAt(index),
    regionCode: districtAt(chance('region', index)).code,
    ...cast[index],
  };
}

/** The id of their record: a UUID of version 8 (made by a rule of one's own). */
export function personIdAt(index: number): string {
  const hex = createHash('sha256').update(`made-up person ${index}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
