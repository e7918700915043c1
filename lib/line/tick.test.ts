import { expect, test } from 'vitest';
import { aimedSeats } from './controller';
import { type Counters, type LineState, type Seen, tickOf } from './tick';

const seen = (more: Partial<Seen> = {}): Seen => ({
  seats: 200,
  minSweepSeconds: 1_800,
  lateShare: 0.7,
  most: null,
  active: Math.round(aimedSeats(200)),
  granted: 0,
  uncalled: 0,
  came: 0,
  lateNewcomers: 0,
  retrying: 0,
  drawnTickets: 100_000,
  lateWaiting: 0,
  front: 0.1,
  promised: 0.1,
  nodes: {},
  load: { latencyMs: 5, waitingForConnection: 0 },
  ...more,
});

/** So many ticks, a second apart, of what `at` says was seen; one person gives a seat back each second. */
function run(seconds: number, at: (second: number) => Partial<Seen>, from: LineState | null = null): LineState {
  let state = from;
  for (let second = 0; second < seconds; second += 1) state = tickOf(state, state && 1, seen({ granted: 1, ...at(second) })).state;
  if (!state) throw new Error('at least one tick');
  return state;
}

const reporting = (perSecond: number, weight: number) => (second: number) => ({
  nodes: { a: [second * perSecond, second * perSecond * weight, 0] as Counters },
});

test('counts all tickets beyond the front as waiting while nobody has reported', () => {
  const { state, calls } = tickOf(
    run(90, () => ({})),
    1,
    seen({ granted: 1 }),
  );
  expect(state.published.drawnWaiting).toBeCloseTo(90_000);
  // One seat a second, in a line of 100,000.
  expect(calls.frontPerSecond).toBeCloseTo(1 / 100_000, 6);
});

test('counts who reports, from the first whole minute on', () => {
  const early = run(40, reporting(10, 8));
  expect(early.published.drawnWaiting).toBeCloseTo(90_000);
  const state = run(120, reporting(10, 8));
  expect(state.published.drawnWaiting).toBeCloseTo(10 * 8 * 60, -2);
  const { calls } = tickOf(state, 1, seen({ granted: 1, ...reporting(10, 8)(120) }));
  // The same seat now lets the front pass many empty places.
  expect(calls.frontPerSecond).toBeGreaterThan(1 / 5_400);
  expect(run(120, reporting(10, 800)).published.drawnWaiting).toBe(90_000);
});

test('never moves the front faster than a sweep may be, however few report', () => {
  const state = run(120, reporting(1, 1));
  expect(tickOf(state, 1, seen({ active: 0, ...reporting(1, 1)(120) })).calls.frontPerSecond).toBe(1 / 1_800);
});

test('learns how many come for each who reports', () => {
  const state = run(900, (second) => ({
    ...reporting(10, 4)(second),
    front: 0.1 + second * 1e-4,
    promised: 0.1 + second * 1e-4,
    came: 0.54,
  }));
  // 2,400 people beyond 0.1 to 0.19 are 0.24 to 0.3 per 1e-4: about twice as many came.
  expect(state.published.drawnWaiting / (10 * 4 * 60)).toBeGreaterThan(1.6);
  expect(state.published.drawnWaiting / (10 * 4 * 60)).toBeLessThan(2.3);
});

test('a server that begins or is gone changes no count; what it has counted meanwhile is spread over the gap', () => {
  const old = run(1, () => ({ nodes: { a: [500, 4_000, 0], b: [900, 7_200, 0] } }));
  const quiet = tickOf(old, 1, seen({ nodes: { a: [500, 4_000, 0], c: [0, 0, 0] } })).state;
  expect(quiet.learned.densities.at(-1)).toBe(0);
  const later = tickOf(quiet, 10, seen({ nodes: { a: [600, 4_800, 0], c: [100, 800, 0] } })).state;
  expect(later.learned.densities.slice(-10).map((density) => Math.round(density * 0.9))).toEqual(Array(10).fill(160));
});

test('the first look at counters that others have kept is where counting begins', () => {
  expect(run(1, () => ({ nodes: { a: [500, 4_000, 10] } })).learned.densities).toEqual([0]);
});

test('a tick that comes too soon learns nothing, and loses nothing', () => {
  const old = run(1, () => ({ nodes: { a: [0, 0, 0] } }));
  const soon = tickOf(old, 0.1, seen({ nodes: { a: [8, 64, 0] } }));
  expect(soon).toMatchObject({ learned: false, seconds: 0 });
  expect(soon.state).toBe(old);
  expect(tickOf(soon.state, 1, seen({ nodes: { a: [8, 64, 0] } })).state.learned.densities.at(-1)).toBeCloseTo(64 / 0.9);
});

test('calls for the time since the last tick, half a minute of it at most', () => {
  const old = run(1, () => ({}));
  expect([2, 20, 3_600].map((elapsed) => tickOf(old, elapsed, seen()).seconds)).toEqual([2, 20, 30]);
});

test('an operator’s cap holds for both lines together, and 0 calls nobody', () => {
  const state = run(60, () => ({}));
  const free = { active: 0, granted: 1, lateWaiting: 500 };
  expect(tickOf(state, 1, seen({ ...free, most: null })).calls.latePerSecond).toBeGreaterThan(1);
  expect(tickOf(state, 1, seen({ ...free, most: 0.5 })).calls.latePerSecond).toBeLessThanOrEqual(0.5);
  expect(tickOf(state, 1, seen({ ...free, most: 0 })).calls).toEqual({ frontPerSecond: 0, latePerSecond: 0, lateAtOnce: 0 });
});

test('calls fewer people while the origin is slow, from the next second on', () => {
  const state = run(60, () => ({}));
  const called = (load: Seen['load']) => tickOf(state, 1, seen({ granted: 1, load })).calls.frontPerSecond;
  const normal = called({ latencyMs: 5, waitingForConnection: 0 });
  expect(called({ latencyMs: 900, waitingForConnection: 0 })).toBeLessThan(0.7 * normal);
  expect(called({ latencyMs: 5, waitingForConnection: 50 })).toBeLessThan(0.7 * normal);
});

test('asks fewer tickets at once when too many report, and more when it stays quiet', () => {
  const loud = run(20, reporting(300, 1));
  expect(loud.published.report).toBeGreaterThan(run(1, () => ({})).published.report);
  expect(run(400, reporting(20, 8)).published.report).toBeLessThan(run(1, () => ({})).published.report);
});

test('publishes counts to two digits and never of fewer than a hundred', () => {
  const { pace } = run(1, () => ({ retrying: 40, lateWaiting: 50 })).published;
  expect(pace.before).toBe(0);
  expect(run(1, () => ({ retrying: 4_000, lateWaiting: 1_234 })).published.pace.before).toBe(5_200);
});
