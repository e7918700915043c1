import { isDate, seoulInstant } from '@/lib/campaign/seoul';

export const kinds = ['clinics', 'deliveries', 'closures', 'holidays'] as const;
export type Kind = (typeof kinds)[number];

export type ProblemCode =
  | 'columns'
  | 'cells'
  | 'empty'
  | 'not-utf8'
  | 'formula'
  | 'too-long'
  | 'not-a-number'
  | 'out-of-range'
  | 'not-a-date'
  | 'not-a-time'
  | 'not-hours'
  | 'not-a-code'
  | 'backwards'
  | 'twice'
  | 'unknown-clinic'
  | 'unknown-region'
  | 'unknown-product'
  | 'lot-of-another-product'
  | 'lot-of-another-day'
  | 'shipment-of-another-carrier'
  | 'doses-below-planned'
  | 'booked-before-arrival';

/** What is wrong with a line (the header is line 1), and in which column, if in one. */
export interface Problem {
  line: number;
  column: string | null;
  code: ProblemCode;
  value?: string;
  /** Of places that are taken on vaccine which would come too late: how many, and the days of the clinic to shut first. */
  booked?: { places: number; clinic: string; from: string; to: string };
}

export type Cells = Record<string, string>;
export type Row = Record<string, string | number | string[] | Record<string, string[]> | null>;
type Read = { ok: true; value: Row[string] } | { ok: false; code: ProblemCode };

const good = (value: Row[string]): Read => ({ ok: true, value });
const bad = (code: ProblemCode): Read => ({ ok: false, code });

/** A spreadsheet would run what begins like this when somebody opens a list of ours. */
const formula = /^[=+\-@\t\r]/;

const text =
  (most: number) =>
  (cell: string): Read => {
    if (formula.test(cell)) return bad('formula');
    return cell.length > most ? bad('too-long') : good(cell);
  };
const code =
  (form: RegExp) =>
  (cell: string): Read =>
    form.test(cell) ? good(cell) : bad('not-a-code');
const whole =
  (least: number, most: number) =>
  (cell: string): Read => {
    if (!/^\d{1,9}$/.test(cell)) return bad('not-a-number');
    return Number(cell) < least || Number(cell) > most ? bad('out-of-range') : good(Number(cell));
  };
const degrees =
  (least: number, most: number) =>
  (cell: string): Read => {
    if (!/^\d{1,3}(\.\d{1,8})?$/.test(cell)) return bad('not-a-number');
    return Number(cell) < least || Number(cell) > most ? bad('out-of-range') : good(Number(cell));
  };
