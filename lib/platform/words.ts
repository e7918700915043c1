import { _createCache, _createIntlFormatters, createTranslator } from 'use-intl/core';
import { messages } from '@/messages';

export const locales = ['ko', 'en'] as const;
export type Locale = (typeof locales)[number];
export type Messages = (typeof messages)['ko'];

export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text);

/** What it has read of its sentences, and the formats of dates: read anew for each page, they were most of its time. */
function memory() {
  const cache = _createCache();
  return { _cache: cache, _formatters: _createIntlFormatters(cache) };
}
const memories: Record<Locale, ReturnType<typeof memory>> = { ko: memory(), en: memory() };

/** The sentences of one part of the interface, in ICU message format: `words('ko', 'landing')('title')`. */
export function words<Part extends keyof Messages>(locale: Locale, part: Part) {
  return createTranslator({ locale, messages: messages[locale] as Messages, namespace: part, timeZone: 'Asia/Seoul', ...memories[locale] });
}

/** The address of a page in a language: Korean has no prefix. */
export const href = (locale: Locale, path: `/${string}`): string => (locale === 'ko' ? path : path === '/' ? '/en' : `/en${path}`);
