import { describe, expect, it } from 'vitest';
import { callsOf, easeOf, type LineFigures, retrySeconds } from './controller';

const calm: LineFigures = {
  seats: 240,
  active: 240,
  retrying: 0,
  releasedPerSecond: 0,
  lateEntriesPerSecond: 0,
  waiting: 5_000,
  showUp: 1,
  lateWaiting: 0,
  front: 0.5,
  minSweepSeconds: 1_800,
  lateShare: 0.7,
  ease: 1,
};

describe('the controller', () => {
  // 240 seats: at most 2 × 240 / 240 = 2 people a second; the overcall of 0.5 % is 1.2 people, spread over 30 s.
  it.each<[string, Partial<LineFigures>, number, number]>([
    ['all seats are taken: only the overcall', {}, 0.04 / 10_000, 0],
    ['all seats are free: as fast as two passes of seats allow', { active: 0 }, 2 / 10_000, 0],
    ['one seat a second is given back', { releasedPerSecond: 1 }, 1.04 / 10_000, 0],
    ['uncalled late people take what is given back', { releasedPerSecond: 1, lateEntriesPerSecond: 1 }, 0.04 / 10_000, 0],
    ['people who were refused a seat come again first', { active: 180, retrying: 60 }, 0.04 / 10_000, 0],
    ['more are inside than there are seats', { active: 300 }, 0, 0],
    ['few people: no faster than the shortest sweep', { active: 0, waiting: 3 }, 1 / 1_800, 0],
    ['nobody at all: the front moves on', { active: 0, waiting: 0 }, 1 / 1_800, 0],
    ['both lines wait: the late one has its share', { active: 0, lateWaiting: 9 }, 0.6 / 10_000, 1.4],
    ['twice as many come as report: half the way', { active: 0, showUp: 2 }, 1 / 10_000, 0],
    ['what the shortest sweep leaves over goes to the late line', { active: 0, lateWaiting: 9, waiting: 90 }, 1 / 1_800, 1.9],
    ['the origin is slow: fewer calls', { active: 0, ease: 0.5 }, 1 / 10_000, 0],
    ['the drawn line is done: the late one has all', { active: 0, lateWaiting: 9, front: 1 }, 0, 2],
  ])('%s', (_, change, frontPerSecond, latePerSecond) => {
    const calls = callsOf({ ...calm, ...change });
    expect(calls.frontPerSecond).toBeCloseTo(frontPerSecond, 9);
    expect(calls.latePerSecond).toBeCloseTo(latePerSecond, 9);
  });
});

describe('a slow origin', () => {
  const quick = { latencyMs: 20, waitingForConnection: 0 };

  it('gets fewer people within seconds, and all of them again within two minutes', () => {
    let ease = 1;
    for (let second = 0; second < 5; second += 1) ease = easeOf(ease, { latencyMs: 900, waitingForConnection: 0 }, 240);
    expect(ease).toBeLessThan(0.14);
    for (let second = 0; second < 120; second += 1) ease = easeOf(ease, quick, 240);
    expect(ease).toBe(1);
  });

  it('is seen by its queue for connections, too, and is never left without anybody', () => {
    let ease = 1;
    for (let second = 0; second < 60; second += 1) ease = easeOf(ease, { latencyMs: 20, waitingForConnection: 11 }, 240);
    expect(ease).toBe(0.02);
  });
});

describe('who is refused a seat', () => {
  it.each([
    [0, 1, 0.5, 3],
    [100, 10, 0.5, 10],
    [100, 10, 0, 8],
    [100, 10, 0.999, 12],
    [1e6, 1, 0.5, 60],
    [5, 0, 0.5, 60],
  ])('with %d others and %d seats a second, by chance %d, comes again after %d s', (others, rate, chance, seconds) =>
    expect(retrySeconds(others, rate, chance)).toBe(seconds),
  );
});
