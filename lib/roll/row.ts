import { isDate } from '@/lib/campaign/seoul';
import { plainName, plainPhone } from '@/lib/identity/match';
import { hasResidentNumber, isResidentNumber } from '@/lib/identity/resident-number';

/** The columns of the roll's file, and what its first line may call them. */
const headings = {
  name: ['name', '이름', '성명'],
  birthDate: ['birth_date', '생년월일'],
  phone: ['phone', '전화번호', '휴대전화'],
  region: ['region', '시군구', '시군구코드'],
  ci: ['ci', '연계정보'],
} as const;
export type Column = keyof typeof headings;
const required: readonly Column[] = ['name', 'birthDate', 'phone', 'region'];

/** Where each column stands; `ci` may be missing. */
export type Layout = Partial<Record<Column, number>>;

/** By the first line; else the required column that is missing. */
export function layoutOf(firstLine: readonly string[]): { ok: true; layout: Layout } | { ok: false; missing: Column } {
  const cells = firstLine.map((cell) => cell.trim().toLowerCase());
  const layout: Layout = {};
  for (const [column, names] of Object.entries(headings) as [Column, readonly string[]][]) {
    const place = cells.findIndex((cell) => names.includes(cell));
    if (place >= 0) layout[column] = place;
  }
  const missing = required.find((column) => layout[column] === undefined);
  return missing ? { ok: false, missing } : { ok: true, layout };
}

export interface RollRow {
  name: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  phone: string;
  region: string;
  ci: string | null;
}

export type LineReason =
  | 'not-csv'
  | 'too-few-columns'
  | 'not-utf-8'
  | 'resident-number'
  | 'empty'
  | 'too-long'
  | 'not-a-date'
  | 'not-yet-born'
  | 'not-a-number'
  | 'unknown-region'
  | 'not-a-ci';
export type ReadLine = { ok: true; row: RollRow } | { ok: false; column: Column | 'line'; reason: LineReason };

const earliest = '1850-01-01';

export interface Known {
  layout: Layout;
  /** In Seoul. */
  today: string;
  /** Codes of 시군구. */
  regions: ReadonlySet<string>;
}

/** One line of the file, or the first thing that is wrong with it. */
export function readLine(cells: readonly string[], { layout, today, regions }: Known): ReadLine {
  const refused = (column: Column | 'line', reason: LineReason): ReadLine => ({ ok: false, column, reason });
  const cell = (column: Column) => cells[layout[column] ?? -1]?.trim() ?? '';
  if (required.some((column) => cells.length <= (layout[column] ?? 0))) return refused('line', 'too-few-columns');
  for (const column of Object.keys(layout) as Column[]) {
    // What a decoder puts in place of bytes that are no UTF-8: the file is of another encoding.
    if (cell(column).includes('\ufffd')) return refused(column, 'not-utf-8');
    const isOne = column === 'ci' ? isResidentNumber : hasResidentNumber;
    if (isOne(cell(column))) return refused(column, 'resident-number');
  }
  // Kept as it is written: Unicode's normal form has other characters for some Hanja. What is looked for is made plain first.
  const name = cell('name');
  if (plainName(name) === '') return refused('name', 'empty');
  if (plainName(name).length > 100) return refused('name', 'too-long');
  const birthDate = dateOf(cell('birthDate'));
  if (birthDate === null) return refused('birthDate', 'not-a-date');
  if (birthDate > today) return refused('birthDate', 'not-yet-born');
  const phone = plainPhone(cell('phone'));
  if (phone.length < 8 || phone.length > 15) return refused('phone', phone === '' ? 'empty' : 'not-a-number');
  const region = cell('region');
  if (!regions.has(region)) return refused('region', 'unknown-region');
  const ci = cell('ci') || null;
  if (ci !== null && (ci.length > 200 || /[^A-Za-z0-9+/=_-]/.test(ci))) return refused('ci', 'not-a-ci');
  return { ok: true, row: { name, birthDate, phone, region, ci } };
}

/** `1980-02-29`, `1980.2.29` and `19800229` are one date. */
function dateOf(text: string): string | null {
  const [, year, month, day] = /^(\d{4})(?:[-./]\s?)?(\d{1,2})(?:[-./]\s?)?(\d{1,2})\.?$/.exec(text) ?? [];
  if (!year || !month || !day || (/^\d+$/.test(text) && text.length !== 8)) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return date >= earliest && isDate(date) ? date : null;
}
