import { describe, expect, it } from 'vitest';
import { aimedSeats, callsOf, easeOf, type LineFigures, retrySeconds } from './controller';

const calm: LineFigures = {
  seats: 240,
  active: aimedSeats(240),
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
  // 240 seats: at most 2 × 240 / 240 = 2 people a second.
  it.each<[string, Partial<LineFigures>, number, number]>([
    ['all seats but the reserve are taken: nobody', {}, 0, 0],
    ['all seats are free: as fast as two passes of seats allow', { active: 0 }, 2 / 10_000, 0],
    ['thirty seats are free: filled within half a minute', { active: aimedSeats(240) - 30 }, 1 / 10_000, 0],
    ['one seat a second is given back', { releasedPerSecond: 1 }, 1 / 10_000, 0],
    ['uncalled late people take what is given back', { releasedPerSecond: 1, lateEntriesPerSecond: 1 }, 0, 0],
    ['people who were refused a seat come again first', { active: aimedSeats(240) - 60, retrying: 60 }, 0, 0],
    ['more are inside than there are seats', { active: 300 }, 0, 0],
    ['few people: no faster than the shortest sweep', { active: 0, waiting: 3 }, 1 / 1_800, 0],
    ['nobody at all: the front moves on', { active: 0, waiting: 0 }, 1 / 1_800, 0],
    ['both lines wait: the late one has its share', { active: 0, lateWaiting: 99 }, 0.6 / 10_000, 1.4],
    ['twice as many come as report: half the way', { active: 0, showUp: 2 }, 1 / 10_000, 0],
    ['a few are late: as many as there are, and the drawn line has the others', { active: 0, lateWaiting: 1 }, 1 / 10_000, 1],
    ['what the shortest sweep leaves over goes to the late line', { active: 0, lateWaiting: 99, waiting: 90 }, 1 / 1_800, 1.9],
    ['the origin is slow: fewer calls', { active: 0, ease: 0.5 }, 1 / 10_000, 0],
    ['the drawn line is done: the late one has all', { active: 0, lateWaiting: 99, front: 1 }, 0, 2],
  ])('%s', (_, change, frontPerSecond, latePerSecond) => {
    const calls = callsOf({ ...calm, ...change });
    expect(calls.frontPerSecond).toBeCloseTo(frontPerSecond, 9);
    expect(calls.latePerSecond).toBeCloseTo(latePerSecond, 9);
  });
});

describe('late people who may be called at once', () => {
  // 240 seats, of which calls aim at 234.87.
  it.each<[string, Partial<LineFigures>, number]>([
    ['nobody is inside, and nobody waits to be drawn: half of the seats', { active: 0, waiting: 0, front: 1 }, 117],
    ['some seats are free: half of them', { active: aimedSeats(240) - 20, waiting: 0, front: 1 }, 10],
    ['one is, and is not enough', { active: aimedSeats(240) - 1, waiting: 0, front: 1 }, 0],
    ['none is', { waiting: 0, front: 1 }, 0],
    ['more are inside than there are seats', { active: 300, waiting: 0, front: 1 }, 0],
    ['people who were refused a seat come again first', { active: 0, retrying: 230, waiting: 0, front: 1 }, 2],
    // 2 people a second for two minutes would take 240 seats.
    ['the drawn line can take all seats', { active: 0 }, 0],
    // 900 people in half an hour: 0.5 a second, 60 in two minutes.
    ['the shortest sweep leaves seats over', { active: 0, waiting: 450 }, 87],
    ['the origin is slow', { active: 0, waiting: 0, front: 1, ease: 0.99 }, 0],
    ['an operator has set a cap', { active: 0, waiting: 0, front: 1, most: 100 }, 0],
  ])('%s', (_, change, people) => expect(callsOf({ ...calm, ...change }).lateAtOnce).toBe(people));
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

describe('the seats that calls aim at', () => {
  it.each([
    [1, 0.7],
    [200, 195],
    [20_000, 19_918],
    [200_000, 199_466],
  ])('of %d are %d', (seats, aimed) => expect(aimedSeats(seats)).toBeCloseTo(aimed, seats < 100 ? 1 : -1));
});
