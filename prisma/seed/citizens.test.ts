import { describe, expect, test } from 'vitest';
import { castIndex, citizenAt, citizenCount, personIdAt } from './citizens';
import { districts } from './regions';

const everybody = Array.from({ length: citizenCount }, (_, index) => citizenAt(index));

describe('the made-up people', () => {
  // Written down once: who these people are never changes, or the roll of a database that was seeded before is wrong.
  test('are the same for ever', () => {
    expect(citizenAt(4)).toMatchObject({ name: '손재호', birthDate: '1982-05-08', phone: '010-0070-9715', regionCode: '41130' });
    expect(citizenAt(99_999)).toMatchObject({ name: '박현우', birthDate: '1999-10-02', phone: '010-0256-5780', regionCode: '48250' });
    expect(personIdAt(1)).toBe('ba567350-37bb-84f0-8611-3e168e19bcdd');
  });

  test('are told apart by name, birth date and telephone, and by CI', () => {
    expect(new Set(everybody.map(({ name, birthDate, phone }) => `${name} ${birthDate} ${phone}`)).size).toBe(citizenCount);
    expect(new Set(everybody.map(({ ci }) => ci)).size).toBe(citizenCount);
    expect(new Set(everybody.map(({ index }) => personIdAt(index))).size).toBe(citizenCount);
  });

  test('have a CI, a telephone number that nobody has, and a district that there is', () => {
    const codes = new Set(districts.map(({ code }) => code));
    for (const { ci, phone, regionCode } of everybody) {
      expect(ci).toMatch(/^[A-Za-z0-9+/]{86}==$/);
      expect(phone).toMatch(/^010-0\d{3}-\d{4}$/);
      expect(codes.has(regionCode)).toBe(true);
    }
  });

  test('are as old as the country', () => {
    const age = ({ birthDate }: { birthDate: string }) => 2025 - Number(birthDate.slice(0, 4));
    const share = (matches: (years: number) => boolean) => everybody.filter((one) => matches(age(one))).length / citizenCount;
    expect(share((years) => years < 20)).toBeCloseTo(0.149, 2);
    expect(share((years) => years >= 80)).toBeCloseTo(0.045, 2);
    expect(share((years) => years >= 60)).toBeCloseTo(0.279, 2);
    expect(share((years) => years >= 18 && years < 50)).toBeCloseTo(0.423, 2);
    expect(Math.max(...everybody.map(age))).toBeLessThanOrEqual(104);
  });

  test('live where people live', () => {
    const inSeoul = everybody.filter(({ regionCode }) => regionCode.startsWith('11')).length;
    expect(inSeoul / citizenCount).toBeCloseTo(9364 / 51_243, 2);
    expect(new Set(everybody.map(({ regionCode }) => regionCode)).size).toBe(229);
  });

  test('end with the last one', () => {
    for (const index of [-1, citizenCount, 1.5, Number.NaN]) expect(() => citizenAt(index)).toThrow(RangeError);
  });

  test('have a daughter in her fifties with a mother of 82 among them', () => {
    expect(citizenAt(castIndex.daughter).birthDate).toBe('1971-05-16');
    expect(citizenAt(castIndex.mother).birthDate).toBe('1944-03-02');
  });
});
