import { productWords } from '@/lib/booking/product-words';
import { seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import type { NamedPlace } from '@/lib/wish/queries';
import { hoursOf } from '@/lib/wish/schema';
import type { Wish } from '@/lib/wish/wish';

const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** “서울특별시 종로구, 8월 24일 (화)부터 8월 26일 (목)까지, 오전, 화이자” */
export function wishWords(locale: Locale, wish: Wish, names: readonly NamedPlace[], now: Date): string {
  const t = words(locale, 'wish');
  const code = 'district' in wish.where ? wish.where.district : wish.where.clinic;
  const place = names.find((one) => one.code === code);
  const part = hoursOf(wish);
  const day = (date: string) => dayWords(locale, seoulInstant(date, '12:00'), now);
  return [
    place ? nameIn(locale, place) : code,
    wish.fromDay === wish.toDay ? day(wish.fromDay) : t('days', { from: day(wish.fromDay), to: day(wish.toDay) }),
    part ? t(`part.${part}`) : `${clock(wish.fromMinute)}–${clock(wish.toMinute)}`,
    wish.product ? productWords(locale, wish.product) : t('anyProduct'),
  ].join(', ');
}
