import { describe, expect, test } from 'vitest';
import { mayPause, mayResume, sectionOf, stateOf } from './overview';

const at = (time: string) => new Date(`2026-08-10T${time}:00+09:00`);
const round = { drawAt: at('19:30'), opensAt: at('20:00'), closesAt: at('21:00'), pausedAt: null, seatCount: 20 };
const paused = { ...round, pausedAt: at('19:00') };

describe('what an operator sees of a round', () => {
  test.each([
    ['19:29', 0, 'scheduled', 'ahead'],
    ['19:30', 0, 'drawn', 'ahead'],
    ['20:00', 0, 'open', 'now'],
    ['20:00', 19, 'open', 'now'],
    ['20:00', 20, 'full', 'now'],
    ['21:00', 20, 'closed', 'over'],
  ] as const)('at %s with %d seats in use: %s', (time, seats, state, section) => {
    expect(stateOf(round, seats, at(time))).toBe(state);
    expect(sectionOf(state)).toBe(section);
    expect(mayPause(state)).toBe(state !== 'closed');
    expect(mayResume(state)).toBe(false);
  });

  test.each([
    ['19:29', 'pausedAhead', 'ahead', true],
    ['19:30', 'pausedAhead', 'ahead', true],
    ['20:00', 'paused', 'now', true],
    ['21:00', 'closed', 'over', false],
  ] as const)('paused, at %s: %s, whatever the seats', (time, state, section, resumable) => {
    for (const seats of [0, 20]) expect(stateOf(paused, seats, at(time))).toBe(state);
    expect(sectionOf(state)).toBe(section);
    expect(mayPause(state)).toBe(false);
    expect(mayResume(state)).toBe(resumable);
  });
});
