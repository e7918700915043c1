'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requireOperator, sameOrigin } from '@/lib/identity/gate';
import type { OperatorProof } from '@/lib/identity/proof';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { closeClinic, endDisruption, liftRecall, openRecall, pauseProgramme } from '@/lib/recall/commands';
import { closureSchema, liftingSchema, pauseSchema, recallSchema } from '@/lib/recall/schema';

const page = '/operations/recall';

interface Asked {
  locale: Locale;
  operator: OperatorProof;
  fields: Record<string, FormDataEntryValue | null>;
}

/** Back to the page with a word of what became of it. */
const back = (locale: Locale, said: string): never => redirect(`${href(locale, page)}?${said}`);

/** Times are typed as clocks in Seoul show them; an empty one is none. */
const timeOf = (value: FormDataEntryValue | undefined) => (typeof value === 'string' && value ? `${value}:00+09:00` : null);

async function asked(form: FormData): Promise<Asked> {
  const language = form.get('locale');
  const locale = typeof language === 'string' && isLocale(language) ? language : 'ko';
  if (!(await sameOrigin())) back(locale, 'problem=foreign-origin');
  const operator = await requireOperator(locale, page);
  const typed = Object.fromEntries(form);
  return { locale, operator, fields: { ...typed, fromAt: timeOf(typed.from), toAt: timeOf(typed.to) } };
}

/** Quarantines vaccine, and has everybody whom that concerns found, moved and told. */
export async function recallAction(form: FormData): Promise<void> {
  const { locale, operator, fields } = await asked(form);
  const recall = recallSchema.safeParse(fields);
  if (!recall.success) return back(locale, 'problem=bad-request');
  const answer = await openRecall(operator, recall.data);
  if (!answer.ok) back(locale, `problem=${answer.code}`);
  redirect(href(locale, `${page}/${recall.data.id}`));
}

/** A recall was a false alarm. */
export async function liftRecallAction(form: FormData): Promise<void> {
  const { locale, operator, fields } = await asked(form);
  const lifting = liftingSchema.safeParse(fields);
  if (!lifting.success) return back(locale, 'problem=bad-request');
  const answer = await liftRecall(operator, lifting.data);
  if (!answer.ok) back(locale, `problem=${answer.code}`);
  redirect(href(locale, `${page}/${lifting.data.id}`));
}

/** The whole programme stands still. */
export async function pauseProgrammeAction(form: FormData): Promise<void> {
  const { locale, operator, fields } = await asked(form);
  const pause = pauseSchema.safeParse(fields);
  if (!pause.success) return back(locale, 'problem=bad-request');
  const answer = await pauseProgramme(operator, pause.data);
  if (!answer.ok) back(locale, `problem=${answer.code}`);
  redirect(href(locale, `${page}/${pause.data.id}`));
}

/** A clinic is shut. */
export async function closeClinicAction(form: FormData): Promise<void> {
  const { locale, operator, fields } = await asked(form);
  const closure = closureSchema.safeParse(fields);
  if (!closure.success) return back(locale, 'problem=bad-request');
  const answer = await closeClinic(operator, closure.data);
  if (!answer.ok) back(locale, `problem=${answer.code}`);
  redirect(href(locale, `${page}/${closure.data.id}`));
}

/** A pause or a closure is over. */
export async function endDisruptionAction(form: FormData): Promise<void> {
  const { locale, operator, fields } = await asked(form);
  const id = z.uuid().safeParse(fields.id);
  if (!id.success || !(await endDisruption(operator, id.data))) return back(locale, 'problem=not-open');
  redirect(href(locale, `${page}/${id.data}`));
}
