import { describe, expect, it } from 'vitest';
import { foldedName, nearNameParts, nearPhoneParts } from './near';

describe('names that differ a little', () => {
  it.each([
    ['류현진', '유현진'],
    ['라미란', '나미란'],
    ['리영희', '이영희'],
    ['림꺽정', '임꺽정'],
    ['량세찬', '양세찬'],
    ['려운형', '여운형'],
    ['렴상섭', '염상섭'],
    ['로무현', '노무현'],
    ['룡하나', '용하나'],
    ['뢰진하', '뇌진하'],
    ['녀진족', '여진족'],
    ['김선률', '김선율'],
    ['최정렬', '최정열'],
    ['홍 길동', '홍길동'],
    ['홍길동'.normalize('NFD'), '홍길동'],
    ['HONG GIL-DONG', 'Gildong Hong'],
    ['Gil Dong Hong', 'HONG GILDONG'],
    ['Nguyễn Thị Hoa', 'HOA THI NGUYEN'],
    ["O'Neil Sean", 'SEAN ONEIL'],
  ])('%s and %s are near', (one, other) => {
    expect(foldedName(one)).toBe(foldedName(other));
  });

  it.each([
    ['김하린', '김하인'],
    ['홍길동', '홍길순'],
    ['나미란', '마미란'],
    ['김유진', '유김진'],
    ['Hong Gildong', 'Hong Gildon'],
    ['王芳', '王方'],
    ['노아', '오아'],
  ])('%s and %s are not', (one, other) => {
    expect(foldedName(one)).not.toBe(foldedName(other));
  });

  it('is the form that is hashed, with the birth date in front', () => {
    expect(nearNameParts('류 현진', '1987-03-25')).toEqual(['1987-03-25', '유현진']);
    expect(nearPhoneParts('+82 10-1234-5678', '1987-03-25')).toEqual(['1987-03-25', '01012345678']);
  });
});
