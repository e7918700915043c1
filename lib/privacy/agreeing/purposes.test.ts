import { expect, test } from 'vitest';
import { words } from '@/lib/platform/words';
import { purposes, textOf, texts } from './purposes';

const parts = ['title', 'what', 'why', 'long', 'no', 'after'] as const;

test.each(purposes)('every text of %s that somebody said yes or no to can be read in both languages, and today’s among them', (purpose) => {
  const { version, valid, kept } = texts[purpose];
  expect(Object.keys(kept)).toEqual(expect.arrayContaining([version, ...valid]));
  for (const language of ['ko', 'en'] as const) {
    const read = Object.keys(kept).map((one) => parts.map((part) => words(language, 'consent')(`${textOf(purpose, one)}.${part}`)));
    for (const text of read) expect(text.every((sentence) => sentence.length > 3)).toBe(true);
    expect(new Set(read.map((text) => text.join(' '))).size, 'each its own').toBe(read.length);
  }
});

// Whoever changes a text that was shown changes what people have agreed to.
test.each([
  ['booking.v1', '이름, 생년월일, 휴대전화 번호, 사는 시군구, 본인 확인 값(알아볼 수 없게 바꾼 것), 예약과 접종 기록'],
  ['channels.v1', '휴대전화 번호, 전자우편 주소'],
  ['statistics.v1', '나이대, 사는 시도, 들어갔는지와 예약했는지'],
] as const)('%s says what it said when it was shown', (text, what) => {
  expect(words('ko', 'consent')(`${text}.what`)).toBe(what);
});

test('nobody is shown another text than the one that they spoke of', () => {
  expect(textOf('booking', 'v1')).toBe('booking.v1');
  expect(textOf('booking')).toBe('booking.v2');
  expect(() => textOf('booking', 'v0')).toThrow('no text v0 of booking');
});
