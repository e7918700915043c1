import { describe, expect, test } from 'vitest';
import { belongs } from '@/lib/campaign/cohort';
import { demoCampaignId, demoRounds, soonRound, tranchesOf } from './demo';

const seoul = (text: string): Date => new Date(`${text}+09:00`);

describe('when a demo is made', () => {
  test.each([
    // The window of the 21st is open, or its catch-up; four evenings lie before it.
    ['2026-11-22T00:00', 'demo-20261117'],
    ['2026-11-22T17:59', 'demo-20261117'],
    ['2026-11-22T19:59', 'demo-20261117'],
    ['2026-11-22T20:00', 'demo-20261118'],
    ['2027-01-02T09:00', 'demo-20261228'],
  ])('at %s it is %s', (now, id) => expect(demoCampaignId(undefined, seoul(now))).toBe(id));

  test('it lasts until its last digit has had its window', () => {
    // Ten evenings from the 17th: the last window is from the 26th to the 27th, 18:00.
    expect(demoCampaignId('demo-20261117', seoul('2026-11-27T17:59'))).toBe('demo-20261117');
    expect(demoCampaignId('demo-20261117', seoul('2026-11-27T18:00'))).toBe('demo-20261122');
  });
});

describe('the rounds of a demo', () => {
  const rounds = demoRounds('demo-20261228', seoul('2027-01-01T18:30'));
  const byDay = rounds.filter(({ cohort }) => cohort.dayDigits);

  test('the digits count up from that of the first day, over the end of the year too', () => {
    const digits = rounds.filter(({ id }) => id.includes('-digit-')).map(({ cohort }) => cohort.dayDigits?.join());
    expect(digits).toEqual(['8', '9', '0', '1', '2', '3', '4', '5', '6', '7']);
    expect(rounds[0]).toMatchObject({
      drawAt: seoul('2026-12-28T19:30'),
      opensAt: seoul('2026-12-28T20:00'),
      closesAt: seoul('2026-12-29T18:00'),
    });
  });

  test('at any minute of the ten days exactly one round by digit is open', () => {
    for (let at = seoul('2026-12-28T20:00').getTime(); at < seoul('2027-01-07T20:00').getTime(); at += 60_000) {
      const open = byDay.filter(({ opensAt, closesAt }) => opensAt.getTime() <= at && at < closesAt.getTime());
      expect(open).toHaveLength(1);
    }
  });

  test('a catch-up is for the digits that already had their day and for nobody else', () => {
    const third = rounds.find(({ id }) => id === 'demo-20261228-catch-up-3');
    expect(third).toMatchObject({ opensAt: seoul('2026-12-31T18:00'), closesAt: seoul('2026-12-31T20:00') });
    expect(third?.cohort.dayDigits).toEqual([8, 9, 0]);
  });

  test('a catch-up has no share of its own, unless it is open when the demo is made; every other round has', () => {
    const lean = rounds.filter(({ shareWeight }) => shareWeight === 0).map(({ id }) => id);
    expect(lean).toEqual([5, 6, 7, 8, 9, 10].map((index) => `demo-20261228-catch-up-${index}`));
  });

  test.each([
    ['1976-12-28', 0],
    ['1977-01-08', 1],
    ['2008-12-28', 1],
    ['2009-01-08', 0],
  ])('ages go by the year of birth: %s', (birthDate, count) => {
    expect(rounds.filter(({ id, cohort }) => id.includes('-digit-') && belongs(cohort, birthDate))).toHaveLength(count);
  });

  test('helpers may act in the round of the old alone, which is open throughout', () => {
    const helped = rounds.filter(({ helpersAllowed }) => helpersAllowed);
    expect(helped.map(({ id }) => id)).toEqual(['demo-20261228-senior']);
    expect(helped[0]).toMatchObject({ opensAt: seoul('2026-12-28T20:00'), closesAt: seoul('2027-01-07T20:00') });
    expect(belongs(helped[0]?.cohort ?? {}, '1966-12-31')).toBe(true);
    expect(belongs(helped[0]?.cohort ?? {}, '1967-01-01')).toBe(false);
  });

  test('ids are readable, short and nobody else’s', () => {
    const ids = [
      ...rounds,
      ...demoRounds('demo-20270102', seoul('2027-01-02T20:00')),
      soonRound('demo-20261228', 1, seoul('2026-12-30T10:00')),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,40}$/);
  });

  test('one is drawn in a minute and opens on the full minute six minutes ahead', () => {
    expect(soonRound('demo-20261228', 2, seoul('2026-12-30T10:00:20'))).toMatchObject({
      id: 'demo-20261228-soon-2',
      drawAt: seoul('2026-12-30T10:01:20'),
      opensAt: seoul('2026-12-30T10:07:00'),
      closesAt: seoul('2026-12-30T12:07:00'),
    });
  });

  test('a round over night keeps two fifths for the morning', () => {
    expect(tranchesOf({ opensAt: seoul('2026-12-31T20:00'), closesAt: seoul('2027-01-01T18:00') })).toEqual([
      { at: seoul('2026-12-31T20:00'), permille: 600 },
      { at: seoul('2027-01-01T09:00'), permille: 1000 },
    ]);
    expect(tranchesOf({ opensAt: seoul('2026-12-31T18:00'), closesAt: seoul('2026-12-31T20:00') })).toEqual([]);
  });
});
