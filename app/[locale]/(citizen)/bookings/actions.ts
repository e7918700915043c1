'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { cancelBooking } from '@/lib/booking/commands';
import { bookingAmong } from '@/lib/booking/queries';
import { beneficiaryFor, requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { peopleOf } from '@/lib/identity/queries';
import { allow } from '@/lib/platform/limits';
import { href, isLocale } from '@/lib/platform/words';

/** Needs the sign-in of the person or of a helper they agreed to, and no pass. */
export async function cancelAction(form: FormData): Promise<void> {
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
  const answer = await cancelBooking(person, id.data);
  if (answer.ok) redirect(`${list}/${id.data}`);
  redirect(answer.code === 'booking-unknown' ? `${list}?remark=${answer.code}` : `${list}/${id.data}?remark=${answer.code}`);
}
