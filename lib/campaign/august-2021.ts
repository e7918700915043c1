import type { Cohort } from './cohort';
import { evening, tenPart } from './rotation';
import { seoulInstant } from './seoul';

/**
 * The campaign of August 2021 as it was announced: people of 18 to 49 years by the year of birth (1972–2003),
 * ten evenings by the last digit of the day of birth, two catch-up evenings by age, then everybody.
 */
export interface PlannedRound {
  id: string;
  sequence: number;
  nameKo: string;
  nameEn: string;
  cohort: Cohort;
  cohortSize: number;
  /** True where the size is an assumption and not a published figure. */
  cohortSizeAssumed: boolean;
  helpersAllowed: boolean;
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
}

const adults: Cohort = { bornFrom: '1972-01-01', bornTo: '2003-12-31' };

/** By last digit of the day of birth, as published. */
const published = new Map([
  [9, 1_410_000],
  [0, 1_650_000],
  [1, 1_740_000],
]);
/** Assumed for each of the other seven digits: equal, so that the ten make up 17 million. */
const assumedSize = 1_742_857;
const everybody = 17_000_000;

/** The draw is half an hour before the opening. */
const drawBefore = (opensAt: Date): Date => new Date(opensAt.getTime() - 30 * 60_000);

const byDigit = tenPart('2021-08-09', 9, adults).map(({ digits, cohort, opensAt, closesAt }, index): PlannedRound => {
  const [digit = 0] = digits;
  return {
    id: `august-2021-digit-${digit}`,
    sequence: index + 1,
    nameKo: `생일 끝자리 ${digit}`,
    nameEn: `Day of birth ending in ${digit}`,
    cohort,
    cohortSize: published.get(digit) ?? assumedSize,
    cohortSizeAssumed: !published.has(digit),
    // Booking for somebody else was forbidden in the first days and allowed again later; the days are an assumption.
    helpersAllowed: false,
    drawAt: drawBefore(opensAt),
    opensAt,
    closesAt,
  };
});

/** Their sizes are assumed: everybody in proportion to the years of birth. Most had booked by then. */
const afterwards = [
  {
    id: 'august-2021-age-36-49',
    nameKo: '36~49세 추가 예약',
    nameEn: 'Catch-up for ages 36 to 49',
    cohort: { bornFrom: '1972-01-01', bornTo: '1985-12-31' },
    cohortSize: Math.round((everybody * 14) / 32),
    ...evening('2021-08-19'),
  },
  {
    id: 'august-2021-age-18-35',
    nameKo: '18~35세 추가 예약',
    nameEn: 'Catch-up for ages 18 to 35',
    cohort: { bornFrom: '1986-01-01', bornTo: '2003-12-31' },
    cohortSize: Math.round((everybody * 18) / 32),
    ...evening('2021-08-20'),
  },
  {
    id: 'august-2021-everybody',
    nameKo: '18~49세 누구나',
    nameEn: 'Everybody aged 18 to 49',
    cohort: adults,
    cohortSize: everybody,
    opensAt: seoulInstant('2021-08-21', '20:00'),
    closesAt: seoulInstant('2021-09-18', '18:00'),
  },
].map(
  (round, index): PlannedRound => ({
    ...round,
    sequence: byDigit.length + index + 1,
    cohortSizeAssumed: true,
    helpersAllowed: true,
    drawAt: drawBefore(round.opensAt),
  }),
);

export const august2021 = {
  id: 'august-2021',
  nameKo: '2021년 8월 18~49세 예방접종',
  nameEn: 'Vaccination of ages 18 to 49, August 2021',
  phone: '1339',
  rounds: [...byDigit, ...afterwards],
};
