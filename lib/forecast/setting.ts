/** How people behave; shares of 1. */
export interface Behaviour {
  /** Of all with a ticket. */
  neverCome: number;
  /** Of those who come. */
  firstWave: number;
  /** Of the first wave: on the page before the opening. The others come within half an hour after it. */
  beforeOpening: number;
  /** Over which the others come, evenly, from the opening. */
  restSeconds: number;
  /** Of those who come: half of them leave while they wait, the other half leave a booking unfinished and let the seat lapse. */
  leave: number;
  /** Try to enter as soon as they are there, in several windows, and again every second. */
  hammer: number;
  /** Lognormal. */
  bookingMedianSeconds: number;
  bookingSigma: number;
  /** From the call to the press of the button; lognormal with sigma 0.8. */
  reactionMedianSeconds: number;
  /** Have put the phone down and notice the call late: exponential, with this mean. */
  slow: number;
  slowMeanSeconds: number;
  /** Wait without reporting. */
  silent: number;
}

/** Of section 7 of the protocol; reactions and slow hands are assumptions. */
export const typical: Behaviour = {
  neverCome: 0.4,
  firstWave: 0.4,
  beforeOpening: 0.7,
  restSeconds: 22 * 3600,
  leave: 0.1,
  hammer: 0.05,
  bookingMedianSeconds: 180,
  bookingSigma: 0.6,
  reactionMedianSeconds: 6,
  slow: 0.03,
  slowMeanSeconds: 120,
  silent: 0,
};

/** What is simulated. Times in seconds since the opening. */
export interface Setting {
  name: string;
  /** People with a ticket (N). */
  people: number;
  /** K */
  seats: number;
  seed: number;
  closesAt: number;
  minSweepSeconds: number;
  callHoldSeconds: number;
  passSeconds: number;
  extensions: number;
  lateShare: number;
  /** Places to book; everybody finds one if infinite. */
  supply: number;
  /** Pages open per person who waits: relatives who look, too. */
  pagesPerPerson: number;
  /** People who never looked, and all come within five minutes. */
  return: { at: number; people: number } | null;
  /** Off: the same people behave like the others, to see what hammering changes. */
  hammering: boolean;
  behaviour: Behaviour;
}

/** The page of the line opens half an hour before the round. */
export const pageOpensAt = -1_800;

export const day = (people: number, seatShare: number, seed: number): Setting => ({
  name: 'day',
  people,
  seats: Math.max(1, Math.round(people * seatShare)),
  seed,
  closesAt: 24 * 3600,
  minSweepSeconds: 1_800,
  callHoldSeconds: 600,
  passSeconds: 600,
  extensions: 10,
  lateShare: 0.7,
  supply: Number.POSITIVE_INFINITY,
  pagesPerPerson: 1,
  return: null,
  hammering: true,
  behaviour: typical,
});

/** The evening news at 21:00: a twentieth of all (half a million of ten) hear that they were passed over. */
export const news = (people: number, seatShare: number, seed: number): Setting => ({
  ...day(people, seatShare, seed),
  name: 'news',
  return: { at: 3_600, people: Math.round(people / 20) },
});
