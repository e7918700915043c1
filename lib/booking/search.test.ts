import { describe, expect, test } from 'vitest';
import { soughtIn } from './search';

const booking = { name: '홍 길동', number: 'A10B2-0CDEF' };

describe('what staff look for', () => {
  test.each(['홍길동', '길동', ' 홍 길 동 ', '홍길동'.normalize('NFD'), 'A10B2-0CDEF', 'a10b20cdef', 'alob2', 'AIOB 2', '0cdef', 'CDEF'])(
    '%j finds it',
    (asked) => expect(soughtIn(asked)(booking)).toBe(true),
  );
  test.each(['', ' ', '홍', '홍길순', '동길', 'DEF', 'a1', '----', 'A10B2-0CDEF9', '%', '.*'])('%j does not', (asked) =>
    expect(soughtIn(asked)(booking)).toBe(false),
  );
  test('a name in Latin letters is found whatever its capitals and blanks', () => {
    expect(soughtIn('john s')({ name: 'John  Smith', number: 'XXXXX-XXXXX' })).toBe(true);
  });
});
