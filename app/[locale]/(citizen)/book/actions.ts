'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { confirmHold, holdSlot, holdTogether, releaseHold } from '@/lib/booking/commands';
import { bookingAmong } from '@/lib/booking/queries';
import { backTo, type Remark } from '@/lib/booking/remark';
import { currentCitizen, sameOrigin } from '@/lib/identity/gate';
import { peopleOf } from '@/lib/identity/queries';
import { endPass, extendPass } from '@/lib/line/commands';
import { currentPass, forgetPass, isPass, requirePass } from '@/lib/line/gate';
import type { PassProof } from '@/lib/line/proof';
import { env } from '@/lib/platform/env';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { agreeToTakeOver } from '@/lib/takeover/commands';

const localeOf = (form: FormData): Locale => {
  const named = String(form.get('locale'));
  return isLocale(named) ? named : 'ko';
};

const remark = (locale: Locale, path: `/${string}`, said: Remark): never => redirect(`${href(locale, path)}?remark=${said}`);

/** What every form behind the gate asks first: our own page, a live pass, not too often. */
async function pressed(locale: Locale, back: `/${string}`): Promise<PassProof> {
  if (!(await sameOrigin())) remark(locale, back, 'foreign-origin');
  const pass = await requirePass(locale);
  if (!(await allow('booking', pass.passId)).ok) remark(locale, back, 'too-many');
  return pass;
}

const choice = z.object({
  slot: z.coerce.number().int().min(1).max(2_147_483_647),
  clinic: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  day: z.iso.date(),
  region: z.string().regex(/^\d{5}$/),
});

/** Remembers where somebody looked, and nothing of who it was. */
async function keepRegion(code: string): Promise<void> {
  const secure = env().CHARYE_URL.startsWith('https:');
  (await cookies()).set('region', code, { path: '/', sameSite: 'lax', httpOnly: true, secure, maxAge: 180 * 24 * 3600 });
}

/** Who of a household is meant: those ticked; where nothing could be ticked, everybody. */
function chosenPeople(pass: PassProof, ticked: FormDataEntryValue[]): string[] {
  const party = pass.party.map(({ personId }) => personId);
  const chosen = party.filter((personId) => ticked.includes(personId));
  return chosen.length > 0 ? chosen : party;
}

/** Choosing a time holds it, for a household adjacent times. */
export async function chooseAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const pass = await pressed(locale, '/book');
  const chosen = choice.safeParse(Object.fromEntries(form));
  if (!chosen.success) return remark(locale, backTo(String(form.get('back'))), 'bad-request');
  const { slot, clinic, day, region } = chosen.data;
  await keepRegion(region);
  const held =
    pass.party.length > 1 ? await holdTogether(pass, slot, chosenPeople(pass, form.getAll('person'))) : await holdSlot(pass, slot);
  if (held.ok) redirect(href(locale, '/book/check'));
  if (held.code === 'pass-gone') redirect(href(locale, '/pass/pass-gone'));
  return remark(locale, held.code === 'already-booked' ? '/bookings' : `/book/clinic/${clinic}/${day}`, held.code);
}

/** The pass ends with the confirmation, so a second press finds the booking by the sign-in. */
async function alreadyConfirmed(bookingId: string): Promise<boolean> {
  const citizen = await currentCitizen();
  if (!citizen) return false;
  const booking = await bookingAmong(await peopleOf(citizen), bookingId);
  return booking?.status === 'confirmed';
}

export async function confirmAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) return remark(locale, '/book/check', 'foreign-origin');
  const booking = z.uuid().safeParse(form.get('booking'));
  if (!booking.success) return remark(locale, '/book/check', 'bad-request');
  const done = href(locale, `/bookings/${booking.data}`);
  const pass = await currentPass();
  if (!isPass(pass)) redirect((await alreadyConfirmed(booking.data)) ? `${done}?done=1` : href(locale, `/pass/${pass.code}`));
  if (!(await allow('booking', pass.passId)).ok) return remark(locale, '/book/check', 'too-many');
  const confirmed = await confirmHold(pass, booking.data);
  if (confirmed.ok) redirect(`${done}?done=1`);
  if (confirmed.code === 'pass-gone') redirect(href(locale, '/pass/pass-gone'));
  return remark(locale, '/book/check', confirmed.code);
}

export async function extendPassAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const back = backTo(String(form.get('back')));
  const pass = await pressed(locale, back);
  if (!(await extendPass(pass))) remark(locale, back, 'no-extension');
  redirect(href(locale, back));
}

/** The session that asked goes on with the pass; this one reads that it is elsewhere. */
export async function handOverAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const pass = await pressed(locale, '/book');
  await agreeToTakeOver(pass);
  redirect(href(locale, '/pass/pass-elsewhere'));
}

/** Gives the held place and the seat back at once. */
export async function leaveAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const pass = await pressed(locale, '/book');
  await releaseHold(pass);
  await endPass(pass);
  await forgetPass();
  redirect(href(locale, '/me'));
}
