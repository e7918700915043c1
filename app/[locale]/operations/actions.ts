'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requireOperator, sameOrigin } from '@/lib/identity/gate';
import { typedReason } from '@/lib/identity/typed';
import { pauseRound, resumeRound, setCallRate } from '@/lib/line/commands';
import { retryDead, startNotices, stopNotices } from '@/lib/notice/commands';
import { stopping } from '@/lib/notice/schema';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';

export interface ChangeAnswer {
  sentence: string;
  /** What was typed goes back into its field. */
  typed: string;
}

const round = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const pausing = z.object({ round, reason: typedReason(5) });
const resuming = z.object({ round });

const localeOf = (form: FormData): Locale => {
  const language = form.get('locale');
  return typeof language === 'string' && isLocale(language) ? language : 'ko';
};

function textOf(form: FormData, name: string, most: number): string {
  const text = form.get(name);
  return typeof text === 'string' ? text.slice(0, most) : '';
}

/** Freezes a round, with a reason that the whole line reads. */
export async function pauseAction(_before: ChangeAnswer | null, form: FormData): Promise<ChangeAnswer> {
  const locale = localeOf(form);
  const t = words(locale, 'operations');
  const typed = textOf(form, 'reason', 200);
  if (!(await sameOrigin())) return { sentence: t('refusal.foreign-origin'), typed };
  const operator = await requireOperator(locale);
  const asked = pausing.safeParse(Object.fromEntries(form));
  if (!asked.success) return { sentence: t('refusal.bad-request'), typed };
  if (!(await pauseRound(operator, asked.data.round, asked.data.reason))) return { sentence: t('refusal.not-pausable'), typed };
  redirect(href(locale, '/operations?done=paused'));
}

/** Opens a paused round again. */
export async function resumeAction(_before: ChangeAnswer | null, form: FormData): Promise<ChangeAnswer> {
  const locale = localeOf(form);
  const t = words(locale, 'operations');
  if (!(await sameOrigin())) return { sentence: t('refusal.foreign-origin'), typed: '' };
  const operator = await requireOperator(locale);
  const asked = resuming.safeParse(Object.fromEntries(form));
  if (!asked.success || !(await resumeRound(operator, asked.data.round))) return { sentence: t('refusal.not-paused'), typed: '' };
  redirect(href(locale, '/operations?done=resumed'));
}

/** Empty: the controller decides. */
const rating = z.object({
  round,
  rate: z
    .string()
    .trim()
    .regex(/^(?:\d{1,5}(?:\.\d{1,3})?)?$/)
    .transform((text) => (text === '' ? null : Number(text))),
});

/** Caps how many people a round calls per second. */
export async function rateAction(_before: ChangeAnswer | null, form: FormData): Promise<ChangeAnswer> {
  const locale = localeOf(form);
  const t = words(locale, 'operations');
  const typed = textOf(form, 'rate', 20);
  if (!(await sameOrigin())) return { sentence: t('refusal.foreign-origin'), typed };
  const operator = await requireOperator(locale);
  const asked = rating.safeParse(Object.fromEntries(form));
  if (!asked.success) return { sentence: t('refusal.bad-rate'), typed };
  if (!(await setCallRate(operator, asked.data.round, asked.data.rate))) return { sentence: t('refusal.rate-unchanged'), typed };
  redirect(href(locale, '/operations?done=rated'));
}

/** Nothing more is sent to anybody, with a reason that everybody reads. */
export async function stopNoticesAction(_before: ChangeAnswer | null, form: FormData): Promise<ChangeAnswer> {
  const locale = localeOf(form);
  const t = words(locale, 'notice');
  const typed = textOf(form, 'reason', 200);
  if (!(await sameOrigin())) return { sentence: words(locale, 'operations')('refusal.foreign-origin'), typed };
  const operator = await requireOperator(locale);
  const asked = stopping.safeParse(Object.fromEntries(form));
  if (!asked.success) return { sentence: t('operations.refusal.bad-reason'), typed };
  if (!(await stopNotices(operator, asked.data.reason))) return { sentence: t('operations.refusal.unchanged'), typed };
  redirect(href(locale, '/operations'));
}

export async function startNoticesAction(_before: ChangeAnswer | null, form: FormData): Promise<ChangeAnswer> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) return { sentence: words(locale, 'operations')('refusal.foreign-origin'), typed: '' };
  const operator = await requireOperator(locale);
  if (!(await startNotices(operator))) return { sentence: words(locale, 'notice')('operations.refusal.unchanged'), typed: '' };
  redirect(href(locale, '/operations'));
}

/** What could not be sent is tried anew. */
export async function retryNoticesAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (await sameOrigin()) await retryDead(await requireOperator(locale));
  redirect(href(locale, '/operations'));
}
