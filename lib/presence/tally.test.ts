import { expect, test } from 'vitest';
import { reportsPerSecondMost, tally } from './tally';

const report = (number: string, more = {}) => ({ roundId: 'r', number, weight: 4, first: false, ...more });

test('a ticket counts once a minute, however often it reports', () => {
  const own = tally();
  expect([0, 10_000, 54_999].map((at) => own.count(report('A'), at))).toEqual([true, false, false]);
  expect(own.count(report('B'), 20_000)).toBe(true);
  expect(own.count(report('A'), 60_000)).toBe(true);
  expect(own.news()).toEqual([{ roundId: 'r', reports: 3, people: 12, newcomers: 0 }]);
});

test('the same ticket number in another round is another ticket', () => {
  const own = tally();
  expect(own.count(report('A'), 0)).toBe(true);
  expect(own.count(report('A', { roundId: 's' }), 0)).toBe(true);
});

test('counters only grow, and are news once, unless they could not be written', () => {
  const own = tally();
  own.count(report('A', { first: true }), 0);
  expect(own.news()).toEqual([{ roundId: 'r', reports: 1, people: 4, newcomers: 4 }]);
  expect(own.news()).toEqual([]);
  own.again(['r']);
  own.count(report('B', { weight: 2 }), 1);
  expect(own.news()).toEqual([{ roundId: 'r', reports: 2, people: 6, newcomers: 4 }]);
});

test('what comes beyond its limit in one second is not looked at, and the next second is', () => {
  const own = tally();
  const answers = Array.from({ length: reportsPerSecondMost + 5 }, () => own.hasRoom(1_500));
  expect(answers.filter(Boolean)).toHaveLength(reportsPerSecondMost);
  expect(own.hasRoom(2_000)).toBe(true);
});
