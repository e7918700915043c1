/** What the controller sees of a round, each second. */
export interface LineFigures {
  /** K */
  seats: number;
  /** Passes that live now. */
  active: number;
  /** People refused for lack of a seat and told to come again shortly (Q). */
  retrying: number;
  /** Seats given back per second, 30 s mean. */
  releasedPerSecond: number;
  /** Entries of late people whom no front had called, per second, 60 s mean. */
  lateEntriesPerSecond: number;
  /** People of the drawn line who wait beyond the front, by their reports (Ŵ); without reports the tickets beyond it. */
  waiting: number;
  /** κ: how many come for each one who reports; 1 until it is learned. */
  showUp: number;
  /** Late places not called yet, of the ten-second buckets that are complete: no others can be called. */
  lateWaiting: number;
  /** Of the drawn line, 0 to 1. */
  front: number;
  minSweepSeconds: number;
  /** φ */
  lateShare: number;
  /** 1 while the origin answers in time, less while it is slow: see `easeOf`. */
  ease: number;
  /** An operator's cap, in people per second. */
  most?: number | null;
}

export interface Calls {
  /** How fast the drawn front moves, of the whole line per second. */
  frontPerSecond: number;
  /** People of the late line to call per second. */
  latePerSecond: number;
  /** If no more than so many wait late, all who come until the bucket is complete are called at once: seats are clearly free. */
  lateAtOnce: number;
}

/**
 * Seats that no call aims at. Who is called and finds no seat comes again and again: aiming at the last seats costs
 * more refusals than it fills seats. What is given back scatters by the root of how many there are.
 */
const reserve = (seats: number) => 0.002 * seats + 0.3 * Math.sqrt(seats);

/** The seats that calls aim at. */
export const aimedSeats = (seats: number): number => Math.max(0.5, seats - reserve(seats));
/** τ: in how many seconds a gap is filled. */
const fillSeconds = 30;
/** No more than two passes' worth of seats in a booking's typical 240 s. */
const mostPerSecond = (seats: number) => (2 * seats) / 240;
/** How long the drawn line's calls keep their seats free from those who are called at once: the fastest calls fill all seats meanwhile. */
const keptSeconds = 120;

/**
 * How many people to call this second, and how far that moves the fronts. The late line takes its share first,
 * and what the drawn line may not use; what it does not need goes to the drawn line, which moves no faster than
 * a sweep of `minSweepSeconds`.
 */
export function callsOf(figures: LineFigures): Calls {
  const gap = aimedSeats(figures.seats) - figures.active - figures.retrying;
  const wanted = figures.releasedPerSecond - figures.lateEntriesPerSecond + gap / fillSeconds;
  const people = Math.min(
    figures.ease * Math.min(Math.max(0, wanted), mostPerSecond(figures.seats)),
    figures.most ?? Number.POSITIVE_INFINITY,
  );
  // ρ, people per unit of line: tickets are spread evenly over it by the hash.
  const density = figures.front < 1 ? Math.max(1, (figures.showUp * figures.waiting) / (1 - figures.front)) : 1;
  const drawnMost = figures.front < 1 && figures.waiting > 0 ? density / figures.minSweepSeconds : 0;
  // A few late people must not take a share that they can't use.
  const late = Math.min(Math.max(figures.lateShare * people, people - drawnMost), figures.lateWaiting);
  const frontPerSecond = figures.front < 1 ? Math.min((people - late) / density, 1 / figures.minSweepSeconds) : 0;
  const forDrawn = keptSeconds * frontPerSecond * density;
  // One half for those who wait, the other for those who come within the same ten seconds.
  const lateAtOnce = figures.ease < 1 || figures.most != null ? 0 : Math.max(0, Math.floor((gap - forDrawn) / 2));
  return { frontPerSecond, latePerSecond: late, lateAtOnce };
}

/** The 95th percentile of the booking statement and the requests that wait for a connection, over the last second. */
export interface OriginLoad {
  latencyMs: number;
  waitingForConnection: number;
}

/** From here on the origin counts as slow. */
const slowMs = 250;

/** Fewer calls while the origin is slow: a third less each second, and back within two minutes. Never none, or nothing would tell that it has recovered. */
export function easeOf(before: number, load: OriginLoad, seats: number): number {
  const slow = load.latencyMs > slowMs || load.waitingForConnection > Math.max(10, seats / 100);
  return slow ? Math.max(0.02, before * (2 / 3)) : Math.min(1, before + 1 / 120);
}

/** Seconds after which somebody refused a seat is told to come again: Q / R, spread by `chance` in [0, 1) so that they don't come back together. */
export function retrySeconds(retrying: number, releasesPerSecond: number, chance: number): number {
  const seconds = Math.min(60, Math.max(3, retrying / Math.max(releasesPerSecond, 1e-9)));
  return Math.max(3, Math.round(seconds * (0.8 + 0.4 * chance)));
}
