import type { Cohort } from './cohort';
import { addDays, seoulInstant } from './seoul';

export interface RotationWindow {
  /** The day on which it opens. */
  date: string;
  digits: number[];
  cohort: Cohort;
  opensAt: Date;
  closesAt: Date;
}

/** An evening's window: 20:00 to 18:00 of the next day. */
export const evening = (date: string): { opensAt: Date; closesAt: Date } => ({
  opensAt: seoulInstant(date, '20:00'),
  closesAt: seoulInstant(addDays(date, 1), '18:00'),
});

/**
 * Rotation in ten (10부제): ten evenings in a row, the digits counting up from `firstDigit` (9, 0, 1, … 8).
 * A digit is the last of the day of birth; `limits` say who takes part at all.
 */
export const tenPart = (firstDate: string, firstDigit: number, limits: Cohort = {}): RotationWindow[] =>
  Array.from({ length: 10 }, (_, index) => {
    const date = addDays(firstDate, index);
    const digits = [(firstDigit + index) % 10];
    return { date, digits, cohort: { ...limits, dayDigits: digits }, ...evening(date) };
  });

/** Which last digits of the YEAR of birth could buy masks in 2020, from Monday to Friday (공적 마스크 5부제). */
const maskDigits = [
  [1, 6],
  [2, 7],
  [3, 8],
  [4, 9],
  [5, 0],
];
const everyDigit = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const wholeDay = (date: string): { opensAt: Date; closesAt: Date } => ({
  opensAt: seoulInstant(date, '00:00'),
  closesAt: seoulInstant(addDays(date, 1), '00:00'),
});

/** One week of the five-part rule: five days by digit, then Saturday and Sunday for all who missed theirs. */
export const fivePartWeek = (monday: string): RotationWindow[] =>
  [...maskDigits, everyDigit, everyDigit].map((digits, index) => {
    const date = addDays(monday, index);
    return { date, digits, cohort: { yearDigits: digits }, ...wholeDay(date) };
  });
