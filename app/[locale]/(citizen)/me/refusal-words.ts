import type { EligibilityCode } from '@/lib/campaign/eligibility';
import type { Refusal } from '@/lib/platform/refusal';
import { type Locale, words } from '@/lib/platform/words';

const ours = ['foreign-origin', 'bad-request', 'not-for-you', 'not-verified', 'consent-missing', 'too-often'] as const;
type OurCode = (typeof ours)[number];

export type TicketRefusal = Refusal<OurCode | EligibilityCode | 'provisional' | 'provisional-refused'>;

const isOurs = (code: TicketRefusal['code']): code is OurCode => (ours as readonly string[]).includes(code);

/** The sentence of a refusal: those about who asks are of this part, those about the rules of the campaign's. */
export function ticketRefusalWords(locale: Locale, { code, facts = {} }: TicketRefusal): string {
  if (code === 'provisional' || code === 'provisional-refused') return words(locale, 'roll')(`refusal.${code}`);
  return isOurs(code) ? words(locale, 'identity')(`refusal.${code}`, facts) : words(locale, 'when')(`refusal.${code}`, facts);
}
