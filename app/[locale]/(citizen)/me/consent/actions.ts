'use server';

import { redirect } from 'next/navigation';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { href, isLocale } from '@/lib/platform/words';
import { agree } from '@/lib/privacy/agreeing/commands';
import { consentForm } from '@/lib/privacy/agreeing/schema';

/** One press; leads to where one was going. */
export async function agreeAction(form: FormData): Promise<void> {
  const named = form.get('locale');
  const locale = typeof named === 'string' && isLocale(named) ? named : 'ko';
  const round = String(form.get('round') ?? '');
  const query = /^[a-z0-9-]{1,40}$/.test(round) ? `round=${round}` : '';
  const back = (remark: string) => redirect(`${href(locale, '/me/consent')}?remark=${remark}${query && `&${query}`}`);
  if (!(await sameOrigin())) return back('foreign-origin');
  const citizen = await requireCitizen(locale, '/me/consent');
  const said = consentForm.safeParse({ agreed: form.getAll('agreed'), others: form.getAll('other') });
  if (!said.success) return back('bad-request');
  await agree(citizen, said.data.agreed, said.data.others);
  redirect(href(locale, '/me') + (query && `?${query}`));
}
