import { type Locale, words } from '@/lib/platform/words';
import type { DisruptionView } from '@/lib/recall/queries';
import { nameIn } from '@/lib/supply/naming';

/** What it is about, in a line. */
export function titleOf(
  locale: Locale,
  { kind, lot, shipment, carrier, clinic, product, rule, reasonKo, reasonEn }: DisruptionView,
): string {
  const t = words(locale, 'recall');
  const interval = rule && t('interval.rule', { interval: rule.interval, min: rule.min, max: rule.max });
  const holiday = kind === 'closure' && !clinic ? nameIn(locale, { nameKo: reasonKo, nameEn: reasonEn }) : null;
  const what = [lot, shipment, carrier, holiday, clinic && nameIn(locale, clinic), product && nameIn(locale, product), interval]
    .filter((part) => part !== null)
    .join(', ');
  return t(`kind.${kind}`, { what });
}
