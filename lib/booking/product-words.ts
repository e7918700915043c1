import { type Locale, words } from '@/lib/platform/words';

const named = ['comirnaty', 'spikevax'] as const;

/** What a product is called where people read it. A campaign may bring one that has no words yet. */
export const productWords = (locale: Locale, product: string): string =>
  words(locale, 'booking')(`product.${named.find((code) => code === product) ?? 'other'}`);
