import { type Locale, words } from '@/lib/platform/words';
import type { Cohort } from './cohort';
import { addDays, clockOf, seoulDate, seoulInstant } from './seoul';

const year = (at: Date): string => seoulDate(at).slice(0, 4);

/** “8월 10일 (화)”; with the year where it isn't that of `now`. */
export const dayWords = (locale: Locale, at: Date, now: Date): string =>
  words(locale, 'when')(year(at) === year(now) ? 'day' : 'dayOfYear', { at });

/** “저녁 8시”. */
export const timeWords = (locale: Locale, at: Date): string => words(locale, 'when')('time', { ...clockOf(at), at });

/** “8월 10일 (화) 저녁 8시”. */
export const momentWords = (locale: Locale, at: Date, now: Date): string =>
  words(locale, 'when')('moment', { day: dayWords(locale, at, now), time: timeWords(locale, at) });

/** “8월 10일 (화) 저녁 8시부터 다음 날 오후 6시까지”. */
export function windowWords(locale: Locale, { opensAt, closesAt }: { opensAt: Date; closesAt: Date }, now: Date): string {
  const t = words(locale, 'when');
  const firstDate = seoulDate(opensAt);
  // A window that closes at midnight ends with the day before, for people.
  const atMidnight = closesAt.getTime() === seoulInstant(seoulDate(closesAt), '00:00').getTime();
  const lastDate = atMidnight ? addDays(seoulDate(closesAt), -1) : seoulDate(closesAt);
  const span = lastDate === firstDate ? 'sameDay' : lastDate === addDays(firstDate, 1) ? 'nextDay' : 'longer';
  const nearYear = year(opensAt) === year(closesAt) ? closesAt : now;
  return t(`window.${span}`, {
    day: dayWords(locale, opensAt, now),
    from: timeWords(locale, opensAt),
    lastDay: dayWords(locale, seoulInstant(lastDate, '12:00'), nearYear),
    to: atMidnight ? t('endOfDay') : timeWords(locale, closesAt),
  });
}

const daysOf = (digits: number[]): number[] =>
  Array.from({ length: 31 }, (_, index) => index + 1).filter((day) => digits.includes(day % 10));

const bound = (date: string, wholeYear: string) => ({
  whole: date.endsWith(wholeYear) ? 'yes' : 'no',
  year: date.slice(0, 4),
  at: seoulInstant(date, '12:00'),
});

function bornWords(locale: Locale, { bornFrom, bornTo }: Cohort): string | undefined {
  const t = words(locale, 'when');
  const from = bornFrom && bound(bornFrom, '-01-01');
  const to = bornTo && bound(bornTo, '-12-31');
  if (from && to) {
    if (from.whole === 'yes' && to.whole === 'yes') return t('cohort.bornYears', { from: from.year, to: to.year });
    return t('cohort.bornBetween', { from: from.at, to: to.at });
  }
  if (from) return t('cohort.bornFrom', from);
  return to ? t('cohort.bornTo', to) : undefined;
}

/** The rule of a cohort, one sentence for each condition. All of them hold together. */
export function cohortWords(locale: Locale, cohort: Cohort): string[] {
  const t = words(locale, 'when');
  const { dayDigits, yearDigits } = cohort;
  const sentences = [
    bornWords(locale, cohort),
    dayDigits && t('cohort.dayDigits', { count: dayDigits.length, digits: dayDigits.join(', '), days: daysOf(dayDigits).join(', ') }),
    yearDigits && yearDigits.length < 10 && t('cohort.yearDigits', { digits: yearDigits.join(', ') }),
  ].filter((sentence) => typeof sentence === 'string');
  return sentences.length > 0 ? sentences : [t('cohort.everybody')];
}
