import { describe, expect, test } from 'vitest';
import { august2021 } from './august-2021';
import { decide, type EligibilityRound } from './eligibility';

const { rounds } = august2021;
const at = (text: string): Date => new Date(`${text}+09:00`);
const ms = (text: string): number => at(text).getTime();
const ask = (birthDate: string, now: string, more: { onRoll?: boolean; wantedRoundId?: string; relation?: 'self' | 'helper' } = {}) =>
  decide({
    person: { birthDate, onRoll: more.onRoll ?? true },
    rounds,
    now: at(now),
    relation: more.relation ?? 'self',
    ...(more.wantedRoundId && { wantedRoundId: more.wantedRoundId }),
  });
/** How 20:00 stands in the facts. */
const eveningAtEight = { nextPart: 'evening', nextHour: 8, nextMinute: 0 };

const roundOf = (birthDate: string, now: string): string => {
  const answer = ask(birthDate, now);
  return answer.ok ? answer.round.id : answer.code;
};

describe('the round of a person', () => {
  test.each([
    // Ahead of all: everybody's own digit.
    ['1980-02-29', '2021-08-01T00:00:00.000', 'august-2021-digit-9'],
    ['1990-04-30', '2021-08-01T00:00:00.000', 'august-2021-digit-0'],
    ['1990-05-31', '2021-08-01T00:00:00.000', 'august-2021-digit-1'],
    // The edges of a window, and midnight within it.
    ['1990-01-10', '2021-08-10T19:59:59.999', 'august-2021-digit-0'],
    ['1990-01-10', '2021-08-10T20:00:00.000', 'august-2021-digit-0'],
    ['1990-01-10', '2021-08-11T00:00:00.000', 'august-2021-digit-0'],
    ['1990-01-10', '2021-08-11T17:59:59.999', 'august-2021-digit-0'],
    ['1990-01-10', '2021-08-11T18:00:00.000', 'august-2021-age-18-35'],
    ['1985-01-10', '2021-08-11T18:00:00.000', 'august-2021-age-36-49'],
    // Who missed the catch-up too.
    ['1985-01-10', '2021-08-20T17:59:59.999', 'august-2021-age-36-49'],
    ['1985-01-10', '2021-08-20T18:00:00.000', 'august-2021-everybody'],
    ['1986-01-10', '2021-08-21T18:00:00.000', 'august-2021-everybody'],
    ['1986-01-10', '2021-09-18T17:59:59.999', 'august-2021-everybody'],
    ['1986-01-10', '2021-09-18T18:00:00.000', 'round-closed'],
    ['1971-12-31', '2021-08-10T20:00:00.000', 'no-round-for-you'],
    ['2004-01-01', '2021-08-10T20:00:00.000', 'no-round-for-you'],
  ])('born %s, at %s: %s', (birthDate, now, expected) => {
    expect(roundOf(birthDate, now)).toBe(expected);
  });

  test('the round that opens first comes first, so that an open one comes before those to come', () => {
    const round = (id: string, opens: string, closes: string): EligibilityRound => ({
      id,
      cohort: {},
      helpersAllowed: true,
      opensAt: at(opens),
      closesAt: at(closes),
    });
    const some = [
      round('later', '2021-08-12T20:00', '2021-08-13T18:00'),
      round('past', '2021-08-09T20:00', '2021-08-10T18:00'),
      round('open', '2021-08-11T20:00', '2021-08-20T18:00'),
    ];
    const question = { person: { birthDate: '1990-01-01', onRoll: true }, rounds: some, relation: 'self' as const };
    expect(decide({ ...question, now: at('2021-08-11T21:00') })).toMatchObject({ ok: true, round: { id: 'open' } });
    expect(decide({ ...question, now: at('2021-08-11T19:00') })).toMatchObject({ ok: true, round: { id: 'open' } });
    expect(decide({ ...question, now: at('2021-08-12T21:00') })).toMatchObject({ ok: true, round: { id: 'open' } });
  });
});

