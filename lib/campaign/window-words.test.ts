import { describe, expect, test } from 'vitest';
import { words } from '@/lib/platform/words';
import { august2021 } from './august-2021';
import type { Cohort } from './cohort';
import { decide } from './eligibility';
import { cohortWords, dayWords, momentWords, timeWords, windowWords } from './window-words';

const at = (text: string): Date => new Date(`${text}+09:00`);
const inYear = at('2021-08-01T12:00');
const yearsLater = at('2026-08-01T12:00');

test.each([
  [
    '2021-08-10T20:00',
    '2021-08-11T18:00',
    '8월 10일 (화) 저녁 8시부터 다음 날 오후 6시까지',
    'Tuesday, August 10, from 8 PM to 6 PM the next day',
  ],
  [
    '2021-08-31T20:00',
    '2021-09-01T18:00',
    '8월 31일 (화) 저녁 8시부터 다음 날 오후 6시까지',
    'Tuesday, August 31, from 8 PM to 6 PM the next day',
  ],
  [
    '2021-08-21T20:00',
    '2021-09-18T18:00',
    '8월 21일 (토) 저녁 8시부터 9월 18일 (토) 오후 6시까지',
    'from Saturday, August 21, 8 PM, to Saturday, September 18, 6 PM',
  ],
  ['2021-08-10T18:00', '2021-08-10T20:00', '8월 10일 (화) 오후 6시부터 저녁 8시까지', 'Tuesday, August 10, from 6 PM to 8 PM'],
  ['2021-08-10T00:00', '2021-08-11T00:00', '8월 10일 (화) 0시부터 밤 12시까지', 'Tuesday, August 10, from 12 AM to midnight'],
  [
    '2021-08-10T09:30',
    '2021-08-12T00:00',
    '8월 10일 (화) 오전 9시 30분부터 다음 날 밤 12시까지',
    'Tuesday, August 10, from 9:30 AM to midnight the next day',
  ],
  [
    '2021-12-31T20:00',
    '2022-01-02T18:00',
    '12월 31일 (금) 저녁 8시부터 2022년 1월 2일 (일) 오후 6시까지',
    'from Friday, December 31, 8 PM, to Sunday, January 2, 2022, 6 PM',
  ],
])('the window from %s to %s', (opens, closes, ko, en) => {
  const window = { opensAt: at(opens), closesAt: at(closes) };
  expect(windowWords('ko', window, inYear)).toBe(ko);
  expect(windowWords('en', window, inYear)).toBe(en);
});

test('a window of another year says so, once', () => {
  const window = { opensAt: at('2021-08-21T20:00'), closesAt: at('2021-09-18T18:00') };
  expect(windowWords('ko', window, yearsLater)).toBe('2021년 8월 21일 (토) 저녁 8시부터 9월 18일 (토) 오후 6시까지');
  expect(windowWords('en', window, yearsLater)).toBe('from Saturday, August 21, 2021, 8 PM, to Saturday, September 18, 6 PM');
});

test.each([
  ['00:00', '0시', '12 AM'],
  ['00:30', '밤 12시 30분', '12:30 AM'],
  ['05:59', '새벽 5시 59분', '5:59 AM'],
  ['06:00', '오전 6시', '6 AM'],
  ['11:00', '오전 11시', '11 AM'],
  ['12:00', '낮 12시', 'noon'],
  ['12:30', '낮 12시 30분', '12:30 PM'],
  ['13:00', '오후 1시', '1 PM'],
  ['18:00', '오후 6시', '6 PM'],
  ['19:30', '저녁 7시 30분', '7:30 PM'],
  ['20:00', '저녁 8시', '8 PM'],
  ['21:00', '밤 9시', '9 PM'],
])('the time %s', (time, ko, en) => {
  expect(timeWords('ko', at(`2021-08-10T${time}`))).toBe(ko);
  expect(timeWords('en', at(`2021-08-10T${time}`))).toBe(en);
});

