import { expect, test } from 'vitest';
import { chosenMoment, isBusy } from './spread';

test('nobody waits when it is calm', () => {
  expect(chosenMoment(0, 0.99)).toBe(0);
});

test('pages choose every second of the spread alike, and none beyond', () => {
  const counts = new Map<number, number>();
  for (let chance = 0; chance < 1; chance += 0.001) {
    const moment = chosenMoment(10, chance);
    counts.set(moment, (counts.get(moment) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(3);
});

test.each([null, undefined, 'busy', {}, { seconds: '5' }, { seconds: -1 }, { seconds: 1e9 }, { seconds: Number.NaN }])(
  '%j is no news: a broken document holds nobody up',
  (value) => {
    expect(isBusy(value)).toBe(false);
  },
);

test('says what is news', () => {
  expect(isBusy({ state: 'busy', seconds: 12 })).toBe(true);
});
