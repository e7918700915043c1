import { describe, expect, it } from 'vitest';
import { linesOf } from './csv';
import { layoutOf, readLine } from './row';

const layout = { name: 0, birthDate: 1, phone: 2, region: 3, ci: 4 };
const known = { layout, today: '2026-11-22', regions: new Set(['11110', '36110']) };
const read = (...cells: string[]) => readLine(cells, known);

describe('the first line', () => {
  it.each([
    ['name,birth_date,phone,region,ci', { ok: true, layout }],
    ['이름,생년월일,전화번호,시군구,연계정보', { ok: true, layout }],
    ['region, Phone ,note,NAME,birth_date', { ok: true, layout: { region: 0, phone: 1, name: 3, birthDate: 4 } }],
    ['name,phone,region', { ok: false, missing: 'birthDate' }],
    ['', { ok: false, missing: 'name' }],
  ])('%j', (line, expected) => {
    expect(layoutOf(line.split(','))).toEqual(expected);
  });
});

describe('a line', () => {
  it.each([
    [['김하늘', '1983-02-09', '010-1234-5678', '11110', ''], { birthDate: '1983-02-09', phone: '01012345678', ci: null }],
    [['김하늘', '19830209', '+82 10 1234 5678', '11110', 'a+/='], { birthDate: '1983-02-09', phone: '01012345678', ci: 'a+/=' }],
    [['김하늘', '1983. 2. 9.', '02-123-4567', '36110', ''], { birthDate: '1983-02-09', phone: '021234567', region: '36110' }],
    [["O'Neil-Söze 😀", '2000-02-29', '01000000000', '11110', ''], { name: "O'Neil-Söze 😀", birthDate: '2000-02-29' }],
    [['=SUM(A1)', '2000-02-29', '01000000000', '11110', ''], { name: '=SUM(A1)' }],
    [['가'.repeat(40), '2026-11-22', '01000000000', '11110', ''], { name: '가'.repeat(40), birthDate: '2026-11-22' }],
    [['김하늘'.normalize('NFD'), '1983-02-09', '01012345678', '11110'], { name: '김하늘'.normalize('NFD'), ci: null }],
    [['\uf90a\uf90f', '1983-02-09', '01012345678', '11110'], { name: '\uf90a\uf90f' }],
    [['가'.repeat(100).normalize('NFD'), '1983-02-09', '01012345678', '11110'], { name: '가'.repeat(100).normalize('NFD') }],
  ])('%j is somebody', (cells, row) => {
    expect(read(...cells)).toMatchObject({ ok: true, row });
  });

  it.each([
    [['김하늘', '1983-02-09', '01012345678'], 'line', 'too-few-columns'],
    [[' ', '1983-02-09', '01012345678', '11110', ''], 'name', 'empty'],
    [['가'.repeat(101), '1983-02-09', '01012345678', '11110', ''], 'name', 'too-long'],
    [['김\ufffd늘', '1983-02-09', '01012345678', '11110', ''], 'name', 'not-utf-8'],
    [['김하늘', '1983-02-29', '01012345678', '11110', ''], 'birthDate', 'not-a-date'],
    [['김하늘', '830209', '01012345678', '11110', ''], 'birthDate', 'not-a-date'],
    [['김하늘', '1749-12-31', '01012345678', '11110', ''], 'birthDate', 'not-a-date'],
    [['김하늘', '2026-11-23', '01012345678', '11110', ''], 'birthDate', 'not-yet-born'],
    [['김하늘', '830209-2123456', '01012345678', '11110', ''], 'birthDate', 'resident-number'],
    [['김하늘 8302092123456', '1983-02-09', '01012345678', '11110', ''], 'name', 'resident-number'],
    [['김하늘', '1983-02-09', '01012345678', '11110', '8302092123456'], 'ci', 'resident-number'],
    [['김하늘', '1983-02-09', '830209-2123456', '11110', ''], 'phone', 'resident-number'],
    [['김하늘', '1983-02-09', '', '11110', ''], 'phone', 'empty'],
    [['김하늘', '1983-02-09', '1234', '11110', ''], 'phone', 'not-a-number'],
    [['김하늘', '1983-02-09', '01012345678', '11', ''], 'region', 'unknown-region'],
    [['김하늘', '1983-02-09', '01012345678', '11110', 'a b'], 'ci', 'not-a-ci'],
  ])('%j is refused', (cells, column, reason) => {
    expect(read(...cells)).toEqual({ ok: false, column, reason });
  });
});

describe('the text of a file', () => {
  it('is a line a record: a quote that stays open costs its own line', () => {
    expect(linesOf('a,b\r\n"c, d","e ""f"""\n"open,5\n\ng,\n')).toEqual([['a', 'b'], ['c, d', 'e "f"'], null, [], ['g', '']]);
  });
});