test('a day belongs to Seoul, and carries its year when that is another', () => {
  const firstMoment = new Date('2021-08-09T15:00:00Z');
  expect(dayWords('ko', firstMoment, inYear)).toBe('8월 10일 (화)');
  expect(dayWords('ko', firstMoment, yearsLater)).toBe('2021년 8월 10일 (화)');
  expect(dayWords('en', firstMoment, inYear)).toBe('Tuesday, August 10');
  expect(dayWords('en', firstMoment, yearsLater)).toBe('Tuesday, August 10, 2021');
  expect(momentWords('ko', at('2021-08-10T19:30'), inYear)).toBe('8월 10일 (화) 저녁 7시 30분');
  expect(momentWords('en', at('2021-08-10T19:30'), inYear)).toBe('Tuesday, August 10, 7:30 PM');
});

test.each<[Cohort, string[], string[]]>([
  [
    { bornFrom: '1972-01-01', bornTo: '2003-12-31', dayDigits: [0] },
    ['1972년부터 2003년 사이에 태어난 분', '태어난 날의 끝자리가 0인 분 (매달 10, 20, 30일에 태어난 분)'],
    ['born between 1972 and 2003', 'day of birth ending in 0 (born on day 10, 20, 30 of a month)'],
  ],
  [
    { bornTo: '1961-11-22', dayDigits: [1] },
    ['1961년 11월 22일 또는 그 전에 태어난 분', '태어난 날의 끝자리가 1인 분 (매달 1, 11, 21, 31일에 태어난 분)'],
    ['born on or before November 22, 1961', 'day of birth ending in 1 (born on day 1, 11, 21, 31 of a month)'],
  ],
  [{ bornFrom: '2000-02-29' }, ['2000년 2월 29일 또는 그 뒤에 태어난 분'], ['born on or after February 29, 2000']],
  [
    { bornFrom: '1960-05-01', bornTo: '1961-04-30' },
    ['1960년 5월 1일부터 1961년 4월 30일까지 태어난 분'],
    ['born from May 1, 1960 to April 30, 1961'],
  ],
  [{ bornTo: '1966-12-31' }, ['1966년 또는 그 전에 태어난 분'], ['born in 1966 or earlier']],
  [{ bornFrom: '2000-01-01' }, ['2000년 또는 그 뒤에 태어난 분'], ['born in 2000 or later']],
  [{ dayDigits: [9, 0] }, ['태어난 날의 끝자리가 9, 0인 분'], ['day of birth ending in 9, 0']],
  [{ yearDigits: [1, 6] }, ['태어난 해의 끝자리가 1, 6인 분'], ['year of birth ending in 1, 6']],
  [{}, ['누구나'], ['everybody']],
])('the rule of %j', (cohort, ko, en) => {
  expect(cohortWords('ko', cohort)).toEqual(ko);
  expect(cohortWords('en', cohort)).toEqual(en);
});

