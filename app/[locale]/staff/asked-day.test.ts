import { expect, test } from 'vitest';
import { askedDay } from './asked-day';

test.each(['2026-08-10', '2028-02-29', '2020-01-01', '2099-12-31'])('%s is a day of a list', (day) => expect(askedDay(day)).toBe(day));

test.each([undefined, '', '2026-02-29', '2026-8-1', '0000-01-01', '9999-12-31', '20260810', "2026-08-10'--", ['2026-08-10', '2026-08-11']])(
  '%j is none',
  (text) => expect(askedDay(text)).toBeNull(),
);
