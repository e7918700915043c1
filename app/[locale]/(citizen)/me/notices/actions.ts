'use server';

import { redirect } from 'next/navigation';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { saveWishes } from '@/lib/notice/commands';
import { wishes } from '@/lib/notice/schema';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';

export interface WishesAnswer {
  sentence: string;
  /** What was chosen and typed goes back into its fields. */
  typed: { way: 'text' | 'voice'; email: string; language: Locale };
}

function typedIn(form: FormData): WishesAnswer['typed'] {
  const email = form.get('email');
  return {
    way: form.get('way') === 'voice' ? 'voice' : 'text',
    email: typeof email === 'string' ? email.trim().slice(0, 254) : '',
    language: form.get('language') === 'en' ? 'en' : 'ko',
  };
}

/** How whoever is signed in wishes to be told. */
export async function wishesAction(_before: WishesAnswer | null, form: FormData): Promise<WishesAnswer> {
  const language = form.get('locale');
  const locale = typeof language === 'string' && isLocale(language) ? language : 'ko';
  const t = words(locale, 'notice');
  const typed = typedIn(form);
  if (!(await sameOrigin())) return { sentence: t('wishes.refusal.foreign-origin'), typed };
  const citizen = await requireCitizen(locale, '/me/notices');
  const asked = wishes.safeParse({ ...Object.fromEntries(form), email: typed.email });
  if (!asked.success) {
    const code = asked.error.issues.every(({ path }) => path[0] === 'email') ? 'bad-email' : 'bad-request';
    return { sentence: t(`wishes.refusal.${code}`), typed };
  }
  await saveWishes(citizen, asked.data);
  redirect(href(locale, '/me/notices?done=saved'));
}
