import { describe, expect, it } from 'vitest';
import * as learned from './learned';

const calm: learned.SecondCounts = {
  active: 240,
  released: 1,
  came: 1,
  lateEntries: 0,
  newcomers: 2,
  reported: 10,
  front: 0.5,
  moved: 0.001,
};

function taught(seconds: number, change: Partial<learned.SecondCounts> = {}, from = learned.unlearned(240)): learned.Learned {
  let state = from;
  for (let second = 0; second < seconds; second += 1) state = learned.learn(state, { ...calm, ...change });
  return state;
}

describe('what is learned', () => {
  it('starts from a typical round', () => {
    const fresh = learned.unlearned(240);
    expect(learned.releaseRateOf(fresh, 240)).toBeCloseTo(1, 9);
    expect(learned.showUpOf(fresh)).toBe(1);
    expect(learned.waitingOf(fresh, 0)).toBe(0);
    expect(learned.isSteady(fresh)).toBe(true);
  });

  it('R: seats are given back as fast as they were, also when the operator adds some', () => {
    const slow = taught(7_200, { released: 0.5 });
    expect(learned.releaseRateOf(slow, 240)).toBeCloseTo(0.5, 2);
    expect(learned.releaseRateOf(slow, 480)).toBeCloseTo(1, 2);
  });

  it('R: the few releases of the first minutes do not count as slowness', () => {
    expect(learned.releaseRateOf(taught(60, { released: 0 }), 240)).toBeGreaterThan(0.85);
  });

  it('Ŵ: the reports of one minute, for what lies beyond the front now', () => {
    expect(learned.waitingOf(taught(60), 0.5)).toBeCloseTo(600, 6);
    expect(learned.waitingOf(taught(3_600), 0.75)).toBeCloseTo(300, 6);
    expect(learned.waitingOf(taught(60, { reported: 0 }, taught(60)), 0.5)).toBe(0);
  });

  it('κ: half of those who come had not reported; never less than reported, and never more than three to one', () => {
    // 600 per half line reported, so 1.2 expected per second at 0.001 a second.
    expect(learned.showUpOf(taught(3_600, { came: 2.4 }))).toBeCloseTo(2, 1);
    expect(learned.showUpOf(taught(3_600, { came: 0.1 }))).toBe(1);
    expect(learned.showUpOf(taught(3_600, { came: 90 }))).toBe(3);
  });

  it('A and v are means of the last minutes', () => {
    const state = taught(900, { newcomers: 5, moved: 0.002 }, taught(900));
    expect(learned.newcomersPerSecond(state)).toBeGreaterThan(4);
    expect(learned.newcomersPerSecond(taught(240, { newcomers: 50 }, state))).toBeGreaterThan(35);
    expect(learned.frontSpeed(state)).toBeCloseTo(0.002, 6);
  });

  it('a rush of newcomers is not steady, and becomes it again', () => {
    expect(learned.isSteady(taught(300, { newcomers: 9 }, taught(3_600)))).toBe(false);
    expect(learned.isSteady(taught(3_600, { newcomers: 9 }, taught(3_600)))).toBe(true);
  });
});
