import { type Refusal, refuse } from '@/lib/platform/refusal';
import { isDate } from './seoul';

export type BirthDate = { ok: true; birthDate: string } | Refusal<'no-such-date' | 'date-in-future' | 'date-too-old'>;

/** Nobody alive was born before: catches a year of two digits that was filled up with noughts, or a slip. */
const oldest = '1900-01-01';

/** Korean keyboards write full-width digits too, and people write “5월”. */
function part(text: string, digits: RegExp): string | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[년월일]$/, '');
  return digits.test(plain) ? plain : undefined;
}

/** What a person typed into the fields for year, month and day. `today` is the day in Seoul, `YYYY-MM-DD`. */
export function readBirthDate(year: string, month: string, day: string, today: string): BirthDate {
  const y = part(year, /^\d{4}$/);
  const m = part(month, /^\d{1,2}$/);
  const d = part(day, /^\d{1,2}$/);
  if (!y || !m || !d) return refuse('no-such-date');
  const birthDate = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  if (!isDate(birthDate)) return refuse('no-such-date');
  if (birthDate > today) return refuse('date-in-future');
  if (birthDate < oldest) return refuse('date-too-old');
  return { ok: true, birthDate };
}
