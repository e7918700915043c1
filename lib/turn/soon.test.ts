import { describe, expect, it } from 'vitest';
import type { LineDocument } from '@/lib/line/document';
import { placeWithin } from './soon';

const hour = 3_600_000;
const now = 10 * hour;

/** A line of 100,000 that has been open for an hour and gives back ten seats a second, its front at `at`. */
const line = (more: Partial<LineDocument> & { at?: number; speed?: number } = {}): LineDocument => {
  const { at = 0.25, speed = 0.0001, ...rest } = more;
  const stretch = { startsAt: now - 1_000, endsAt: now + 4_000, from: at - speed, to: at + speed * 4 };
  return {
    ...{ now, round: 'r', state: 'open', order: 'drawn', drawAt: now - 2 * hour, opensAt: now - hour, closesAt: now + 8 * hour },
    draw: { secretHash: '', ticketKeyHash: '', beaconSource: null, secret: null, beacon: null, seed: null },
    fronts: { drawn: [stretch], late: [] },
    ...{ held: 0, waiting: { drawn: 75_000, late: 100 }, report: 0, seats: 2_400, minSweep: 600, callHold: 300, districts: [] },
    pace: { before: 0, releases: 10, newcomers: 0, speed, steady: true },
    ...{ signIn: { state: 'calm', seconds: 0 }, notice: null },
    ...rest,
  };
};

describe('the place that the front reaches within a time', () => {
  it.each([
    // 0.97 of 100,000 people per unit of the line, ten a second: 900 s are 9,000 people.
    [0.25, 900, 0.25 + 9_000 / 97_000],
    [0.25, 60, 0.25 + 600 / 97_000],
    [0.25, 0, 0.25],
    // The whole rest of the line within the time.
    [0.99, 9_000, 1],
  ])('of a front at %f in %d s is %f', (at, seconds, place) => {
    const waiting = { drawn: Math.round(100_000 * (1 - at)), late: 100 };
    expect(placeWithin(line({ at, waiting }), now, seconds)).toBeCloseTo(place, 4);
  });

  it.each<[string, Partial<LineDocument>]>([
    ['before anything is learned', { pace: null }],
    ['while the front stands', { pace: { before: 0, releases: 10, newcomers: 0, speed: 0, steady: true } }],
    ['while it is paused', { state: 'paused' }],
    ['when nothing is left', { state: 'sold-out' }],
    ['before the opening', { state: 'drawn' }],
  ])('is the front itself %s', (_, more) => {
    expect(placeWithin(line(more), now, 900)).toBeCloseTo(0.25, 9);
  });

  it('is where a waiting page says that it is: farther with more seats, nearer with a longer wait', () => {
    const place = (releases: number) =>
      placeWithin(line({ pace: { before: 0, releases, newcomers: 0, speed: 0.0001, steady: true } }), now, 900);
    expect(place(20)).toBeGreaterThan(place(10));
    expect(place(5)).toBeLessThan(place(10));
  });
});
