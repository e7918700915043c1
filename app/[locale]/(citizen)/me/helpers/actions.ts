'use server';

import { redirect } from 'next/navigation';
import { askToHelp, endHelp, giveCode, nameLead } from '@/lib/helping/commands';
import { today } from '@/lib/helping/queries';
import { askingForm, codeForm, personForm, typedBirthDate } from '@/lib/helping/schema';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import type { CitizenProof } from '@/lib/identity/proof';
import { wrongWith } from '@/lib/identity/resident-number';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import type { Remark } from './remark';

export interface AskAnswer {
  sentence: string;
  /** What was typed goes back into its fields. */
  name: string;
  birthDate: string;
  phone: string;
}

const localeOf = (form: FormData): Locale => {
  const named = form.get('locale');
  return typeof named === 'string' && isLocale(named) ? named : 'ko';
};

const said = (locale: Locale, remark: Remark): never => redirect(`${href(locale, '/me/helpers')}?remark=${remark}`);
const text = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 100);

/** What every form of this page asks first. */
async function pressed(locale: Locale): Promise<CitizenProof> {
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const citizen = await requireCitizen(locale, '/me/helpers');
  if (!(await allow('helping', citizen.sessionId)).ok) said(locale, 'too-often');
  return citizen;
}

/** Asks to act for somebody: a code goes to them, if there is anybody. */
export async function askAction(_before: AskAnswer | null, form: FormData): Promise<AskAnswer> {
  const locale = localeOf(form);
  const helper = await pressed(locale);
  const typed = { name: text(form, 'name'), birthDate: text(form, 'birthDate'), phone: text(form, 'phone') };
  const refused = (code: 'bad-request' | 'resident-number' | 'not-verified' | 'too-many-people' | 'asked-too-often'): AskAnswer => ({
    ...typed,
    sentence: words(locale, 'helping')(`refusal.${code}`),
  });
  const asked = askingForm.safeParse(Object.fromEntries(form));
  if (!asked.success) return refused(wrongWith(asked.error));
  const birthDate = typedBirthDate(asked.data.birthDate, await today());
  if (!birthDate) return refused('bad-request');
  const answer = await askToHelp(helper, { ...asked.data, birthDate });
  if (!answer.ok) return refused(answer.code);
  return said(locale, 'asked');
}

/** The code that the person has read out. */
export async function codeAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const helper = await pressed(locale);
  const given = codeForm.safeParse(Object.fromEntries(form));
  if (!given.success) return said(locale, 'code-refused');
  const answer = await giveCode(helper, given.data.asking, given.data.code);
  said(locale, answer.ok ? 'agreed' : answer.code);
}

/** Either of the two ends it. */
export async function endHelpAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const citizen = await pressed(locale);
  const named = personForm.safeParse(Object.fromEntries(form));
  said(locale, named.success && (await endHelp(citizen, named.data.person)) ? 'ended' : 'unchanged');
}

export async function nameLeadAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const citizen = await pressed(locale);
  const named = personForm.safeParse(Object.fromEntries(form));
  said(locale, named.success && (await nameLead(citizen, named.data.person)) ? 'lead' : 'unchanged');
}
