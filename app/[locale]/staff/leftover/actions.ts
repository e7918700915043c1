'use server';

import { redirect } from 'next/navigation';
import { requireClinic, sameOrigin } from '@/lib/identity/gate';
import { href, isLocale } from '@/lib/platform/words';
import { announceLeftover } from '@/lib/waiting/commands';
import { leftoverSchema } from '@/lib/waiting/schema';

/** Doses of today that nobody has come for go to who waits. */
export async function leftoverAction(form: FormData): Promise<void> {
  const named = form.get('locale');
  const locale = typeof named === 'string' && isLocale(named) ? named : 'ko';
  const page = href(locale, '/staff/leftover');
  if (!(await sameOrigin())) redirect(`${page}?problem=foreign-origin`);
  const clinic = await requireClinic(locale, '/staff/leftover');
  const asked = leftoverSchema.safeParse(Object.fromEntries(form));
  if (!asked.success) redirect(`${page}?problem=bad-request`);
  const answer = await announceLeftover(clinic, asked.data);
  redirect(`${page}?${answer.ok ? 'done=1' : `problem=${answer.code}`}`);
}
