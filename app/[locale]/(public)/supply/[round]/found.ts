import { notFound } from 'next/navigation';
import { cache } from 'react';
import { type RoundInCampaign, roundById } from '@/lib/campaign/queries';
import { isLocale, type Locale } from '@/lib/platform/words';

const byId = cache(roundById);

/** The language and the round of an address, or a 404. */
export async function found(params: Promise<{ locale: string; round: string }>): Promise<{ locale: Locale } & RoundInCampaign> {
  const { locale, round: id } = await params;
  if (!isLocale(locale)) notFound();
  const one = await byId(id);
  if (!one) notFound();
  return { locale, ...one };
}
