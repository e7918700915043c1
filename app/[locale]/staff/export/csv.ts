import { stringify } from 'csv-stringify/sync';
import { productWords } from '@/lib/booking/product-words';
import type { ListedBooking } from '@/lib/booking/queries';
import { type Locale, words } from '@/lib/platform/words';

/**
 * A list for a spreadsheet: RFC 4180 with the mark by which Excel knows UTF-8. What a spreadsheet would run as a formula
 * has an apostrophe before it; everything else is as it was given.
 */
export function listCsv(locale: Locale, bookings: ListedBooking[]): string {
  const t = words(locale, 'staff');
  const heads = (['when', 'name', 'birthDate', 'phone', 'dose', 'number', 'status'] as const).map((head) => t(`table.${head}`));
  const rows = bookings.map(({ startsAt, name, birthDate, phoneEnd, dose, product, number, status }) => [
    t('time', { at: startsAt }),
    name,
    birthDate,
    phoneEnd,
    t('dose', { dose, product: productWords(locale, product) }),
    number,
    t(`status.${status}`),
  ]);
  return stringify([heads, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows', quoted_match: /^[\s']|[\s']$/ });
}
