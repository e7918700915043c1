/*
 * What the controller learns of a round from counts, second by second. The state is a handful of numbers,
 * so that it can be handed to the next leader; a leader without it starts from the values of a typical round.
 */
import { seatSeconds } from './estimate';
import { reportSeconds } from './presence';

/** What happened in one second. */
export interface SecondCounts {
  /** Passes that live. */
  active: number;
  /** Seats given back. */
  released: number;
  /** People of the drawn line who came to the gate for the first time since their call. */
  came: number;
  /** Entries of late people whom no front had called. */
  lateEntries: number;
  /** People who are new: by first reports times their weight, and by late places at the gate. */
  newcomers: number;
  /** People who reported that they wait beyond the front: reports times their weight. */
  reported: number;
  /** Where the drawn front stands, and how far it moved in this second. */
  front: number;
  moved: number;
}

/** A mean whose older seconds count less; sum and weight fade together, so that it is right from the first second on. */
interface Fading {
  sum: number;
  weight: number;
}

export interface Learned {
  seconds: number;
  released: Fading;
  lateEntries: Fading;
  newcomers: Fading;
  newcomersLong: Fading;
  speed: Fading;
  /** Seat-seconds and releases: S. */
  seatUse: Fading;
  /** Came and expected: κ. */
  shown: Fading;
  /** The last minute's reports, each as people per unit of line, since the front has moved on. */
  densities: readonly number[];
}

/** Counts as so many seconds of a typical round: the first releases are of the quickest people alone. */
const priorSeconds = 600;
/** As so many people who came as expected. */
const priorPeople = 30;

export const unlearned = (seats: number): Learned => ({
  seconds: 0,
  released: { sum: 0, weight: 0 },
  lateEntries: { sum: 0, weight: 0 },
  newcomers: { sum: 0, weight: 0 },
  newcomersLong: { sum: 0, weight: 0 },
  speed: { sum: 0, weight: 0 },
  seatUse: { sum: seats * priorSeconds, weight: (seats * priorSeconds) / seatSeconds },
  shown: { sum: priorPeople, weight: priorPeople },
  densities: [],
});

/** Fades like a window of `seconds` in age and in noise: a time constant of half as long. */
function add(mean: Fading, seconds: number, sum: number, weight = 1): Fading {
  const keep = Math.exp(-2 / seconds);
  return { sum: mean.sum * keep + sum, weight: mean.weight * keep + weight };
}

const current = ({ sum, weight }: Fading): number => (weight > 0 ? sum / weight : 0);

export function learn(before: Learned, counts: SecondCounts): Learned {
  const density = densityOf(before);
  return {
    seconds: before.seconds + 1,
    released: add(before.released, 30, counts.released),
    lateEntries: add(before.lateEntries, 60, counts.lateEntries),
    newcomers: add(before.newcomers, 300, counts.newcomers),
    newcomersLong: add(before.newcomersLong, 1_200, counts.newcomers),
    speed: add(before.speed, 120, counts.moved),
    seatUse: add(before.seatUse, 1_800, counts.active, counts.released),
    shown: add(before.shown, 600, counts.came, density * counts.moved),
    densities: [...before.densities.slice(1 - reportSeconds), counts.front < 1 ? counts.reported / (1 - counts.front) : 0],
  };
}

const densityOf = (learned: Learned): number => learned.densities.reduce((sum, density) => sum + density, 0);

/** Ŵ: people who wait beyond `front`, by the reports of the last minute. */
export const waitingOf = (learned: Learned, front: number): number => densityOf(learned) * (1 - front);

/** κ, within 1 to 3. */
export const showUpOf = (learned: Learned): number => Math.min(3, Math.max(1, current(learned.shown)));

/** R = K / S, with S the seat-seconds per release; `seats` are those in use, see `aimedSeats`. */
export const releaseRateOf = (learned: Learned, seats: number): number => seats / current(learned.seatUse);

export const releasedPerSecond = (learned: Learned): number => current(learned.released);
export const lateEntriesPerSecond = (learned: Learned): number => current(learned.lateEntries);

/** A */
export const newcomersPerSecond = (learned: Learned): number => current(isSteady(learned) ? learned.newcomersLong : learned.newcomers);

/** Whether newcomers come about as they did for the last twenty minutes. */
export const isSteady = (learned: Learned): boolean => {
  const long = current(learned.newcomersLong);
  return Math.abs(current(learned.newcomers) - long) <= 0.3 * long;
};

/** v */
export const frontSpeed = (learned: Learned): number => current(learned.speed);
