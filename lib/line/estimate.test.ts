import { describe, expect, it } from 'vitest';
import { coarse, nextPollMs, type WaitFacts, waitOf } from './estimate';

const facts: WaitFacts = {
  // 1,000 people between the front and the place, one seat a second: 970 s by seats; 0.5 of the line at 0.0005 a second: 1,000 s by pace.
  place: 0.75,
  front: 0.25,
  waiting: 1_500,
  before: 0,
  releasesPerSecond: 1,
  newcomersPerSecond: 0,
  frontPerSecond: 0.0005,
  minSweepSeconds: 600,
  openSeconds: 3_600,
  steady: true,
};

describe('the wait', () => {
  it('is a range around the ways of reckoning', () => {
    const wait = waitOf({ ...facts, steady: false });
    expect(wait?.fromSeconds).toBeCloseTo(770, 6);
    expect(wait?.toSeconds).toBeCloseTo(1_310, 6);
  });

  it('rests on the reckoning with newcomers while they come evenly', () => {
    expect(waitOf(facts)).toEqual({ fromSeconds: 697.5, toSeconds: 1_369.5, middleSeconds: 970 });
  });

  it('is longer when others come before: a third of what is given back goes to newcomers ahead', () => {
    expect(waitOf({ ...facts, newcomersPerSecond: 4 / 9 })?.middleSeconds).toBeCloseTo(1_455, 6);
    expect(waitOf({ ...facts, newcomersPerSecond: 4 / 9 })?.toSeconds).toBeCloseTo(1.35 * 1_455 + 60, 6);
  });

  it('is longer by those who go first', () => expect(waitOf({ ...facts, before: 100 })?.middleSeconds).toBe(1_067));

  it('has as its middle the median of three when newcomers come unevenly', () => {
    expect(waitOf({ ...facts, before: 1_000, steady: false })?.middleSeconds).toBe(1_000);
  });

  it('is a range alone in the first half hour', () => {
    expect(waitOf({ ...facts, openSeconds: 1_799 })).toMatchObject({ fromSeconds: 770, middleSeconds: null });
  });

  it('is never under what the shortest sweep allows', () => {
    expect(waitOf({ ...facts, waiting: 0, frontPerSecond: 0.1, minSweepSeconds: 1_800 })?.fromSeconds).toBe(900);
  });

  it('stays in bounds when nearly all that is given back goes to newcomers', () => {
    const wait = waitOf({ ...facts, newcomersPerSecond: 100, steady: false });
    expect(wait?.toSeconds).toBe(1.15 * 3_000 + 60);
    expect(wait?.middleSeconds).toBeLessThanOrEqual(wait?.toSeconds ?? 0);
  });

  it.each([
    ['the front stands', { frontPerSecond: 0 }],
    ['no seat is given back', { releasesPerSecond: 0 }],
    ['the place is called', { front: 0.75 }],
    ['the sweep is over', { front: 1, place: 1.1 }],
  ])('is unknown while %s', (_, change) => expect(waitOf({ ...facts, ...change })).toBeNull());
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