describe('a refusal', () => {
  test('of who is not on the roll tells nothing else', () => {
    expect(ask('1990-01-10', '2021-08-10T21:00', { onRoll: false })).toEqual({ ok: false, code: 'not-on-roll' });
  });

  test('names the digit, the day of the round and the own next chance', () => {
    expect(ask('1990-01-13', '2021-08-10T21:00', { wantedRoundId: 'august-2021-digit-0' })).toEqual({
      ok: false,
      code: 'not-your-day',
      facts: {
        digitOf: 'day',
        digit: 3,
        roundDigits: '0',
        roundOpensAt: ms('2021-08-10T20:00'),
        besides: 'none',
        chance: 'later',
        nextAt: ms('2021-08-13T20:00'),
        ...eveningAtEight,
      },
    });
  });

  test('says so when the own round is open at this moment', () => {
    expect(ask('1990-01-10', '2021-08-10T19:59:59.999', { wantedRoundId: 'august-2021-digit-9' })).toMatchObject({
      facts: { chance: 'later' },
    });
    expect(ask('1990-01-10', '2021-08-10T20:00:00.000', { wantedRoundId: 'august-2021-digit-9' })).toMatchObject({
      facts: { chance: 'now' },
    });
    expect(ask('1990-01-10', '2021-08-10T21:00', { wantedRoundId: 'august-2021-digit-9' })).toMatchObject({
      code: 'not-your-day',
      facts: { digit: 0, roundDigits: '9', chance: 'now', nextAt: ms('2021-08-10T20:00'), ...eveningAtEight },
    });
  });

  test('names the digit of the year where the rule goes by the year', () => {
    const masks = [
      {
        id: 'monday',
        cohort: { yearDigits: [1, 6] },
        helpersAllowed: false,
        opensAt: at('2020-03-09T00:00'),
        closesAt: at('2020-03-10T00:00'),
      },
    ];
    const answer = decide({
      person: { birthDate: '1985-03-06', onRoll: true },
      rounds: masks,
      now: at('2020-03-09T12:00'),
      relation: 'self',
    });
    expect(answer).toEqual({
      ok: false,
      code: 'not-your-day',
      facts: { digitOf: 'year', digit: 5, roundDigits: '1, 6', roundOpensAt: ms('2020-03-09T00:00'), besides: 'none', chance: 'none' },
    });
  });

  test('of a round for another age names the bounds and the own next chance', () => {
    expect(ask('1990-01-10', '2021-08-19T21:00', { wantedRoundId: 'august-2021-age-36-49' })).toEqual({
      ok: false,
      code: 'not-your-age',
      facts: {
        age: 31,
        limits: 'both',
        bornFrom: ms('1972-01-01T00:00'),
        bornTo: ms('1985-12-31T00:00'),
        besides: 'none',
        chance: 'later',
        nextAt: ms('2021-08-20T20:00'),
        ...eveningAtEight,
      },
    });
  });

  test('of who has no round at all names the age and the bounds of the campaign', () => {
    expect(ask('1971-08-11', '2021-08-10T21:00')).toEqual({
      ok: false,
      code: 'no-round-for-you',
      facts: { age: 49, limits: 'both', bornFrom: ms('1972-01-01T00:00'), bornTo: ms('2003-12-31T00:00') },
    });
  });

  test.each([
    [{ bornTo: '1961-12-31' }, { limits: 'to', bornTo: ms('1961-12-31T00:00') }],
    [{ bornFrom: '2000-01-01' }, { limits: 'from', bornFrom: ms('2000-01-01T00:00') }],
  ])('names only the bound that there is: %j', (cohort, limits) => {
    const only = [{ id: 'one', cohort, helpersAllowed: true, opensAt: at('2021-08-09T20:00'), closesAt: at('2021-08-10T18:00') }];
    const answer = decide({
      person: { birthDate: '1980-01-01', onRoll: true },
      rounds: only,
      now: at('2021-08-09T21:00'),
      relation: 'self',
    });
    expect(answer).toEqual({ ok: false, code: 'no-round-for-you', facts: { age: 41, ...limits } });
  });

  test('of a closed round names the next chance, and none after the last', () => {
    expect(ask('1990-01-10', '2021-08-11T18:00', { wantedRoundId: 'august-2021-digit-0' })).toEqual({
      ok: false,
      code: 'round-closed',
      facts: { closedAt: ms('2021-08-11T18:00'), besides: 'none', chance: 'later', nextAt: ms('2021-08-20T20:00'), ...eveningAtEight },
    });
    expect(ask('1990-01-10', '2021-09-18T18:00')).toEqual({
      ok: false,
      code: 'round-closed',
      facts: { closedAt: ms('2021-09-18T18:00'), besides: 'none', chance: 'none' },
    });
  });

  test('of a helper names the next round of the person in which helpers may', () => {
    expect(ask('1990-01-10', '2021-08-10T21:00', { wantedRoundId: 'august-2021-digit-0', relation: 'helper' })).toEqual({
      ok: false,
      code: 'helpers-not-allowed',
      facts: { chance: 'later', nextAt: ms('2021-08-20T20:00'), ...eveningAtEight },
    });
    const noHelpers = rounds.map((round) => ({ ...round, helpersAllowed: false }));
    const answer = decide({
      person: { birthDate: '1990-01-10', onRoll: true },
      rounds: noHelpers,
      now: at('2021-08-10T21:00'),
      relation: 'helper',
    });
    expect(answer).toEqual({ ok: false, code: 'helpers-not-allowed', facts: { chance: 'none' } });
  });

  test.each([
    // In digit 0's round, which is over on 11 August at 18:00 and lets no helper act.
    ['1990-01-13', '2021-08-10T21:00', 'self', 'not-your-day', 'none'],
    ['1990-01-13', '2021-08-10T21:00', 'helper', 'not-your-day', 'self'],
    ['1990-01-13', '2021-08-11T18:00', 'self', 'not-your-day', 'over'],
    ['1990-01-13', '2021-08-11T18:00', 'helper', 'not-your-day', 'both'],
    ['1990-01-10', '2021-08-11T18:00', 'self', 'round-closed', 'none'],
    ['1990-01-10', '2021-08-11T18:00', 'helper', 'round-closed', 'self'],
    ['1971-08-11', '2021-08-11T18:00', 'helper', 'not-your-age', 'both'],
  ] as const)('gives all reasons: born %s, at %s, %s: %s, and %s', (birthDate, now, relation, code, besides) => {
    expect(ask(birthDate, now, { wantedRoundId: 'august-2021-digit-0', relation })).toMatchObject({ code, facts: { besides } });
  });

  test('of a round that a helper may not act in, names the next in which they may', () => {
    expect(ask('1990-01-13', '2021-08-10T21:00', { wantedRoundId: 'august-2021-digit-0', relation: 'helper' })).toMatchObject({
      facts: { chance: 'later', nextAt: ms('2021-08-20T20:00') },
    });
  });

  test('of an unknown round tells nothing else', () => {
    expect(ask('1990-01-10', '2021-08-10T21:00', { wantedRoundId: 'x' })).toEqual({ ok: false, code: 'no-such-round' });
  });
});

test('a helper who names no round gets the first one in which helpers may', () => {
  expect(ask('1990-01-10', '2021-08-10T21:00', { relation: 'helper' })).toMatchObject({ ok: true, round: { id: 'august-2021-age-18-35' } });
});

test('a wanted round of one’s own is given ahead, while it is open, and not a moment longer', () => {
  const wantedRoundId = 'august-2021-digit-0';
  expect(ask('1990-01-10', '2021-08-02T09:00', { wantedRoundId })).toMatchObject({ ok: true, round: { id: wantedRoundId } });
  expect(ask('1990-01-10', '2021-08-11T17:59:59.999', { wantedRoundId })).toMatchObject({ ok: true });
  expect(ask('1990-01-10', '2021-08-11T18:00:00.000', { wantedRoundId })).toMatchObject({ ok: false, code: 'round-closed' });
});
