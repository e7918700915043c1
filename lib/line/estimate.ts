/** Seconds that a seat is taken for, until the controller learns it: a booking of three minutes and the way to it. */
export const seatSeconds = 240;

/** What the public document says of the drawn line, and one's own place. */
export interface WaitFacts {
  place: number;
  front: number;
  /** κŴ: people who wait beyond the front. */
  waiting: number;
  /** Q: people who go first wherever one stands: refused a seat, or in the late line. */
  before: number;
  /** R */
  releasesPerSecond: number;
  /** A */
  newcomersPerSecond: number;
  /** v: of the whole line; 0 while the front stands. */
  frontPerSecond: number;
  minSweepSeconds: number;
  /** Since the opening. */
  openSeconds: number;
  /** Newcomers come about as they did before. */
  steady: boolean;
}

export interface Wait {
  fromSeconds: number;
  toSeconds: number;
  /** One figure, where one would be honest: not in the first half hour. */
  middleSeconds: number | null;
}

/** Of those who wait, the share that will still be there when called. */
const staying = 0.97;
const settledSeconds = 1_800;

/** A range for the wait, or null while nothing honest can be said: never one figure by division. */
export function waitOf(facts: WaitFacts): Wait | null {
  const distance = facts.place - facts.front;
  if (facts.frontPerSecond <= 0 || facts.releasesPerSecond <= 0 || facts.front >= 1 || distance <= 0) return null;
  const ahead = (staying * facts.waiting * distance) / (1 - facts.front);
  const bySeats = ahead / facts.releasesPerSecond;
  const byPace = distance / facts.frontPerSecond;
  const left = Math.max(0.1 * facts.releasesPerSecond, facts.releasesPerSecond - facts.newcomersPerSecond * facts.place);
  const byNewcomers = (ahead + staying * facts.before) / left;
  const least = distance * facts.minSweepSeconds;
  const settled = facts.openSeconds >= settledSeconds;
  // In quiet times the third way is the best by far, and its errors are known.
  const [low, high] =
    settled && facts.steady
      ? [0.75 * byNewcomers, 1.35 * byNewcomers]
      : [Math.min(0.85 * bySeats, 0.8 * byPace), Math.max(1.15 * Math.min(byNewcomers, 3 * byPace), 1.25 * byPace)];
  const fromSeconds = Math.max(least, low - 30);
  const toSeconds = Math.max(fromSeconds + 60, high + 60);
  const middle = facts.steady ? byNewcomers : medianOf(bySeats, byPace, byNewcomers);
  return { fromSeconds, toSeconds, middleSeconds: settled ? Math.min(toSeconds, Math.max(fromSeconds, middle)) : null };
}

const medianOf = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

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
