import { momentWords } from '@/lib/campaign/window-words';
import type { Refusal } from '@/lib/platform/refusal';
import { type Locale, words } from '@/lib/platform/words';
import type { messages } from '@/messages';

type Code = keyof (typeof messages)['ko']['line']['refusal'];

const moments = ['opensAt', 'closedAt'];

/** The sentence of a refusal at the gate. Its moments are numbers, for scripts; people read them as everywhere else. */
export function lineRefusalWords(locale: Locale, { code, facts = {} }: Refusal<Code>, now: Date): string {
  const read = Object.entries(facts).map(([name, value]) => [
    name,
    moments.includes(name) ? momentWords(locale, new Date(Number(value)), now) : value,
  ]);
  return words(locale, 'line')(`refusal.${code}`, Object.fromEntries(read));
}
