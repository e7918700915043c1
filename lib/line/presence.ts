/*
 * Who reports that they wait: a sample, so that ten million people cost no more than ten thousand.
 * Rates are powers of two. At rate level L the tickets of level L and above report, one in 2^L.
 */

/** About how often a sampled page reports. */
export const reportSeconds = 60;
/** Reports a minute that the first rate aims at, if all tickets were there. */
const firstSample = 12_000;
/** Means: single seconds scatter up to 200, the most that the origin is asked to take. */
const mostPerSecond = 150;
const fewPerSecond = 65;
/** For how long there must be few reports before the rate doubles. */
const patienceSeconds = 120;
const highestLevel = 31;

/** The level of a ticket: the trailing zeros of its hash's last 32 bits. The place is in the first 48. */
export const levelOf = (hashTail: number): number => (hashTail === 0 ? highestLevel : 31 - Math.clz32(hashTail & -hashTail));

export const reports = (level: number, rateLevel: number): boolean => level >= rateLevel;

/** How many people one report stands for. */
export const weightOf = (rateLevel: number): number => 2 ** rateLevel;

/** Seconds until a page's first report, after which it reads the rate again. */
export const firstReportAfter = (chance: number): number => chance * reportSeconds;

export interface ReportRate {
  level: number;
  /** For how long there have been few reports. */
  quietSeconds: number;
}

export const firstRate = (tickets: number): ReportRate => ({
  level: Math.min(highestLevel, Math.max(0, Math.ceil(Math.log2(tickets / firstSample)))),
  quietSeconds: 0,
});

/**
 * The rate of the next second: halves at once above 150 reports a second, doubles after two minutes below 65.
 * `reportsPerSecond` is a mean over some ten seconds: single seconds scatter by more than the margin.
 */
export function nextRate(rate: ReportRate, reportsPerSecond: number): ReportRate {
  if (reportsPerSecond > mostPerSecond) return { level: Math.min(highestLevel, rate.level + 1), quietSeconds: 0 };
  if (reportsPerSecond >= fewPerSecond || rate.level === 0) return { level: rate.level, quietSeconds: 0 };
  if (rate.quietSeconds + 1 < patienceSeconds) return { level: rate.level, quietSeconds: rate.quietSeconds + 1 };
  return { level: rate.level - 1, quietSeconds: 0 };
}