const date = (cell: string): Read => (isDate(cell) ? good(cell) : bad('not-a-date'));
const moment = (cell: string): Read => {
  const [, day = '', time = ''] = /^(\d{4}-\d{2}-\d{2})[ T]((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(cell) ?? [];
  return isDate(day) ? good(seoulInstant(day, time).toISOString()) : bad('not-a-time');
};
const codes = (cell: string): Read => {
  const list = cell.split(' ').filter(Boolean);
  return list.length > 0 && list.every((one) => /^[a-z0-9-]{1,32}$/.test(one)) ? good(list) : bad('not-a-code');
};

/** `09:00-12:30 13:30-18:00`: half hours from the first on, one opening after the other; nothing where it is shut. */
function hours(cell: string): Read {
  const openings = cell.split(' ').filter(Boolean);
  const half = /^(?:[01]\d|2[0-3]):[03]0-(?:[01]\d|2[0-3]):[03]0$/;
  const times = openings.flatMap((opening) => opening.split('-'));
  const inOrder = times.every((time, index) => index === 0 || (times[index - 1] ?? '') < time);
  return openings.every((opening) => half.test(opening)) && inOrder ? good(openings) : bad('not-hours');
}

type Column = [read: (cell: string) => Read, empty?: 'may-be-empty'];
const clinicId = code(/^[A-Za-z0-9-]{1,64}$/);
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The columns of each file, all of which must be there. Times are Seoul's. */
export const columns: Record<Kind, Record<string, Column>> = {
  clinics: {
    clinic_id: [clinicId],
    region_code: [code(/^\d{5}$/)],
    name_ko: [text(100)],
    name_en: [text(100)],
    address_ko: [text(200)],
    address_en: [text(200)],
    postal_code: [code(/^\d{5}$/)],
    latitude: [degrees(33, 39)],
    longitude: [degrees(124, 132)],
    phone: [code(/^0\d{1,3}-\d{3,4}-\d{4}$/)],
    vaccines: [codes],
    places: [whole(1, 500)],
    ...Object.fromEntries(weekdays.map((weekday) => [weekday, [hours, 'may-be-empty'] satisfies Column])),
  },
  deliveries: {
    shipment: [code(/^[A-Za-z0-9-]{1,64}$/)],
    carrier: [text(100)],
    left_at: [moment, 'may-be-empty'],
    lot: [code(/^[A-Za-z0-9-]{1,64}$/)],
    product: [code(/^[a-z0-9-]{1,32}$/)],
    expires_on: [date],
    clinic_id: [clinicId],
    doses: [whole(1, 100_000)],
    arrives_at: [moment],
  },
  closures: { clinic_id: [clinicId], from: [moment], to: [moment] },
  holidays: { day: [date], name_ko: [text(100)], name_en: [text(100)] },
};

/** What makes a line the only one of its kind in a file. */
const keyOf: Record<Kind, (row: Row) => string> = {
  clinics: (row) => `${row.clinic_id}`,
  deliveries: (row) => `${row.shipment} ${row.lot} ${row.clinic_id}`,
  closures: (row) => `${row.clinic_id} ${row.from}`,
  holidays: (row) => `${row.day}`,
};

export function headerProblems(kind: Kind, header: readonly string[]): Problem[] {
  const wanted = Object.keys(columns[kind]);
  const wrong = [...wanted.filter((name) => !header.includes(name)), ...header.filter((name) => !wanted.includes(name))];
  const twice = header.filter((name, index) => header.indexOf(name) !== index);
  return [...wrong, ...twice].map((column) => ({ line: 1, column, code: 'columns' }));
}

export class Reader {
  readonly #seen = new Set<string>();

  constructor(
    readonly kind: Kind,
    readonly header: readonly string[],
  ) {}

  /** One line of the file: what it says, or all that is wrong with it. */
  read(line: number, cells: readonly string[]): { row: Row | null; problems: Problem[] } {
    if (cells.length !== this.header.length) return { row: null, problems: [{ line, column: null, code: 'cells' }] };
    const row: Row = {};
    const problems: Problem[] = [];
    for (const [index, column] of this.header.entries()) {
      const [read, empty] = columns[this.kind][column] ?? [text(0)];
      const cell = (cells[index] ?? '').trim();
      const told = (problem: ProblemCode) => problems.push({ line, column, code: problem, ...(cell && { value: cell.slice(0, 40) }) });
      if (cell.includes('\uFFFD')) told('not-utf8');
      else if (cell === '' && empty) row[column] = null;
      else if (cell === '') told('empty');
      else {
        const said = read(cell);
        if (said.ok) row[column] = said.value;
        else told(said.code);
      }
    }
    if (problems.length === 0) problems.push(...this.#whole(line, row));
    return { row: problems.length === 0 ? row : null, problems };
  }

  #whole(line: number, row: Row): Problem[] {
    const key = keyOf[this.kind](row);
    if (this.#seen.has(key)) return [{ line, column: null, code: 'twice' }];
    this.#seen.add(key);
    if (this.kind === 'closures' && String(row.from) >= String(row.to)) return [{ line, column: 'to', code: 'backwards' }];
    if (this.kind === 'deliveries' && String(row.arrives_at).slice(0, 10) > String(row.expires_on))
      return [{ line, column: 'expires_on', code: 'backwards' }];
    return [];
  }
}
