import { describe, expect, it } from 'vitest';
import { callsOf, type LineFigures } from './controller';

const calm: LineFigures = {
  seats: 240,
  active: 240,
  retrying: 0,
  releasedPerSecond: 0,
  lateEntriesPerSecond: 0,
  drawnTickets: 10_000,
  lateWaiting: 0,
  front: 0.5,
  minSweepSeconds: 1_800,
  lateShare: 0.7,
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
    ['few tickets: no faster than the shortest sweep', { active: 0, drawnTickets: 3 }, 1 / 1_800, 0],
    ['no ticket at all: the front moves on', { active: 0, drawnTickets: 0 }, 1 / 1_800, 0],
    ['both lines wait: the late one has its share', { active: 0, lateWaiting: 9 }, 0.6 / 10_000, 1.4],
    ['the drawn line is done: the late one has all', { active: 0, lateWaiting: 9, front: 1 }, 0, 2],
  ])('%s', (_, change, frontPerSecond, latePerSecond) => {
    const calls = callsOf({ ...calm, ...change });
    expect(calls.frontPerSecond).toBeCloseTo(frontPerSecond, 9);
    expect(calls.latePerSecond).toBeCloseTo(latePerSecond, 9);
  });
});
