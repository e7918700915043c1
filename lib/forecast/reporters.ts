import { firstRate, firstReportAfter, nextRate, type ReportRate, reportSeconds, reports, weightOf } from '@/lib/line/presence';
import { type Crowd, silent } from './crowd';
import type { Chance } from './random';

export interface Reported {
  reports: number;
  /** People they stand for: all, and those whose page has been open for less than a minute. */
  people: number;
  newcomers: number;
}

/** The pages that report: one list for each second of the minute. */
export interface Reporters {
  /** Somebody starts to wait. */
  join(person: number, second: number): void;
  /** The reports of a second. */
  hear(second: number): Reported;
}

/** Seconds over which reports are counted for the rate. */
const rateSeconds = 10;

export function reportersOf(tickets: number, crowd: Crowd, chance: Chance, waits: (person: number) => boolean): Reporters {
  const minute = Array.from({ length: reportSeconds }, (): number[] => []);
  const heard = new Int32Array(rateSeconds);
  let rate: ReportRate = firstRate(tickets);
  const schedule = (person: number, second: number) => {
    const due = second + 1 + Math.floor(firstReportAfter(chance.next()));
    minute[modulo(due, reportSeconds)]?.push(person);
  };
  const takesPart = (person: number) => !((crowd.traits[person] as number) & silent) && reports(crowd.level[person] as number, rate.level);
  const levelOf = (person: number) => crowd.level[person] as number;

  /** Everybody reads the new rate; those who wait and are part of the sample from now on report within a minute. */
  function widen(second: number): void {
    for (let person = 0; person < crowd.count; person += 1) {
      if (levelOf(person) === rate.level && waits(person) && takesPart(person)) schedule(person, second);
    }
  }

  return {
    join(person, second) {
      if (takesPart(person)) schedule(person, second);
    },
    hear(second) {
      const due = minute[modulo(second, reportSeconds)] ?? [];
      let newcomers = 0;
      let kept = 0;
      for (const person of due) {
        // Who is no longer part of the sample, or was called, falls silent.
        if (!waits(person) || !takesPart(person)) continue;
        due[kept] = person;
        kept += 1;
        if (second - (crowd.arrival[person] as number) <= reportSeconds) newcomers += 1;
      }
      due.length = kept;
      const weight = weightOf(rate.level);
      heard[modulo(second, rateSeconds)] = kept;
      const before = rate.level;
      rate = nextRate(rate, heard.reduce((sum, count) => sum + count, 0) / rateSeconds);
      if (rate.level < before) widen(second);
      return { reports: kept, people: kept * weight, newcomers: newcomers * weight };
    },
  };
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
