import { expect, test } from 'vitest';
import { refuse } from '@/lib/platform/refusal';
import { lineRefusalWords } from './refusal-words';

const now = new Date('2026-11-22T10:00:00Z');
const evening = Date.parse('2026-11-22T11:00:00Z');

test.each([
  ['ko', refuse('round-not-open', { opensAt: evening }), '11월 22일 (일) 저녁 8시에 열려요'],
  ['ko', refuse('round-closed', { closedAt: evening }), '11월 22일 (일) 저녁 8시에 닫혔어요'],
  ['ko', refuse('no-seat', { seconds: 7 }), '7초 뒤에'],
  ['ko', refuse('not-called'), '아직 차례가 아니에요'],
  ['en', refuse('round-not-open', { opensAt: evening }), 'Sunday, November 22'],
] as const)('%s: %o says %s', (locale, refusal, part) => {
  expect(lineRefusalWords(locale, refusal, now)).toContain(part);
});
