import { expect, test } from 'vitest';
import { isRoundId, roundPhase, roundState, shownWindow } from './round';

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

test.each(['', '\0', '../x', 'a b', 'A', '차례', '-a', 'x'.repeat(65)])('%j is the id of no round', (text) => {
  expect(isRoundId(text)).toBe(false);
});

test.each(['a', '0', 'august-2021-9', 'x'.repeat(64)])('%s may be one', (text) => {
  expect(isRoundId(text)).toBe(true);
});

test('a cancelled round is told as such, with the window that people knew', () => {
  const { opensAt, closesAt } = times;
  const now = new Date('2021-08-09T12:00:00+09:00');
  const ended = { ...times, opensAt: new Date(now.getTime() - 1_000), closesAt: now, pausedAt: null };
  expect(roundState({ ...ended, cancelled: { reason: '점검', opensAt, closesAt } }, now)).toBe('cancelled');
  expect(shownWindow({ ...ended, cancelled: { reason: '점검', opensAt, closesAt } })).toMatchObject({ opensAt, closesAt });
  expect(roundState({ ...ended, cancelled: null }, now)).toBe('closed');
  expect(shownWindow({ ...times, cancelled: null })).toMatchObject({ opensAt, closesAt });
});
