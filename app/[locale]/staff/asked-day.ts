import { isDate } from '@/lib/campaign/seoul';

/** The day that an address asks for; null for what is no day, or one that no clinic has lists of. */
export const askedDay = (text: string | string[] | undefined): string | null =>
  typeof text === 'string' && isDate(text) && text >= '2020-01-01' && text <= '2099-12-31' ? text : null;
