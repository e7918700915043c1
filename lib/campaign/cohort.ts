/** Who a round is for. What is absent doesn't restrict; what is there restricts together. */
export interface Cohort {
  /** `YYYY-MM-DD`, inclusive. */
  bornFrom?: string;
  /** `YYYY-MM-DD`, inclusive. */
  bornTo?: string;
  /** Last digits of the day of birth: the 30th has 0, the 31st 1. */
  dayDigits?: number[];
  /** Last digits of the year of birth. */
  yearDigits?: number[];
}

export const dayDigit = (birthDate: string): number => Number(birthDate.slice(9, 10));
export const yearDigit = (birthDate: string): number => Number(birthDate.slice(3, 4));

/** Dates as `YYYY-MM-DD` sort as text. */
export const bornWithin = (cohort: Cohort, birthDate: string): boolean =>
  (!cohort.bornFrom || birthDate >= cohort.bornFrom) && (!cohort.bornTo || birthDate <= cohort.bornTo);

export const belongs = (cohort: Cohort, birthDate: string): boolean =>
  bornWithin(cohort, birthDate) &&
  (!cohort.dayDigits || cohort.dayDigits.includes(dayDigit(birthDate))) &&
  (!cohort.yearDigits || cohort.yearDigits.includes(yearDigit(birthDate)));

const shareDigit = (a: number[] | undefined, b: number[] | undefined): boolean => !a || !b || a.some((digit) => b.includes(digit));

/** Whether people of the one cohort can belong to the other too. */
export const overlap = (a: Cohort, b: Cohort): boolean =>
  (a.bornFrom ?? '') <= (b.bornTo ?? '9999') &&
  (b.bornFrom ?? '') <= (a.bornTo ?? '9999') &&
  shareDigit(a.dayDigits, b.dayDigits) &&
  shareDigit(a.yearDigits, b.yearDigits);

/**
 * Full years on a day (만 나이). Who was born on 29 February is a year older on 1 March of a common year:
 * the year has ended with the last day of February (Civil Act, article 160).
 */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
