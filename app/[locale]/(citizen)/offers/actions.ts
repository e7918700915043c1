'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { beneficiaryFor, requireCitizen, sameOrigin } from '@/lib/identity/gate';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { acceptOffer, declineOffer, joinWaiting, leaveWaiting } from '@/lib/waiting/commands';
import { joinSchema } from '@/lib/waiting/schema';

const back = (locale: Locale, said: string): never => redirect(`${href(locale, '/offers')}?${said}`);

/** What every form asks first: the sign-in of the person or of a helper they agreed to. */
async function acting(form: FormData): Promise<{ locale: Locale; person: BeneficiaryProof }> {
  const named = String(form.get('locale'));
  const locale = isLocale(named) ? named : 'ko';
  if (!(await sameOrigin())) back(locale, 'problem=foreign-origin');
  const citizen = await requireCitizen(locale, '/offers');
  if (!(await allow('booking', citizen.sessionId)).ok) back(locale, 'problem=too-many');
  const person = await beneficiaryFor(citizen, String(form.get('person')));
  return person ? { locale, person } : back(locale, 'problem=bad-request');
}

const idOf = (form: FormData) => z.uuid().safeParse(form.get('id')).data;

export async function joinWaitingAction(form: FormData): Promise<void> {
  const { locale, person } = await acting(form);
  const asked = joinSchema.safeParse(Object.fromEntries(form));
  if (!asked.success) return back(locale, 'problem=bad-request');
  const answer = await joinWaiting(person, asked.data.round, asked.data.where);
  back(locale, answer.ok ? 'done=joined' : `problem=${answer.code}`);
}

export async function leaveWaitingAction(form: FormData): Promise<void> {
  const { locale, person } = await acting(form);
  const id = idOf(form);
  back(locale, id && (await leaveWaiting(person, id)) ? 'done=left' : 'problem=bad-request');
}

export async function acceptOfferAction(form: FormData): Promise<void> {
  const { locale, person } = await acting(form);
  const id = idOf(form);
  if (!id) return back(locale, 'problem=bad-request');
  const answer = await acceptOffer(person, id);
  if (!answer.ok) back(locale, `problem=${answer.code}`);
  redirect(`${href(locale, '/bookings')}/${id}?done=1`);
}

export async function declineOfferAction(form: FormData): Promise<void> {
  const { locale, person } = await acting(form);
  const id = idOf(form);
  back(locale, id && (await declineOffer(person, id)) ? 'done=declined' : 'problem=offer-gone');
}
