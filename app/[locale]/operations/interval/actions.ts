'use server';

import { redirect } from 'next/navigation';
import { requireOperator, sameOrigin } from '@/lib/identity/gate';
import { href, isLocale } from '@/lib/platform/words';
import { changeInterval } from '@/lib/recall/commands';
import { intervalSchema } from '@/lib/recall/schema';

const page = '/operations/interval';

/** Another interval between the doses from a day on; whoever is booked outside of it is found, moved and told. */
export async function intervalAction(form: FormData): Promise<void> {
  const language = form.get('locale');
  const locale = typeof language === 'string' && isLocale(language) ? language : 'ko';
  const back = (problem: string): never => redirect(`${href(locale, page)}?problem=${problem}`);
  if (!(await sameOrigin())) back('foreign-origin');
  const operator = await requireOperator(locale, page);
  const change = intervalSchema.safeParse(Object.fromEntries(form));
  if (!change.success) return back('bad-interval');
  const answer = await changeInterval(operator, change.data);
  if (!answer.ok) back(answer.code);
  redirect(href(locale, `/operations/recall/${change.data.id}`));
}
