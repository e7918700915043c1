import { describe, expect, test } from 'vitest';
import { districts, regionRows, sido } from './regions';

describe('the regions', () => {
  test('there are 17 시도 with their codes', () => {
    expect(sido.map(({ code, nameKo }) => `${code} ${nameKo}`)).toEqual([
      '11 서울특별시',
      '26 부산광역시',
      '27 대구광역시',
      '28 인천광역시',
      '29 광주광역시',
      '30 대전광역시',
      '31 울산광역시',
      '36 세종특별자치시',
      '41 경기도',
      '43 충청북도',
      '44 충청남도',
      '46 전라남도',
      '47 경상북도',
      '48 경상남도',
      '50 제주특별자치도',
      '51 강원특별자치도',
      '52 전북특별자치도',
    ]);
  });

  test('each has as many 시군구 as it should', () => {
    const counts = Object.fromEntries(sido.map(({ code, districts: parts }) => [code, parts.length]));
    expect(counts).toEqual({
      11: 25,
      26: 16,
      27: 9,
      28: 10,
      29: 5,
      30: 5,
      31: 5,
      36: 1,
      41: 31,
      43: 11,
      44: 15,
      46: 22,
      47: 22,
      48: 18,
      50: 2,
      51: 18,
      52: 14,
    });
    expect(districts).toHaveLength(229);
  });

  test('a code is unique, has five digits and begins with that of its 시도', () => {
    expect(new Set(districts.map(({ code }) => code)).size).toBe(229);
    for (const { code, province } of districts) expect(code).toMatch(new RegExp(`^${province.code}\\d{3}$`));
  });

  test('a name is unique within its 시도, in both languages', () => {
    expect(new Set(districts.map(({ nameKo, province }) => province.code + nameKo)).size).toBe(229);
    expect(new Set(districts.map(({ nameEn, province }) => province.code + nameEn)).size).toBe(229);
  });

  test.each([
    ['11110', '종로구', 'Jongno-gu'],
    ['11680', '강남구', 'Gangnam-gu'],
    ['26350', '해운대구', 'Haeundae-gu'],
    ['26710', '기장군', 'Gijang-gun'],
    ['27720', '군위군', 'Gunwi-gun'],
    ['28177', '미추홀구', 'Michuhol-gu'],
    ['29155', '남구', 'Nam-gu'],
    ['31710', '울주군', 'Ulju-gun'],
    ['36110', '세종시', 'Sejong-si'],
    ['41110', '수원시', 'Suwon-si'],
    ['41590', '화성시', 'Hwaseong-si'],
    ['43745', '증평군', 'Jeungpyeong-gun'],
    ['44825', '태안군', 'Taean-gun'],
    ['46910', '신안군', 'Sinan-gun'],
    ['47940', '울릉군', 'Ulleung-gun'],
    ['48120', '창원시', 'Changwon-si'],
    ['50110', '제주시', 'Jeju-si'],
    ['50130', '서귀포시', 'Seogwipo-si'],
    ['51110', '춘천시', 'Chuncheon-si'],
    ['52110', '전주시', 'Jeonju-si'],
  ])('%s is %s', (code, nameKo, nameEn) => {
    expect(districts.find((district) => district.code === code)).toMatchObject({ nameKo, nameEn });
  });

  test('they lie in Korea and hold its people', () => {
    for (const { latitude, longitude } of districts) {
      expect(latitude).toBeGreaterThan(33);
      expect(latitude).toBeLessThan(38.6);
      expect(longitude).toBeGreaterThan(126);
      expect(longitude).toBeLessThan(131);
    }
    const sum = districts.reduce((total, { population }) => total + population, 0);
    expect(sum).toBeGreaterThan(51_000_000);
    expect(sum).toBeLessThan(52_000_000);
  });

  test('the rows name their parents first, and a 시도 has the people of its parts', () => {
    const rows = regionRows();
    expect(rows).toHaveLength(246);
    expect(rows.slice(0, 17).every(({ parentCode }) => parentCode === null)).toBe(true);
    expect(rows.find(({ code }) => code === '50')?.population).toBe(670_000);
  });
});
