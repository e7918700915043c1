import { expect, test } from 'vitest';
import { chanceOf, pollTimes } from './polls';

test('a line of many polls in proportion, about 22 times a second for a thousand people', () => {
  for (const people of [1_000, 10_000]) {
    const perSecond = pollTimes(people, 20, chanceOf(7)).length / 20;
    expect(perSecond / people).toBeGreaterThan(0.018);
    expect(perSecond / people).toBeLessThan(0.028);
  }
});

test('the polls are in order, within the time, and the same for the same seed', () => {
  const times = pollTimes(500, 10, chanceOf(1));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(0);
  expect(times.at(-1)).toBeLessThan(10_000);
  expect(pollTimes(500, 10, chanceOf(1))).toEqual(times);
  expect(pollTimes(500, 10, chanceOf(2))).not.toEqual(times);
});
