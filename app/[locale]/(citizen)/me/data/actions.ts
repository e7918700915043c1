'use server';

import { redirect } from 'next/navigation';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { href, isLocale } from '@/lib/platform/words';
import { changeMind } from '@/lib/privacy/agreeing/commands';
import { changeForm } from '@/lib/privacy/agreeing/schema';

/** Gives or withdraws the consent to one purpose that may be refused. */
export async function changeMindAction(form: FormData): Promise<void> {
  const named = form.get('locale');
  const locale = typeof named === 'string' && isLocale(named) ? named : 'ko';
  const said = (remark: string) => redirect(`${href(locale, '/me/data')}?remark=${remark}`);
  if (!(await sameOrigin())) return said('foreign-origin');
  const citizen = await requireCitizen(locale, '/me/data');
  const asked = changeForm.safeParse(Object.fromEntries(form));
  if (!asked.success) return said('bad-request');
  await changeMind(citizen, asked.data.purpose, asked.data.given === 'yes');
  said('changed');
}
