import { describe, expect, test } from 'vitest';
import { belongs } from '@/lib/campaign/cohort';
import { demoRounds } from './demo';
import { readyMade } from './ready-made';

const seoul = (text: string): Date => new Date(`${text}+09:00`);
const rounds = demoRounds('demo-20261117', new Date('2026-11-21T21:00:00+09:00'));
const person = (now: Date, who: string) => readyMade(rounds, now).find((one) => one.who === who)?.citizen;

describe('the people to try it as', () => {
  // The first evening, an ordinary noon, a catch-up, a minute before the last window closes.
  test.each(['2026-11-17T20:00', '2026-11-22T12:00', '2026-11-23T19:30', '2026-11-27T17:59'])(
    'at %s one has their day and one has not',
    (text) => {
      const now = seoul(text);
      const open = rounds.filter(({ opensAt, closesAt }) => opensAt <= now && now < closesAt);
      const today = person(now, 'open-today')?.birthDate ?? '';
      const other = person(now, 'other-day')?.birthDate ?? '';
      expect(open.some(({ cohort }) => cohort.dayDigits && belongs(cohort, today))).toBe(true);
      expect(open.some(({ cohort }) => belongs(cohort, other))).toBe(false);
      expect(rounds.some(({ cohort }) => cohort.dayDigits && belongs(cohort, other))).toBe(true);
    },
  );

  test('while days are to come the other’s day is one of them', () => {
    const now = seoul('2026-11-22T12:00');
    const other = person(now, 'other-day')?.birthDate ?? '';
    const own = rounds.find(({ id, cohort }) => id.includes('-digit-') && belongs(cohort, other));
    expect(own && own.opensAt > now).toBe(true);
  });

  test('the others are the same at any time, the mother in the round that allows helpers', () => {
    const now = seoul('2026-11-22T12:00');
    const people = readyMade(rounds, now);
    expect(people.map(({ who }) => who)).toEqual(['open-today', 'other-day', 'daughter', 'mother', 'clinic', 'operator', 'agent']);
    expect(people.slice(2).map(({ citizen }) => citizen.index)).toEqual([0, 1, 2, 3, 4]);
    expect(people[2]?.note).toEqual({ ko: '82세 어머니 대신 예약할 수 있는 딸', en: 'may act for her mother, who is 82' });
    expect(rounds.some(({ helpersAllowed, cohort }) => helpersAllowed && belongs(cohort, person(now, 'mother')?.birthDate ?? ''))).toBe(
      true,
    );
  });

  test('nobody’s day is today when no round is open', () => {
    expect(person(seoul('2026-12-24T12:00'), 'open-today')).toBeUndefined();
  });
});
