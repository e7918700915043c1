import { expect, test } from 'vitest';
import { hasResidentNumber, isResidentNumber } from './resident-number';

test.each([
  ['830209-2123456', true],
  ['8302092123456', true],
  ['830209 2123456', true],
  ['830209 - 2123456', true],
  ['830209–2123456', true],
  ['830209−2123456', true],
  ['830209.2123456', true],
  ['８３０２０９－２１２３４５６', true],
  ['김하늘 830209-2123456', true],
  ['김하늘(8302092123456)의 딸', true],
  ['주민번호는830209-2123456이라고 함', true],
  ['외국인등록번호 830209-5123456', true],
  ['', false],
  ['김하늘', false],
  ['010-1234-5678', false],
  ['01012345678', false],
  ['+82 10-1234-5678', false],
  ['00821012345678', false],
  ['02-123-4567', false],
  ['1983-02-09', false],
  ['19830209', false],
  ['830209', false],
  ['20261122 01012345678', false],
  ['예약 번호 1H7K2-9QX4M', false],
  ['여권 M12345678을 보았음', false],
  ['2026-11-22 14:20에 전화함', false],
])('%s: %s', (text, expected) => {
  expect(hasResidentNumber(text)).toBe(expected);
});

test.each([
  ['8302092123456', true],
  ['830209-2123456', true],
  ['a8302092123456b', false],
  ['mZ1/8302092123456==', false],
  ['', false],
])('as a whole %s: %s', (text, expected) => {
  expect(isResidentNumber(text)).toBe(expected);
});
