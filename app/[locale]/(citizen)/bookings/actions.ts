'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { cancelBooking, moveBooking } from '@/lib/booking/commands';
import { bookingAmong } from '@/lib/booking/queries';
import { beneficiaryFor, requireCitizen, sameOrigin } from '@/lib/identity/gate';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { peopleOf } from '@/lib/identity/queries';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { stopLooking } from '@/lib/recall/commands';

type Form = Promise<{ locale: Locale; person: BeneficiaryProof; booking: string }>;

/** What both forms ask first: the sign-in of the person or of a helper they agreed to, and no pass. */
async function ownBooking(form: FormData): Form {
  const named = String(form.get('locale'));
  const locale = isLocale(named) ? named : 'ko';
  const list = href(locale, '/bookings');
  if (!(await sameOrigin())) redirect(`${list}?remark=foreign-origin`);
  const id = z.uuid().safeParse(form.get('booking'));
  if (!id.success) redirect(`${list}?remark=bad-request`);
  const citizen = await requireCitizen(locale, '/bookings');
  if (!(await allow('booking', citizen.sessionId)).ok) redirect(`${list}?remark=too-many`);
  const booking = await bookingAmong(await peopleOf(citizen), id.data);
  const person = booking && (await beneficiaryFor(citizen, booking.personId));
  if (!person) redirect(`${list}?remark=booking-unknown`);
  return { locale, person, booking: id.data };
}

export async function cancelAction(form: FormData): Promise<void> {
  const { locale, person, booking } = await ownBooking(form);
  const answer = await cancelBooking(person, booking);
  const list = href(locale, '/bookings');
  if (answer.ok) redirect(`${list}/${booking}`);
  redirect(answer.code === 'booking-unknown' ? `${list}?remark=${answer.code}` : `${list}/${booking}?remark=${answer.code}`);
}

const place = z.object({
  slot: z.coerce.number().int().min(1).max(2_147_483_647),
  clinic: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  day: z.iso.date(),
});

export async function moveAction(form: FormData): Promise<void> {
  const { locale, person, booking } = await ownBooking(form);
  const path = `${href(locale, '/bookings')}/${booking}` as const;
  const wanted = place.safeParse(Object.fromEntries(form));
  if (!wanted.success) redirect(`${path}/move?remark=bad-request`);
  const { slot, clinic, day } = wanted.data;
  const answer = await moveBooking(person, booking, slot);
  if (answer.ok) redirect(`${path}?done=moved`);
  redirect(`${path}/move?${new URLSearchParams({ clinic, day, remark: answer.code })}`);
}

/** For who lost their place by a recall or a closure and needs no other. */
export async function stopLookingAction(form: FormData): Promise<void> {
  const { locale, person, booking } = await ownBooking(form);
  await stopLooking(person, booking);
  redirect(`${href(locale, '/bookings')}/${booking}`);
}
