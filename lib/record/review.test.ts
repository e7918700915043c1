import { expect, test } from 'vitest';
import { type Account, askedMonth, type Unusual, unusualIn } from './review';

const quiet: Account = { actorId: null, role: 'clinic', accesses: 40, people: 900, exports: 0, nights: 0, networks: 1 };

test.each<[Partial<Account>, Unusual[]]>([
  [{}, []],
  [{ people: 1_201 }, ['many']],
  [{ role: 'helper', people: 10, nights: 3 }, []],
  [{ role: 'helper', people: 11 }, ['many']],
  [{ nights: 1, exports: 2, networks: 4 }, ['nights', 'exports', 'networks']],
])('%j is unusual by %j', (part, found) => expect(unusualIn({ ...quiet, ...part })).toEqual(found));

test.each([
  ['2026-08', '2026-08'],
  ['2026-13', null],
  ['2026-8', null],
  [['2026-08'], null],
  [undefined, null],
])('%j asks for the month %j', (text, month) => expect(askedMonth(text)).toBe(month));
