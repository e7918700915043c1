import { describe, expect, it } from 'vitest';
import { ageOn, mayHave, type ProductRule } from './product-rule';

describe('whole years on a day', () => {
  it.each([
    ['1980-05-10', '2021-05-09', 40],
    ['1980-05-10', '2021-05-10', 41],
    ['2000-02-29', '2021-02-28', 20],
    ['2000-02-29', '2021-03-01', 21],
    ['2000-02-29', '2024-02-29', 24],
    ['2003-12-31', '2021-12-30', 17],
    ['2003-12-31', '2021-12-31', 18],
    ['2021-08-09', '2021-08-09', 0],
  ])('%s on %s: %i', (birthDate, day, years) => {
    expect(ageOn(birthDate, day)).toBe(years);
  });
});

describe('who may have a dose', () => {
  // As AstraZeneca's in Korea in 2021: from 30, then from 50, then from 30 again.
  const rules: ProductRule[] = [
    { product: 'az', validFrom: '2021-07-01', minAge: 50, maxAge: null, doses: 2 },
    { product: 'az', validFrom: '2021-02-26', minAge: 30, maxAge: null, doses: 2 },
    { product: 'az', validFrom: '2021-08-17', minAge: 30, maxAge: null, doses: 2 },
    { product: 'janssen', validFrom: '2021-06-10', minAge: 30, maxAge: 59, doses: 1 },
  ];
  it.each([
    ['az', 1, '1985-01-01', '2021-06-30', true],
    ['az', 1, '1985-01-01', '2021-07-01', false],
    ['az', 1, '1971-07-02', '2021-07-01', false],
    ['az', 1, '1971-07-01', '2021-07-01', true],
    ['az', 2, '1985-01-01', '2021-08-17', true],
    ['az', 1, '1985-01-01', '2021-02-25', false],
    ['janssen', 1, '1961-06-11', '2021-06-10', true],
    ['janssen', 1, '1961-06-10', '2021-06-10', false],
    ['janssen', 2, '1980-01-01', '2021-06-10', false],
    ['unknown', 1, '1980-01-01', '2021-06-10', false],
  ])('%s, dose %i, born %s, on %s: %s', (product, dose, birthDate, day, may) => {
    expect(mayHave(rules, product, dose, birthDate, day)).toBe(may);
  });
});
