import { seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { numberOfPlace } from '@/lib/line/place';
import { type Locale, words } from '@/lib/platform/words';
import type { Rests, When } from './range';

const day = (locale: Locale, date: string, now: Date): string => dayWords(locale, seoulInstant(date, '12:00'), now);

/** “12월 1일 (화) ~ 12월 14일 (월)”, or why there is nothing to say. */
export function likelyWords(locale: Locale, when: When | null, now: Date): string {
  const t = words(locale, 'when');
  if (!when?.from) return t(`likely.unknown.${when?.unknown ?? 'none'}`);
  const from = day(locale, when.from, now);
  return when.to ? t('likely.range', { from, to: day(locale, when.to, now) }) : t('likely.open', { from });
}

const percent = (locale: Locale, share: number): string => share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 0 });

/** What an answer rests on, a sentence each: figures first, then what was assumed. */
export function restsWords(locale: Locale, { rests }: When, now: Date): string[] {
  if (!rests) return [];
  const t = words(locale, 'when');
  const { places, days, announced, arrivesOn, handed, people, taken, uptake, place } = rests;
  const sentences = [
    t('likely.places', { places, days }),
    arrivesOn && announced > 0 && t('likely.announced', { doses: announced, arrives: day(locale, arrivesOn, now) }),
    handed > 0 && t('likely.handed', { places: handed }),
    t('likely.people', { people, taken }),
    uptakeWords(locale, uptake),
    place === null ? t('likely.placeUnknown') : t('likely.placeKnown', { number: numberOfPlace(place) }),
    t('likely.choice'),
  ];
  return sentences.filter((sentence) => typeof sentence === 'string');
}

export const uptakeWords = (locale: Locale, { low, high, rounds }: Rests['uptake']): string =>
  words(locale, 'when')('likely.uptake', { low: percent(locale, low), high: percent(locale, high), rounds });
