'use server';

import { redirect } from 'next/navigation';
import type { Answer } from '@/components/answer-form';
import { momentWords } from '@/lib/campaign/window-words';
import { declareHousehold, inviteByCode, joinByCode, leaveHousehold, takeIn } from '@/lib/household/commands';
import { spokenCode } from '@/lib/household/party';
import { declareRequest, householdRequest, joinRequest, leaveRequest } from '@/lib/household/schema';
import { currentBeneficiary, requireCitizen, sameOrigin } from '@/lib/identity/gate';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { ticketRequest } from '@/lib/identity/schema';
import { issueTicket } from '@/lib/line/commands';
import { keepTicket, renewTicketHere } from '@/lib/line/gate';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { keepPlace } from '@/lib/roll/commands';
import type { messages } from '@/messages';
import { type TicketRefusal, ticketRefusalWords } from './refusal-words';

export interface TicketAnswer {
  code: TicketRefusal['code'];
  sentence: string;
  /** Where it can be mended. */
  way?: { href: string; label: string };
}

/** Gives the place of a person to this browser: the one they have, or a new one. Leads to the line, or says why not. */
export async function takeTicket(_before: TicketAnswer | null, form: FormData): Promise<TicketAnswer> {
  const locale = localeOf(form);
  const answer = await ticketFor(locale, form);
  if (answer.ok) redirect(href(locale, `/line/${answer.roundId}`));
  const way = answer.code === 'consent-missing' && { href: href(locale, '/me/consent'), label: words(locale, 'consent')('missing') };
  return { code: answer.code, sentence: ticketRefusalWords(locale, answer), ...(way && { way }) };
}

function localeOf(form: FormData): Locale {
  const language = form.get('locale');
  return typeof language === 'string' && isLocale(language) ? language : 'ko';
}

async function ticketFor(locale: Locale, form: FormData) {
  if (!(await sameOrigin())) return refuse('foreign-origin');
  const asked = ticketRequest.safeParse(Object.fromEntries(form));
  const beneficiary = asked.success ? await currentBeneficiary(asked.data.beneficiary) : null;
  if (!asked.success || !beneficiary) {
    await requireCitizen(locale, '/me');
    return refuse(asked.success ? 'not-for-you' : 'bad-request');
  }
  if (!beneficiary.onRoll) return await keepPlace(beneficiary, asked.data.round);
  const ticket = await issueTicket(beneficiary, asked.data.round);
  if (ticket.ok) await keepTicket(ticket);
  return ticket;
}

type HouseholdRefusal = Refusal<keyof (typeof messages)['ko']['household']['refusal']>;

function no(locale: Locale, { code, facts }: HouseholdRefusal): Answer {
  const t = words(locale, 'household');
  return { ok: false, title: t('refused'), sentence: t(`refusal.${code}`, facts) };
}

/** The proof of a person of a form; whoever is not signed in is sent to do so. */
async function actingFor(locale: Locale, personId: string): Promise<BeneficiaryProof | Refusal<'foreign-origin' | 'not-for-you'>> {
  if (!(await sameOrigin())) return refuse('foreign-origin');
  const beneficiary = await currentBeneficiary(personId);
  if (beneficiary) return beneficiary;
  await requireCitizen(locale, '/me');
  return refuse('not-for-you');
}

/** The browser carries the household's ticket from here on, if it carried one. */
async function changed(locale: Locale, roundId: string): Promise<never> {
  await renewTicketHere(roundId);
  redirect(href(locale, '/me'));
}

/** Begins a household, or takes people in whom the one who signed in may act for. */
export async function togetherAction(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = localeOf(form);
  const asked = declareRequest.safeParse({ ...Object.fromEntries(form), with: form.getAll('with') });
  if (!asked.success) return no(locale, refuse('bad-request'));
  const { round, with: others } = asked.data;
  const head = await actingFor(locale, asked.data.head);
  if ('code' in head) return no(locale, head);
  const declared = await declareHousehold(head, round);
  if (!declared.ok) return no(locale, declared);
  for (const id of others) {
    const person = await actingFor(locale, id);
    const taken = 'code' in person ? person : await takeIn(head, person, round);
    if (!taken.ok) return no(locale, taken);
  }
  return await changed(locale, round);
}

/** A code for one relative, shown once. */
export async function inviteAction(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = localeOf(form);
  const asked = householdRequest.safeParse(Object.fromEntries(form));
  if (!asked.success) return no(locale, refuse('bad-request'));
  const head = await actingFor(locale, asked.data.person);
  if ('code' in head) return no(locale, head);
  const made = await inviteByCode(head, asked.data.round);
  if (!made.ok) return no(locale, made);
  const until = momentWords(locale, made.expiresAt, made.expiresAt);
  return { ok: true, title: spokenCode(made.code), sentence: words(locale, 'household')('spokenText', { until }) };
}

/** Agrees to book together with whoever read out the code. */
export async function joinAction(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = localeOf(form);
  const asked = joinRequest.safeParse(Object.fromEntries(form));
  if (!asked.success) return no(locale, refuse('bad-code'));
  const person = await actingFor(locale, asked.data.person);
  if ('code' in person) return no(locale, person);
  const joined = await joinByCode(person, asked.data.code);
  return joined.ok ? await changed(locale, joined.roundId) : no(locale, joined);
}

/** Leaves a household, or lets somebody go. */
export async function leaveHouseholdAction(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = localeOf(form);
  const asked = leaveRequest.safeParse(Object.fromEntries(form));
  if (!asked.success) return no(locale, refuse('bad-request'));
  const by = await actingFor(locale, asked.data.by);
  if ('code' in by) return no(locale, by);
  const left = await leaveHousehold(by, asked.data.round, asked.data.person);
  return left.ok ? await changed(locale, asked.data.round) : no(locale, left);
}
