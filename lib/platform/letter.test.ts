import { expect, test } from 'vitest';
import { masked, problemOf, textBytes, textKind } from './letter';

test.each([
  ['', 0, 'SMS'],
  ['a', 1, 'SMS'],
  ['가', 2, 'SMS'],
  ['가a\n', 4, 'SMS'],
  ['（주）', 6, 'SMS'],
  ['🙂', 2, 'SMS'],
  ['가'.repeat(45), 90, 'SMS'],
  [`${'가'.repeat(45)}.`, 91, 'LMS'],
  ['a'.repeat(90), 90, 'SMS'],
  ['a'.repeat(91), 91, 'LMS'],
  ['가'.repeat(1_000), 2_000, 'LMS'],
  [`${'가'.repeat(1_000)}.`, 2_001, 'too-long'],
])('%j has %d bytes: %s', (text, bytes, kind) => {
  expect([textBytes(text), textKind(text)]).toEqual([bytes, kind]);
});

test.each([
  ['01012345678', '010-****-****'],
  ['hong@example.kr', 'h***@…'],
  ['', '-****-****'],
])('%j is shown as %s', (to, shown) => {
  expect(masked(to)).toBe(shown);
});

test.each([
  [new Error('홍길동 010-1234-5678'), 'error'],
  [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'econnrefused'],
  [{ _tag: 'ServerError', errorCode: 'InternalError', httpStatus: 500 }, '500-internal-error'],
  [{ responseCode: 550, code: 'EENVELOPE' }, '550-eenvelope'],
  [{ code: '홍길동' }, 'fault'],
  ['010-1234-5678', 'fault'],
  [null, 'fault'],
])('what went wrong is a code and never a sentence: case %#', (fault, code) => {
  expect(problemOf(fault)).toBe(code);
});
