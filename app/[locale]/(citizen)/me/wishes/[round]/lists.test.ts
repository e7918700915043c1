import { expect, test } from 'vitest';
import { words } from '@/lib/platform/words';
import type { Wish } from '@/lib/wish/wish';
import { listsOf } from './lists';

const wish = (where: Wish['where']): Wish => ({ where, fromDay: '2026-12-01', toDay: '2026-12-05', fromMinute: 0, toMinute: 1440 });
const names = [{ code: '11110' }, { code: 'clinic-1' }];

test.each<[string, Wish['where'][], string[]]>([
  [
    'a district and a clinic, in the order of the wishes',
    [{ clinic: 'clinic-1' }, { district: '11110' }],
    ['clinic=clinic-1', 'region=11110'],
  ],
  ['each once', [{ district: '11110' }, { clinic: 'clinic-1' }, { district: '11110' }], ['region=11110', 'clinic=clinic-1']],
  ['none for a place that is there no more', [{ clinic: 'gone' }], []],
  ['none without wishes', [], []],
])('the lists to wait on: %s', (_, wheres, queries) => {
  expect(listsOf(wheres.map(wish), names).map(({ query }) => query)).toEqual(queries);
});

test.each(['ko', 'en'] as const)('the notice that a wish could not be met names the page of the waiting lists: %s', (locale) => {
  const values = { name: '', round: '', phone: '' };
  expect(words(locale, 'notice')('text.wish-not-met', values)).toContain(words(locale, 'waiting')('title'));
});
