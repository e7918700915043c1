import { describe, expect, test } from 'vitest';
import { clinics } from './clinics';
import { districts } from './regions';

const rows = clinics();

describe('the made-up clinics', () => {
  test('are a thousand, each with its number of eight digits', () => {
    expect(rows).toHaveLength(1000);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1000);
    for (const { id, regionCode } of rows) expect(id).toMatch(new RegExp(`^${regionCode}\\d{3}$`));
  });

  test('stand in every 시군구, more of them where more people live', () => {
    const count = (code: string) => rows.filter(({ regionCode }) => regionCode === code).length;
    for (const { code } of districts) expect(count(code)).toBeGreaterThan(0);
    // 771 beside the one that each has: 1,193 and 9 thousand of 51,243 thousand people.
    expect(count('41110')).toBe(1 + 18);
    expect(count('47940')).toBe(1);
  });

  test('have no name twice in a district, and the area code of their place', () => {
    expect(new Set(rows.map(({ regionCode, nameKo }) => regionCode + nameKo)).size).toBe(1000);
    const phone = (code: string) => rows.find(({ regionCode }) => regionCode === code)?.phone;
    expect(phone('11110')).toMatch(/^02-0\d{3}-\d{4}$/);
    expect(phone('41290')).toMatch(/^02-/);
    expect(phone('41110')).toMatch(/^031-/);
    expect(phone('50130')).toMatch(/^064-/);
  });

  test('give one of the campaign’s vaccines at least, to 2 to 12 people in half an hour', () => {
    for (const { vaccines, capacity } of rows) {
      expect(vaccines.some((product) => product === 'comirnaty' || product === 'spikevax')).toBe(true);
      expect(capacity).toBeGreaterThanOrEqual(2);
      expect(capacity).toBeLessThanOrEqual(12);
    }
  });

  test('are open on five days, with a break at noon', () => {
    for (const { hours } of rows) {
      for (const weekday of ['1', '2', '3', '4', '5']) {
        const spans = hours[weekday] ?? [];
        expect(spans.length).toBeGreaterThanOrEqual(2);
        const times = spans.flatMap((span) => span.split('-'));
        expect([...times].sort()).toEqual(times);
        expect(times.every((time) => /^\d{2}:[03]0$/.test(time))).toBe(true);
      }
    }
  });
});
