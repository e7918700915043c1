/*
 * What the simulated day leaves behind. It looks at what happened and not at why, so that a broken rule shows.
 */
import { type Crowd, firstWave, hammers, returns } from './crowd';
import type { Setting } from './setting';

/** How often the people of the sample look at their estimate, in seconds. */
export const lookSeconds = 300;
/** People of the sample, at most. */
const sampleSize = 4_000;

/** Things that must never happen, with how often they did. */
export interface Broken {
  frontsMovedBack: number;
  aboveSeats: number;
  enteredUncalled: number;
  enteredOnLapsedCall: number;
  enteredTwice: number;
}

/** What stands at the end of each minute. */
export interface Minute {
  second: number;
  waiting: number;
  lateWaiting: number;
  active: number;
  front: number;
  booked: number;
}

/** An estimate that was shown. */
export interface Look {
  at: number;
  person: number;
  fromSeconds: number;
  toSeconds: number;
  /** NaN: none was shown. */
  middleSeconds: number;
  /** NaN until it has come true. */
  trueSeconds: number;
}

/** Seconds to wait, counted by second, for groups of people. */
export interface Delays {
  counts: Int32Array;
  people: number;
}

export const groups = ['wave', 'waveHammering', 'rest', 'restHammering', 'return', 'returnHammering'] as const;
export type Group = (typeof groups)[number];

export function groupOf(traits: number): Group {
  const group = traits & returns ? 'return' : traits & firstWave ? 'wave' : 'rest';
  return traits & hammers ? `${group}Hammering` : group;
}

export interface Record {
  broken: Broken;
  minutes: Minute[];
  looks: Look[];
  delays: { [group in Group]: Delays };
  /** By second since the opening. */
  reportsMost: number;
  refusalsMost: number;
  refusals: number;
  entries: number;
  activeMost: number;
  /** Seconds from minute 5 on in which people waited, and the seats in use in them. */
  busySeconds: number;
  busyActive: number;
  /** The same from the return of the passed-over people on. */
  returnSeconds: number;
  returnActive: number;
  /** Attempts by those who hammer, before their call or the time they were told, per second at most; each changes nothing. */
  hammeringMost: number;
  edgePollsMost: number;
  booked: number;
  /** Answers given at the end to those who still waited: sold out or closed. */
  answered: number;
  soldOutAt: number | null;
}

export function recordOf(setting: Setting): Record {
  const seconds = setting.closesAt + 1;
  const delays = Object.fromEntries(groups.map((group) => [group, { counts: new Int32Array(seconds), people: 0 }]));
  return {
    broken: { frontsMovedBack: 0, aboveSeats: 0, enteredUncalled: 0, enteredOnLapsedCall: 0, enteredTwice: 0 },
    minutes: [],
    looks: [],
    delays: delays as Record['delays'],
    reportsMost: 0,
    refusalsMost: 0,
    refusals: 0,
    entries: 0,
    activeMost: 0,
    busySeconds: 0,
    busyActive: 0,
    returnSeconds: 0,
    returnActive: 0,
    hammeringMost: 0,
    edgePollsMost: 0,
    booked: 0,
    answered: 0,
    soldOutAt: null,
  };
}

export function addDelay(record: Record, traits: number, seconds: number): void {
  const group = record.delays[groupOf(traits)];
  const at = Math.min(Math.max(0, seconds), group.counts.length - 1);
  group.counts[at] = (group.counts[at] as number) + 1;
  group.people += 1;
}

/** The delay that a share of a group's people did not exceed. */
export function quantileOf(delays: readonly Delays[], share: number): number | null {
  const people = delays.reduce((sum, one) => sum + one.people, 0);
  if (people === 0) return null;
  let left = share * people;
  const seconds = delays[0]?.counts.length ?? 0;
  for (let second = 0; second < seconds; second += 1) {
    for (const { counts } of delays) left -= counts[second] as number;
    if (left <= 0) return second;
  }
  return seconds;
}

/** Every so manyth person's estimates are kept. */
export const sampleStride = (crowd: Crowd): number => Math.max(1, Math.ceil(crowd.count / sampleSize));
