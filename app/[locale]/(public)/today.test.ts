import { describe, expect, it } from 'vitest';
import type { Cancelled } from '@/lib/campaign/round';
import { seoulInstant } from '@/lib/campaign/seoul';
import { roundsOfToday } from './today';

const round = (id: string, opens: [string, string], closes: [string, string], paused = false) => {
  const opensAt = seoulInstant(...opens);
  return {
    id,
    drawAt: new Date(opensAt.getTime() - 30 * 60_000),
    opensAt,
    closesAt: seoulInstant(...closes),
    pausedAt: paused ? opensAt : null,
    cancelled: null as Cancelled | null,
  };
};

const nine = round('nine', ['2021-08-09', '20:00'], ['2021-08-10', '18:00']);
const zero = round('zero', ['2021-08-10', '20:00'], ['2021-08-11', '18:00']);
const one = round('one', ['2021-08-11', '20:00'], ['2021-08-12', '18:00']);

const shown = (date: string, time: string, rounds = [nine, zero, one]) =>
  roundsOfToday(rounds, seoulInstant(date, time)).map((entry) => `${entry.round.id} ${entry.phase}`);

describe('the rounds that the landing shows', () => {
  it('before the first day: the next that opens, and no other', () => {
    expect(shown('2021-08-07', '12:00')).toEqual(['nine scheduled']);
  });
  it('by day: the open one, and the one of this evening', () => {
    expect(shown('2021-08-10', '09:00')).toEqual(['nine open', 'zero scheduled']);
  });
  it('between two windows: the one whose places are drawn, and the one that closed today', () => {
    expect(shown('2021-08-10', '19:45')).toEqual(['zero drawn', 'nine closed']);
  });
  it('in the evening: the next is that of tomorrow', () => {
    expect(shown('2021-08-10', '21:00')).toEqual(['zero open', 'one scheduled', 'nine closed']);
  });
  it('at midnight in Seoul yesterday’s closed round goes', () => {
    expect(shown('2021-08-11', '00:00')).toEqual(['zero open', 'one scheduled']);
  });
  it('a paused round stands after the open ones', () => {
    const paused = round('paused', ['2021-08-09', '20:00'], ['2021-08-10', '18:00'], true);
    expect(shown('2021-08-10', '09:00', [paused, nine])).toEqual(['nine open', 'paused paused']);
  });
  it('rounds that open at the same moment are all the next', () => {
    expect(shown('2021-08-07', '12:00', [nine, { ...nine, id: 'also' }])).toEqual(['nine scheduled', 'also scheduled']);
  });
  it('a cancelled round on the day of the cancelling and on its own, with nothing between', () => {
    const reason = '점검';
    const at = seoulInstant('2021-08-08', '12:00');
    const cancelled = {
      ...zero,
      opensAt: new Date(at.getTime() - 1_000),
      closesAt: at,
      cancelled: { reason, opensAt: zero.opensAt, closesAt: zero.closesAt },
    };
    expect(shown('2021-08-08', '13:00', [nine, cancelled])).toEqual(['zero cancelled', 'nine scheduled']);
    expect(shown('2021-08-09', '09:00', [nine, cancelled])).toEqual(['nine scheduled']);
    expect(shown('2021-08-11', '09:00', [nine, cancelled])).toEqual(['zero cancelled']);
    expect(shown('2021-08-12', '09:00', [nine, cancelled])).toEqual([]);
  });
  it('when all is over: nothing', () => {
    expect(shown('2021-08-13', '12:00')).toEqual([]);
  });
});
