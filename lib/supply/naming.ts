import type { Locale } from '@/lib/platform/words';

interface Named {
  nameKo: string;
  nameEn: string;
}

export const nameIn = (locale: Locale, named: Named): string => (locale === 'ko' ? named.nameKo : named.nameEn);

export const addressIn = (locale: Locale, place: { addressKo: string; addressEn: string }): string =>
  locale === 'ko' ? place.addressKo : place.addressEn;
