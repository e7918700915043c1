import { expect, test } from 'vitest';
import { roundPhase } from './round';

const times = {
  drawAt: new Date('2021-08-10T19:30:00+09:00'),
  opensAt: new Date('2021-08-10T20:00:00+09:00'),
  closesAt: new Date('2021-08-11T18:00:00+09:00'),
};

test.each([
  ['2021-08-10T19:29:59.999+09:00', 'scheduled', 'scheduled'],
  ['2021-08-10T19:30:00.000+09:00', 'drawn', 'drawn'],
  ['2021-08-10T19:59:59.999+09:00', 'drawn', 'drawn'],
  ['2021-08-10T20:00:00.000+09:00', 'open', 'paused'],
  ['2021-08-10T23:59:59.999+09:00', 'open', 'paused'],
  ['2021-08-11T00:00:00.000+09:00', 'open', 'paused'],
  ['2021-08-11T17:59:59.999+09:00', 'open', 'paused'],
  ['2021-08-11T18:00:00.000+09:00', 'closed', 'closed'],
])('at %s the round is %s, and %s when it has been halted', (instant, running, halted) => {
  const now = new Date(instant);
  expect(roundPhase({ ...times, pausedAt: null }, now)).toBe(running);
  expect(roundPhase({ ...times, pausedAt: new Date('2021-08-10T12:00:00+09:00') }, now)).toBe(halted);
});
