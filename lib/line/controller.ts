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
  /** Tickets of the drawn line, all of them. */
  drawnTickets: number;
  /** Late places not called yet. */
  lateWaiting: number;
  /** Of the drawn line, 0 to 1. */
  front: number;
  minSweepSeconds: number;
  /** φ */
  lateShare: number;
}

export interface Calls {
  /** How fast the drawn front moves, of the whole line per second. */
  frontPerSecond: number;
  /** People of the late line to call per second. */
  latePerSecond: number;
}

/** q: people called beyond the free seats, since some take a while to come. */
const overcall = 0.005;
/** τ: in how many seconds a gap is filled. */
const fillSeconds = 30;
/** No more than two passes' worth of seats in a booking's typical 240 s. */
const mostPerSecond = (seats: number) => (2 * seats) / 240;

/**
 * How many people to call this second, and how far that moves the fronts. The late line takes its share first;
 * what it does not need goes to the drawn line, which moves no faster than a sweep of `minSweepSeconds`.
 */
export function callsOf(figures: LineFigures): Calls {
  const gap = figures.seats * (1 + overcall) - figures.active - figures.retrying;
  const wanted = figures.releasedPerSecond - figures.lateEntriesPerSecond + gap / fillSeconds;
  const people = Math.min(Math.max(0, wanted), mostPerSecond(figures.seats));
  const drawnWaits = figures.front < 1 && figures.drawnTickets > 0;
  const late = figures.lateWaiting > 0 ? people * (drawnWaits ? figures.lateShare : 1) : 0;
  // People per unit of line: tickets are spread evenly over it by the hash.
  const density = Math.max(1, figures.drawnTickets);
  const frontPerSecond = figures.front < 1 ? Math.min((people - late) / density, 1 / figures.minSweepSeconds) : 0;
  return { frontPerSecond, latePerSecond: late };
}
