/** Seconds that a seat is taken for, until the controller learns it: a booking of three minutes and the way to it. */
export const seatSeconds = 240;

export interface WaitFacts {
  /** People ahead in the same line. */
  ahead: number;
  seats: number;
  /** How far the place is from the front, of the whole line; null for the late line. */
  distance: number | null;
  /** Movement of the front per second, as published; 0 while it stands. */
  frontPerSecond: number;
  minSweepSeconds: number;
}

export interface WaitRange {
  fromSeconds: number;
  toSeconds: number;
}

/** A range for the wait, or null while nothing honest can be said: never one figure by division. */
export function waitRange(facts: WaitFacts): WaitRange | null {
  const bySeats = (facts.ahead * seatSeconds) / facts.seats;
  if (facts.distance === null) return { fromSeconds: Math.max(0, 0.5 * bySeats - 30), toSeconds: 1.5 * bySeats + 60 };
  if (facts.frontPerSecond <= 0) return null;
  const byPace = facts.distance / facts.frontPerSecond;
  const least = facts.distance * facts.minSweepSeconds;
  const fromSeconds = Math.max(least, Math.min(0.85 * bySeats, 0.8 * byPace) - 30);
  return { fromSeconds, toSeconds: Math.max(fromSeconds + 60, 1.15 * bySeats, 1.25 * byPace + 60) };
}

/** Milliseconds until the page asks again: a twentieth of the wait, between 2 and 60 s, ±20 % by `chance` in [0, 1). */
export function nextPollMs(waitSeconds: number | null, chance: number): number {
  const seconds = Math.min(60, Math.max(2, (waitSeconds ?? 100) / 20));
  return Math.round(seconds * 1000 * (0.8 + 0.4 * chance));
}

/** Two significant digits and never below 100, so that a count gives nobody away. */
export function coarse(count: number): number {
  if (count <= 100) return 100;
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1);
  return Math.round(count / unit) * unit;
}
