import { describe, expect, test } from 'vitest';
import { weekdayOf } from '@/lib/campaign/seoul';
import { holidays } from './holidays';

const saturday = 6;
const names = new Map(holidays.map(({ day, nameKo }) => [day, nameKo]));

describe('the holidays', () => {
  test('each day stands once, in order', () => {
    const days = holidays.map(({ day }) => day);
    expect([...new Set(days)].sort()).toEqual(days);
  });

  test.each([
    ['2026-02-17', '설날'],
    // A day after China's: the new moon is after midnight in Seoul.
    ['2027-02-07', '설날'],
    ['2026-09-25', '추석'],
    ['2027-09-15', '추석'],
    ['2026-05-24', '부처님오신날'],
    ['2027-05-13', '부처님오신날'],
    ['2026-12-25', '성탄절'],
    ['2027-02-09', '설날 대체공휴일'],
  ])('%s is %s', (day, name) => expect(names.get(day)).toBe(name));

  test('a substitute is a working day', () => {
    for (const { day, nameKo } of holidays) {
      if (nameKo.endsWith('대체공휴일')) expect(weekdayOf(day), day).toBeLessThan(saturday);
    }
  });

  test('a national day on a weekend has its substitute on the Monday after', () => {
    const national = ['삼일절', '제헌절', '광복절', '개천절', '한글날'];
    for (const { day, nameKo } of holidays.filter((one) => national.includes(one.nameKo) && weekdayOf(one.day) >= saturday)) {
      const next = holidays.find((one) => one.nameKo === `${nameKo} 대체공휴일` && one.day > day);
      expect(next && weekdayOf(next.day), day).toBe(1);
      expect(next && Date.parse(next.day) - Date.parse(day), day).toBeLessThanOrEqual(2 * 86_400_000);
    }
  });
});
