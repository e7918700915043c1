'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { markVaccinated, unmarkVaccinated } from '@/lib/booking/giving/commands';
import { searchClinic } from '@/lib/booking/queries';
import { requireClinic, sameOrigin } from '@/lib/identity/gate';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, words } from '@/lib/platform/words';
import type { Group } from './booking-table';
import { foundGroups } from './lines';

export interface SearchAnswer {
  refused: boolean;
  sentence: string;
  /** Goes back into its field. */
  asked: string;
  groups: Group[];
}

const asking = z.string().trim().min(2).max(40);

/** A POST, so that no name stands in an address. Which clinic is searched, the role alone says. */
export async function searchAction(_before: SearchAnswer | null, form: FormData): Promise<SearchAnswer> {
  const language = form.get('locale');
  const locale = typeof language === 'string' && isLocale(language) ? language : 'ko';
  const t = words(locale, 'staff');
  const refused = (sentence: string): SearchAnswer => ({ refused: true, sentence, asked: '', groups: [] });
  if (!(await sameOrigin())) return refused(t('refusal.foreign-origin'));
  const clinic = await requireClinic(locale);
  const limit = await allow('search', clinic.sessionId);
  if (!limit.ok) return refused(t('refusal.too-often', { seconds: limit.retryAfter }));
  const { success, data: asked } = asking.safeParse(form.get('asked'));
  if (!success) return refused(t('refusal.bad-request'));
  const { found, more } = await searchClinic(clinic, asked);
  const sentence = t(more ? 'search.more' : 'search.answer', { asked, count: found.length });
  return { refused: false, sentence, asked, groups: foundGroups(locale, found) };
}

const marking = z.object({
  booking: z.uuid(),
  date: z.iso.date(),
  undo: z.enum(['', '1']),
  /** Where it was not the planned one. */
  delivery: z.coerce.number().int().min(1).max(2_147_483_647).nullable().default(null),
});

/** Says that somebody was vaccinated, or takes it back on the same day. */
export async function givenAction(form: FormData): Promise<void> {
  const language = form.get('locale');
  const locale = typeof language === 'string' && isLocale(language) ? language : 'ko';
  const list = href(locale, '/staff');
  if (!(await sameOrigin())) redirect(`${list}?mark=foreign-origin`);
  const clinic = await requireClinic(locale);
  if (!(await allow('booking', clinic.sessionId)).ok) redirect(`${list}?mark=too-often`);
  const { success, data } = marking.safeParse(Object.fromEntries(form));
  if (!success) redirect(`${list}?mark=bad-request`);
  const answer = await (data.undo ? unmarkVaccinated(clinic, data.booking) : markVaccinated(clinic, data.booking, data.delivery));
  const about: Record<string, string> = !answer.ok && answer.code === 'delivery-unknown' ? { booking: data.booking } : {};
  redirect(`${list}?${new URLSearchParams({ date: data.date, mark: answer.ok ? 'done' : answer.code, ...about })}`);
}
