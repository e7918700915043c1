import { describe, expect, test } from 'vitest';
import { textKind } from '@/lib/platform/letter';
import { blotted, compose, type Matter } from './compose';
import { isTemplate, type Template, templates } from './template';

const matter = (template: Template, more: Partial<Matter> = {}): Matter => ({
  template,
  facts: {
    ...Object.fromEntries(templates[template].map((name) => [name, 'x'])),
    minutes: 5,
    until: '2026-11-24T09:00:00.000Z',
    from: '2026-12-01',
    to: '2026-12-14',
    reason: 'supply-late',
  },
  now: new Date('2026-11-22T00:00:00Z'),
  name: '홍길동',
  code: '482913',
  helper: '홍영희',
  booking: { number: '2WK4-7M9Q', status: 'confirmed' },
  startsAt: new Date('2026-11-30T05:30:00Z'),
  clinic: { nameKo: '차례의원', nameEn: 'Charye Clinic' },
  campaign: { nameKo: '겨울 접종', nameEn: 'Winter campaign', phone: '1339' },
  round: {
    nameKo: '50대 첫째 날',
    nameEn: 'Fifties, day one',
    opensAt: new Date('2026-11-23T11:00:00Z'),
    closesAt: new Date('2026-11-24T09:00:00Z'),
  },
  ...more,
});

const named = Object.keys(templates).filter(isTemplate);

describe.each(['ko', 'en'] as const)('in %s', (locale) => {
  test.each(named)('%s is whole: nothing is left open, it has no link and names the telephone', (template) => {
    const composed = compose(locale, matter(template));
    if (!composed.ok) throw new Error(composed.problem);
    const { text, subject } = composed;
    expect(text).not.toMatch(/[{}]|undefined|null|https?:|www\.|\.(?:kr|com|me|ly)\b|\/\//i);
    expect(text).toContain('1339');
    expect(text).toMatch(locale === 'ko' ? /^\[차례\] / : /^\[Charye\] /);
    expect(subject.length).toBeGreaterThan(2);
    expect(textKind(text)).not.toBe('too-long');
  });
});

test.each([
  [
    'booking-confirmed',
    '[차례] 홍길동 님 예약 완료\n11월 30일 (월) 오후 2시 30분\n차례의원\n번호 2WK4-7M9Q\n신분증을 가져가세요.\n문의 1339',
    'LMS',
  ],
  ['one-time-code', '[차례] 인증번호 482913\n5분 안에 넣으세요. 남에게 알려 주지 마세요.\n문의 1339', 'SMS'],
  [
    'booking-cancelled',
    '[차례] 홍길동 님 예약이 취소되었습니다\n11월 30일 (월) 오후 2시 30분\n취소한 적이 없으면 1339번으로 전화해 주세요.',
    'LMS',
  ],
  [
    'offer-made',
    '[차례] 홍길동 님께 빈자리가 났습니다\n11월 30일 (월) 오후 2시 30분\n차례의원\n11월 24일 (화) 오후 6시까지 받아 주세요. 전화로도 받을 수 있습니다.\n문의 1339',
    'LMS',
  ],
  [
    'when-changed',
    '[차례] 홍길동 님 예상 접종 시기가 바뀌었습니다\n12월 1일 (화) ~ 12월 14일 (월)\n까닭: 백신이 늦게 들어옵니다\n문의 1339',
    'LMS',
  ],
] as const)('%s says: %j, as %s', (template, text, kind) => {
  const composed = compose('ko', matter(template));
  expect(composed).toMatchObject({ ok: true, text });
  expect(textKind(text)).toBe(kind);
});

test.each([
  ['recall', 'confirmed', '옮겼습니다'],
  ['recall', 'cancelled', '다시 알려 드립니다'],
  ['clinic-closed', 'confirmed', '옮겼습니다'],
  ['clinic-closed', 'cancelled', '다시 알려 드립니다'],
] as const)('%s of a booking that is %s: “%s”', (template, status, words) => {
  expect(compose('ko', matter(template, { booking: { number: '2WK4-7M9Q', status } }))).toMatchObject({
    ok: true,
    text: expect.stringContaining(words),
  });
});

test.each([
  ['2026-12-01', '빠르면 12월 1일 (화). 늦으면 언제일지는 아직 모릅니다.\n까닭: 추첨으로 순서가 정해졌습니다'],
  [null, '언제 접종받을지 지금은 알 수 없게 되었습니다'],
])('a range of which %s is all that is known says so', (from, words) => {
  const composed = compose('ko', matter('when-changed', { facts: { from, to: null, reason: 'drawn' } }));
  expect(composed).toMatchObject({ ok: true, text: expect.stringContaining(words) });
});

test('a place that somebody has no more is confirmed to nobody', () => {
  const booking = { number: '2WK4-7M9Q', status: 'cancelled' };
  for (const template of ['booking-confirmed', 'booking-changed', 'wish-booked', 'helper-booked'] as const) {
    expect(compose('ko', matter(template, { booking }))).toEqual({ ok: false, problem: 'overtaken' });
  }
  expect(compose('ko', matter('booking-cancelled', { booking }))).toMatchObject({ ok: true });
});

test('what misses a fact is not sent at all', () => {
  expect(compose('ko', matter('booking-confirmed', { clinic: null }))).toEqual({ ok: false, problem: 'facts-missing' });
  expect(compose('ko', matter('booking-confirmed', { campaign: null }))).toEqual({ ok: false, problem: 'facts-missing' });
  expect(compose('ko', matter('offer-made', { facts: { slotId: 1, until: 'soon' } }))).toEqual({ ok: false, problem: 'facts-missing' });
  expect(compose('ko', matter('one-time-code', { code: null }))).toEqual({ ok: false, problem: 'facts-missing' });
});

test('read out, a code is said digit by digit; kept, it is blotted out', () => {
  const spoken = compose('ko', matter('one-time-code'), true);
  expect(spoken).toMatchObject({ text: expect.stringContaining('4, 8, 2, 9, 1, 3') });
  const written = compose('ko', matter('helper-code'));
  if (!written.ok || !spoken.ok) throw new Error('both are whole');
  for (const { text } of [written, spoken]) expect(blotted(text, matter('helper-code'))).not.toMatch(/482913|4, 8, 2/);
  expect(blotted(written.text, matter('helper-code'))).toContain('●●●●●●');
  expect(blotted('482913', matter('booking-confirmed'))).toBe('482913');
});

test('a name goes through as it is written', () => {
  const name = "O’Brien {x} '{name}' <b>";
  expect(compose('ko', matter('booking-confirmed', { name }))).toMatchObject({ text: expect.stringContaining(name) });
});
