import { august2021 } from '@/lib/campaign/august-2021';
import { seatSeconds } from '@/lib/line/estimate';
import { day, type Setting, typical } from './setting';

/** Eligible people, visitors and bookings of 12 July 2021, as published. */
const eligible = 3_524_000;
const visitors = 10_000_000;
const bookings = 1_850_000;
/** Of the system of that day, without a unit in most reports. */
const capacity = 300_000;

/**
 * 12 July 2021: everybody who may book comes at the opening, with family. The capacity is read once as bookings an
 * hour and once as people at a time. With fewer people everything is smaller in proportion.
 */
export function july12(people: number | null, seed: number): Setting[] {
  const share = (people ?? eligible) / eligible;
  const round = (name: string, seats: number): Setting => ({
    ...day(Math.round(eligible * share), 1, seed),
    name,
    seats: Math.round(seats * share),
    supply: Math.round(bookings * share),
    pagesPerPerson: visitors / eligible,
    behaviour: { ...typical, neverCome: 0, firstWave: 1 },
  });
  return [
    round('12 July, 300 thousand bookings an hour', (capacity / 3_600) * seatSeconds),
    round('12 July, 300 thousand people at a time', capacity),
  ];
}

/** What the rebuilt system was sized for: bookings per second. */
const augustBookings = 2_000_000 / 3_600;

/** 9 to 18 August 2021, 20:00 to 18:00: three in five of each cohort book, two in five of them come in the first half hour. */
export function august(people: number | null, seed: number): Setting[] {
  const rounds = august2021.rounds.slice(0, 10);
  const largest = Math.max(...rounds.map((round) => round.cohortSize));
  const share = (people ?? largest) / largest;
  return rounds.map((round) => ({
    ...day(Math.round(round.cohortSize * share), 1, seed),
    name: `${round.nameEn}${round.cohortSizeAssumed ? ' (size assumed)' : ''}`,
    seats: Math.round(augustBookings * seatSeconds * share),
    closesAt: (round.closesAt.getTime() - round.opensAt.getTime()) / 1000,
    behaviour: { ...typical, restSeconds: 21.5 * 3_600 },
  }));
}
