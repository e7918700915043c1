import { type Locale, words } from '@/lib/platform/words';
import type { DisruptionView } from '@/lib/recall/queries';
import { nameIn } from '@/lib/supply/naming';

/** What it is about, in a line. */
export function titleOf(locale: Locale, { kind, lot, shipment, carrier, clinic }: DisruptionView): string {
  const t = words(locale, 'recall');
  const what = [lot, shipment, carrier, clinic && nameIn(locale, clinic)].filter((part) => part !== null).join(', ');
  return t(`kind.${kind}`, { what });
}
