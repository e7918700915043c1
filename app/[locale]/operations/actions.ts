'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requireOperator, sameOrigin } from '@/lib/identity/gate';
import { pauseRound, resumeRound } from '@/lib/line/commands';
import { logEvent } from '@/lib/platform/log';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';

export interface ChangeAnswer {
  sentence: string;
  /** What was typed goes back into its field. */
  reason: string;
}

const roundId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const publicReason = z.string().trim().min(5).max(200);

const localeOf = (form: FormData): Locale => {
  const language = form.get('locale');
  return typeof language === 'string' && isLocale(language) ? language : 'ko';
};

/** Freezes a round, with a reason that the whole line reads. */
export async function pauseAction(_before: ChangeAnswer | null, form: FormData): Promise<ChangeAnswer> {
  const locale = localeOf(form);
  const t = words(locale, 'operations');
  const typed = form.get('reason');
  const reason = typeof typed === 'string' ? typed.slice(0, 200) : '';
  if (!(await sameOrigin())) return { sentence: t('refusal.foreign-origin'), reason };
  const operator = await requireOperator(locale);
  const said = publicReason.safeParse(typed);
  if (!said.success) return { sentence: t('refusal.bad-request'), reason };
  const round = roundId.safeParse(form.get('round'));
  if (!round.success || !(await pauseRound(operator, round.data, said.data))) return { sentence: t('refusal.not-pausable'), reason };
  logEvent('operator: paused a round', { personId: operator.personId, roundId: round.data });
  redirect(href(locale, '/operations?done=paused'));
}

/** Opens a paused round again. */
export async function resumeAction(_before: ChangeAnswer | null, form: FormData): Promise<ChangeAnswer> {
  const locale = localeOf(form);
  const t = words(locale, 'operations');
  if (!(await sameOrigin())) return { sentence: t('refusal.foreign-origin'), reason: '' };
  const operator = await requireOperator(locale);
  const round = roundId.safeParse(form.get('round'));
  if (!round.success || !(await resumeRound(operator, round.data))) return { sentence: t('refusal.not-paused'), reason: '' };
  logEvent('operator: resumed a round', { personId: operator.personId, roundId: round.data });
  redirect(href(locale, '/operations?done=resumed'));
}
