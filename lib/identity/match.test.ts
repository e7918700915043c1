import { describe, expect, it } from 'vitest';
import { matchParts, plainName, plainPhone } from './match';

describe('a person is found again', () => {
  it.each([
    ['010-1234-5678', '01012345678'],
    ['+82 10 1234 5678', '01012345678'],
    ['+82 (0)10 1234 5678', '01012345678'],
    ['0082-10-1234-5678', '01012345678'],
    ['02-820-1234', '028201234'],
    ['8210', '8210'],
  ])('whatever way the telephone is written: %s', (written, plain) => {
    expect(plainPhone(written)).toBe(plain);
  });

  it('when a device sends the name decomposed, or with stray spaces', () => {
    expect(plainName('김하늘'.normalize('NFD'))).toBe('김하늘');
    expect(plainName('  Anna   Lee ')).toBe('Anna Lee');
  });

  it('by name, birth date and telephone, in this order', () => {
    expect(matchParts(' 김하늘', '1983-02-09', '010-1234-5678')).toEqual(['김하늘', '1983-02-09', '01012345678']);
  });
});
