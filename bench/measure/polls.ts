import { nextPollMs } from '@/lib/line/estimate';

/** Seconds. With a seat for every fiftieth and four minutes a seat, the last of the line waits this long. */
const longestWait = 50 * 240;

/** Long enough that nobody's first poll shows any more: twice the longest pause. */
const runUpMs = 120_000;

/** Deterministic chance in [0, 1): mulberry32. */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * When a line of so many people asks for its document within so many seconds, as the page's own rule makes them:
 * milliseconds from the start, in order. Everybody is in the middle of their waiting when it begins.
 */
export function pollTimes(people: number, seconds: number, chance: () => number): number[] {
  const times: number[] = [];
  for (let person = 0; person < people; person += 1) {
    const wait = chance() * longestWait;
    let at = -(1 + chance()) * runUpMs;
    while (at < seconds * 1_000) {
      if (at >= 0) times.push(at);
      at += nextPollMs(Math.max(0, wait - at / 1_000), chance());
    }
  }
  return times.sort((a, b) => a - b);
}
