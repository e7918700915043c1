'use server';

import { redirect } from 'next/navigation';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { href, isLocale } from '@/lib/platform/words';
import { apply } from '@/lib/roll/commands';
import { application } from '@/lib/roll/schema';

/** Asks an office to look at why somebody is not found on the roll. */
export async function applyAction(form: FormData): Promise<void> {
  const named = String(form.get('locale'));
  const locale = isLocale(named) ? named : 'ko';
  const page = href(locale, '/me/apply');
  if (!(await sameOrigin())) redirect(`${page}?remark=bad-request`);
  const citizen = await requireCitizen(locale, '/me/apply');
  const asked = application.safeParse(Object.fromEntries(form));
  if (!asked.success) redirect(`${page}?remark=bad-request`);
  const answer = await apply(citizen, asked.data.kind);
  redirect(`${page}?remark=${answer.ok ? 'done' : answer.code}`);
}
