import { describe, expect, it } from 'vitest';
import { firstRate, levelOf, nextRate, reports, weightOf } from './presence';

describe('the sample', () => {
  it.each([
    [1, 0],
    [2, 1],
    [12, 2],
    [0x8000_0000, 31],
    [0, 31],
  ])('a hash that ends in %i has level %i', (tail, level) => expect(levelOf(tail)).toBe(level));

  it.each([
    [0, 0],
    [12_000, 0],
    [12_001, 1],
    [10_000_000, 10],
  ])('of %i tickets starts at level %i', (tickets, level) => expect(firstRate(tickets).level).toBe(level));

  it('is one in two to the level, and each stands for the others', () => {
    const levels = Array.from({ length: 4_096 }, (_, hash) => levelOf(hash + 1));
    for (const rate of [0, 1, 5]) {
      expect(levels.filter((level) => reports(level, rate)).length * weightOf(rate)).toBeCloseTo(4_096, -6);
      expect(levels.filter((level) => reports(level, rate)).length).toBe(4_096 / weightOf(rate));
    }
  });
});

describe('the rate', () => {
  const rate = { level: 5, quietSeconds: 0 };

  it('halves at once when there are too many reports', () => expect(nextRate(rate, 151)).toEqual({ level: 6, quietSeconds: 0 }));

  it('stays between', () => expect(nextRate({ level: 5, quietSeconds: 70 }, 100)).toEqual(rate));

  it('doubles after two quiet minutes, not before', () => {
    let now = rate;
    for (let second = 0; second < 119; second += 1) now = nextRate(now, 64);
    expect(now.level).toBe(5);
    expect(nextRate(now, 64)).toEqual({ level: 4, quietSeconds: 0 });
  });

  it('does not go beyond everybody', () => {
    let now = { level: 0, quietSeconds: 0 };
    for (let second = 0; second < 500; second += 1) now = nextRate(now, 0);
    expect(now.level).toBe(0);
  });
});
