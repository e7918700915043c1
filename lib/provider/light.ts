/** `grey`: nothing is known of it. Only a red one can't be chosen. */
export type Light = 'green' | 'yellow' | 'red' | 'grey';
export type Outcome = 'good' | 'slow' | 'bad';

/** Of sign-ins in the last minute, or since the light changed where that is less. */
export interface Sums {
  good: number;
  /** Of the good ones: those that took longer than `slowMs`. */
  slow: number;
  bad: number;
}

/** The last probes, as many as ended alike. */
export interface Probes {
  last: Outcome | null;
  inARow: number;
}

export const slowMs = 3_000;
/** Fewer sign-ins than this say nothing. */
export const leastSignIns = 10;

/** Between the two figures of a pair the light stays as it is, so that it does not flicker. */
const goodShare = { keepsGreen: 0.9, makesGreen: 0.95, red: 0.5 };
const slowShare = { keepsGreen: 0.5, makesGreen: 0.25 };
const probesFor = { red: 3, yellow: 3, backToYellow: 3, backToGreen: 6 };

/**
 * A provider's next light. People decide while enough of them sign in; else the leader's probes do. A red one, which nobody can
 * choose, comes back by probes alone, and to yellow: then people try it, and what they find decides from there.
 */
export function nextLight(light: Light, { good, slow, bad }: Sums, { last, inARow }: Probes): Light {
  const all = good + bad;
  if (light === 'red') return last === 'good' && inARow >= probesFor.backToYellow ? 'yellow' : 'red';
  if (all >= leastSignIns) {
    if (good < all * goodShare.red) return 'red';
    const share = light === 'green' ? goodShare.keepsGreen : goodShare.makesGreen;
    const slowMost = light === 'green' ? slowShare.keepsGreen : slowShare.makesGreen;
    return good >= all * share && slow <= good * slowMost ? 'green' : 'yellow';
  }
  if (last === 'bad' && inARow >= probesFor.red) return 'red';
  if (last === 'slow' && inARow >= probesFor.yellow) return 'yellow';
  if (light === 'grey' && last === 'good') return 'green';
  if (light === 'yellow' && last === 'good' && inARow >= probesFor.backToGreen) return 'green';
  return light;
}

/** Seconds until the next probe: often while it may come back, seldom while people show how it fares. */
export const probeEvery = (light: Light): number => (light === 'green' ? 30 : 5);
