'use server';

import { redirect } from 'next/navigation';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { isFresh } from '@/lib/identity/queries';
import { forgetPlaces } from '@/lib/line/gate';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { changeMind } from '@/lib/privacy/agreeing/commands';
import { changeForm } from '@/lib/privacy/agreeing/schema';
import { erase, withdrawBooking } from '@/lib/privacy/erasing/commands';

function localeOf(form: FormData): Locale {
  const named = form.get('locale');
  return typeof named === 'string' && isLocale(named) ? named : 'ko';
}

const said = (locale: Locale, remark: string): never => redirect(`${href(locale, '/me/data')}?remark=${remark}`);

/** Gives or withdraws the consent to one purpose that may be refused. */
export async function changeMindAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const citizen = await requireCitizen(locale, '/me/data');
  const asked = changeForm.safeParse(Object.fromEntries(form));
  if (!asked.success) return said(locale, 'bad-request');
  await changeMind(citizen, asked.data.purpose, asked.data.given === 'yes');
  said(locale, 'changed');
}

/** No booking without it: the places go with it. */
export async function withdrawBookingAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const citizen = await requireCitizen(locale, '/me/data');
  const answer = await withdrawBooking(citizen);
  if (!answer.ok) return said(locale, answer.code);
  await forgetPlaces();
  said(locale, 'changed');
}

/** For good, and only right after a sign-in. */
export async function eraseAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const citizen = await requireCitizen(locale, '/me/data');
  if (!(await isFresh(citizen))) said(locale, 'not-fresh');
  if (form.get('sure') !== 'yes') said(locale, 'not-sure');
  const answer = await erase(citizen);
  if (!answer.ok) return said(locale, answer.code);
  await forgetPlaces();
  redirect(href(locale, '/me/data/gone'));
}
