import { describe, expect, it } from 'vitest';
import { ageOn, aimOf, type CourseRule, mayHave, type ProductRule, reachOf, standingOf, withInterval } from './product-rule';

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

describe('the second dose after the first', () => {
  // As of the mRNA vaccines in Korea in August 2021.
  const rule = { product: 'mrna', minAge: 18, maxAge: null, doses: 2 };
  const rules: CourseRule[] = [
    { ...rule, validFrom: '2021-08-09', interval: 42, intervalMin: 35, intervalMax: 42 },
    { ...rule, validFrom: '2021-03-05', interval: 21, intervalMin: 21, intervalMax: 42 },
    { ...rule, product: 'once', validFrom: '2021-03-05', doses: 1, interval: null, intervalMin: null, intervalMax: null },
  ];
  it.each([
    ['mrna', '2021-07-12', '2021-08-01', 'early'],
    ['mrna', '2021-07-12', '2021-08-02', 'within'],
    ['mrna', '2021-07-18', '2021-08-08', 'within'],
    ['mrna', '2021-07-19', '2021-08-09', 'early'],
    ['mrna', '2021-07-19', '2021-08-22', 'early'],
    ['mrna', '2021-07-19', '2021-08-23', 'within'],
    ['mrna', '2021-07-19', '2021-08-30', 'within'],
    ['mrna', '2021-07-19', '2021-08-31', 'late'],
    // Over a leap day.
    ['mrna', '2024-01-26', '2024-03-01', 'within'],
    ['mrna', '2024-01-26', '2024-02-29', 'early'],
    ['once', '2021-07-19', '2021-07-20', 'within'],
    ['unknown', '2021-07-19', '2021-07-20', 'within'],
  ])('%s: %s, then %s is %s', (product, first, day, standing) => expect(standingOf(rules, product, first, day)).toBe(standing));

  it.each([
    ['the same weekday on the announced day', '2021-07-19', '2021-08-09', '2021-08-30'],
    ['another weekday before it, within the range', '2021-07-19', '2021-08-11', '2021-08-25'],
    ['the day before the announced one', '2021-07-19', '2021-08-15', '2021-08-29'],
    ['the later day where the one before is too early, by the rule of the old day', '2021-06-28', '2021-08-01', '2021-07-25'],
    ['of a vaccine without a range the day itself', '2021-06-28', '1999-01-01', '1999-01-01'],
  ])('is aimed at %s', (_, first, day, aim) => expect(aimOf(rules, 'mrna', first, day)).toBe(aim));

  it('is aimed at the announced day where the range has no day of the weekday', () => {
    const narrow = [{ ...rule, validFrom: '2021-08-09', interval: 42, intervalMin: 41, intervalMax: 43 }];
    expect(aimOf(narrow, 'mrna', '2021-07-19', '2021-08-12')).toBe('2021-08-30');
  });

  it('may be from the first day of any rule to the last', () => {
    expect(reachOf(rules, 'mrna', '2021-07-19')).toEqual(['2021-08-09', '2021-08-30']);
    expect(reachOf(rules, 'once', '2021-07-19')).toEqual(['2021-07-19', '2021-07-19']);
  });

  it('has another interval from a day on, with the ages of that day', () => {
    const change = { product: 'mrna', validFrom: '2021-10-11', interval: 35, min: 28, max: 42 };
    const changed = withInterval(rules, change);
    expect(changed?.before).toBe(42);
    expect(standingOf(changed?.all ?? [], 'mrna', '2021-09-13', '2021-10-11')).toBe('within');
    expect(standingOf(changed?.all ?? [], 'mrna', '2021-09-12', '2021-10-10')).toBe('early');
    expect(withInterval(rules, { ...change, validFrom: '2021-08-09' })?.all).toHaveLength(3);
    expect(withInterval(rules, { ...change, product: 'once' })).toBeNull();
    expect(withInterval(rules, { ...change, validFrom: '2021-01-01' })).toBeNull();
  });
});
