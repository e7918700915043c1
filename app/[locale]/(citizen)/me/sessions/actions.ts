'use server';

import { redirect } from 'next/navigation';
import { revokeAllSessions } from '@/lib/identity/commands';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { forgetPlaces } from '@/lib/line/gate';
import { href, isLocale } from '@/lib/platform/words';

/** Every cookie that was ever given is worth nothing from now on. */
export async function signOutEverywhereAction(form: FormData): Promise<void> {
  const named = String(form.get('locale'));
  const locale = isLocale(named) ? named : 'ko';
  if (!(await sameOrigin())) redirect(href(locale, '/me/sessions?remark=foreign-origin'));
  await revokeAllSessions(await requireCitizen(locale, '/me/sessions'));
  await forgetPlaces();
  redirect(href(locale, '/'));
}
