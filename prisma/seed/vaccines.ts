/** Codes are those of the US CDC's list of vaccines administered (CVX). */
export const products = [
  { code: 'comirnaty', nameKo: '코미나티 (화이자)', nameEn: 'Comirnaty (Pfizer)', cvx: '208' },
  { code: 'spikevax', nameKo: '스파이크박스 (모더나)', nameEn: 'Spikevax (Moderna)', cvx: '207' },
  { code: 'vaxzevria', nameKo: '박스제브리아 (아스트라제네카)', nameEn: 'Vaxzevria (AstraZeneca)', cvx: '210' },
  { code: 'jcovden', nameKo: '얀센', nameEn: 'Jcovden (Janssen)', cvx: '212' },
  { code: 'nuvaxovid', nameKo: '뉴백소비드 (노바백스)', nameEn: 'Nuvaxovid (Novavax)', cvx: '211' },
];

interface RuleRow {
  productCode: string;
  /** `YYYY-MM-DD`, in Seoul. */
  validFrom: string;
  minAge: number;
  doses: 1 | 2;
  interval?: number;
  intervalMin?: number;
  intervalMax?: number;
}

const days = (interval: number, intervalMin: number, intervalMax: number) => ({ doses: 2 as const, interval, intervalMin, intervalMax });

/**
 * Ages and intervals as in Korea: approval by the ministry, the campaign's own limits, and the interval of the mRNA vaccines, which
 * was stretched to six weeks in August 2021 when doses were short, and went back in steps. The upper limits of the range
 * outside of these steps are an assumption (six weeks).
 */
export const rules: RuleRow[] = [
  { productCode: 'comirnaty', validFrom: '2021-03-05', minAge: 16, ...days(21, 21, 42) },
  { productCode: 'comirnaty', validFrom: '2021-08-09', minAge: 18, ...days(42, 35, 42) },
  { productCode: 'comirnaty', validFrom: '2021-10-11', minAge: 18, ...days(35, 28, 42) },
  { productCode: 'comirnaty', validFrom: '2021-11-01', minAge: 12, ...days(21, 21, 42) },
  { productCode: 'spikevax', validFrom: '2021-05-21', minAge: 18, ...days(28, 28, 42) },
  { productCode: 'spikevax', validFrom: '2021-08-09', minAge: 18, ...days(42, 35, 42) },
  { productCode: 'spikevax', validFrom: '2021-10-11', minAge: 18, ...days(35, 28, 42) },
  { productCode: 'spikevax', validFrom: '2021-11-01', minAge: 18, ...days(28, 28, 42) },
  { productCode: 'vaxzevria', validFrom: '2021-02-26', minAge: 18, ...days(77, 56, 84) },
  { productCode: 'vaxzevria', validFrom: '2021-04-12', minAge: 30, ...days(77, 56, 84) },
  { productCode: 'vaxzevria', validFrom: '2021-07-01', minAge: 50, ...days(77, 56, 84) },
  { productCode: 'jcovden', validFrom: '2021-06-10', minAge: 30, doses: 1 },
  { productCode: 'nuvaxovid', validFrom: '2022-02-14', minAge: 18, ...days(21, 21, 42) },
];
