import { describe, expect, it } from 'vitest';
import { coarse, nextPollMs, waitRange } from './estimate';

describe('the wait', () => {
  it('is a range around both ways of reckoning', () => {
    // 1,000 ahead, 240 s a seat, 240 seats: 1,000 s by seats. 0.5 of the line at 0.0005 a second: 1,000 s by pace.
    const range = waitRange({ ahead: 1_000, seats: 240, distance: 0.5, frontPerSecond: 0.0005, minSweepSeconds: 600 });
    expect(range).toEqual({ fromSeconds: 770, toSeconds: 1_310 });
  });

  it('is never under what the shortest sweep allows', () => {
    expect(waitRange({ ahead: 0, seats: 240, distance: 0.5, frontPerSecond: 0.1, minSweepSeconds: 1_800 })?.fromSeconds).toBe(900);
  });

  it('is unknown while the front stands', () => {
    expect(waitRange({ ahead: 10, seats: 240, distance: 0.5, frontPerSecond: 0, minSweepSeconds: 1_800 })).toBeNull();
  });
});

describe('counts that are published', () => {
  it.each([
    [0, 100],
    [1, 100],
    [100, 100],
    [101, 100],
    [149, 150],
    [1_234, 1_200],
    [98_765, 99_000],
    [3_524_000, 3_500_000],
  ])('%d people are shown as %d', (people, shown) => expect(coarse(people)).toBe(shown));
});

describe('the next poll', () => {
  it.each([
    [0, 0.5, 2_000],
    [40, 0.5, 2_000],
    [400, 0.5, 20_000],
    [400, 0, 16_000],
    [400, 1, 24_000],
    [86_400, 0.5, 60_000],
    [null, 0.5, 5_000],
  ])('with a wait of %s s comes after %d', (wait, chance, ms) => expect(nextPollMs(wait, chance)).toBe(ms));
});