describe('the sentence of a refusal', () => {
  const sentences = (birthDate: string, now: string, wantedRoundId?: string, relation: 'self' | 'helper' = 'self') => {
    const answer = decide({
      person: { birthDate, onRoll: true },
      rounds: august2021.rounds,
      now: at(now),
      relation,
      ...(wantedRoundId && { wantedRoundId }),
    });
    if (answer.ok) throw new Error('not refused');
    const { code, facts = {} } = answer;
    return [words('ko', 'when')(`refusal.${code}`, facts), words('en', 'when')(`refusal.${code}`, facts)];
  };

  test('says the rule, the digit, the date and the next chance', () => {
    expect(sentences('1990-01-13', '2021-08-10T21:00', 'august-2021-digit-0')).toEqual([
      '태어난 날의 끝자리가 0인 분의 차례예요 (8월 10일 (화) 시작). 내 끝자리는 3이에요. 내 차례는 8월 13일 (금) 저녁 8시부터예요.',
      'This round is for people whose day of birth ends in 0 (from Tuesday, August 10). Yours ends in 3. Your turn starts on Friday, August 13, 8:00 PM.',
    ]);
  });

  test('says the years of birth and the age', () => {
    expect(sentences('1990-01-10', '2021-08-19T21:00', 'august-2021-age-36-49')).toEqual([
      '1972년 1월 1일부터 1985년 12월 31일까지 태어난 분의 차례예요. 지금 만 31세예요. 내 차례는 8월 20일 (금) 저녁 8시부터예요.',
      'This round is for people born from January 1, 1972 to December 31, 1985. You are 31. Your turn starts on Friday, August 20, 8:00 PM.',
    ]);
    expect(sentences('1971-08-11', '2021-08-10T21:00')).toEqual([
      '만 49세는 이번 접종의 대상이 아니에요. 이번 대상: 1972년 1월 1일부터 2003년 12월 31일까지 태어난 분.',
      'This vaccination is not for people aged 49. It is for people born from January 1, 1972 to December 31, 2003.',
    ]);
  });

  test('says when it closed', () => {
    expect(sentences('1990-01-10', '2021-09-18T18:00')).toEqual([
      '이 차례는 9월 18일 (토)에 끝났어요. 남은 차례는 없어요. 전화로 물어봐 주세요.',
      'This round ended on Saturday, September 18. There is no further round for you. Please ask by phone.',
    ]);
  });

  test('says where helpers may', () => {
    expect(sentences('1990-01-10', '2021-08-10T21:00', 'august-2021-digit-0', 'helper')).toEqual([
      '이 차례에는 본인만 예약할 수 있어요. 본인이 직접 하거나 전화로 예약해 주세요. 가족이 대신 할 수 있는 차례는 8월 20일 (금) 저녁 8시부터예요.',
      'In this round people can only book for themselves. Book yourself, or by phone. Family may book from Friday, August 20, 8:00 PM.',
    ]);
  });

  test('of who is not on the roll, or names a round that is none, is there in both languages', () => {
    const nobody = decide({ person: { birthDate: '1990-01-10', onRoll: false }, rounds: [], now: inYear, relation: 'self' });
    expect(nobody).toEqual({ ok: false, code: 'not-on-roll' });
    expect(words('ko', 'when')('refusal.not-on-roll')).toBe('이번 접종 대상자 명단에 없어요. 잘못된 것 같으면 전화로 물어봐 주세요.');
    expect(words('en', 'when')('refusal.not-on-roll')).toBe(
      'You are not on the list for this vaccination. If you think this is wrong, please ask by phone.',
    );
    expect(words('ko', 'when')('refusal.no-such-round')).toBe('그런 예약 차례가 없어요. ‘언제 예약하나요?’에서 내 차례를 알아보세요.');
    expect(words('en', 'when')('refusal.no-such-round')).toBe('There is no such round. See “When can I book?” for your turn.');
  });

  test('says a chance that is there now, and that there is none', () => {
    const [ko, en] = sentences('1990-01-10', '2021-08-10T21:00', 'august-2021-digit-9');
    expect(ko).toMatch(/내 끝자리는 0이에요\. 그리고 이 차례는 이미 끝났어요\. 내 차례는 지금 열려 있어요\.$/);
    expect(en).toMatch(/Yours ends in 0\. Besides, it has ended\. Your round is open now\.$/);
    const [koNone, enNone] = sentences('1990-01-10', '2021-09-18T18:00', 'august-2021-digit-9');
    expect(koNone).toMatch(/그리고 이 차례는 이미 끝났어요\. 남은 차례는 없어요\.$/);
    expect(enNone).toMatch(/Besides, it has ended\. There is no further round for you\.$/);
  });

  test('says to a helper all that stands in the way', () => {
    const [ko, en] = sentences('1990-01-13', '2021-08-10T21:00', 'august-2021-digit-0', 'helper');
    expect(ko).toContain('내 끝자리는 3이에요. 그리고 이 차례에는 본인만 예약할 수 있어요.');
    expect(en).toContain('Yours ends in 3. Besides, people can only book for themselves in it.');
    const [late] = sentences('1990-01-13', '2021-08-11T18:00', 'august-2021-digit-0', 'helper');
    expect(late).toContain('그리고 이 차례는 이미 끝났고, 본인만 예약할 수 있었어요.');
  });
});
