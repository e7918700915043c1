'use server';

import { redirect } from 'next/navigation';
import { currentBeneficiary, requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { ticketRequest } from '@/lib/identity/schema';
import { issueTicket } from '@/lib/line/commands';
import { keepTicket } from '@/lib/line/gate';
import { refuse } from '@/lib/platform/refusal';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { type TicketRefusal, ticketRefusalWords } from './refusal-words';

export interface TicketAnswer {
  code: TicketRefusal['code'];
  sentence: string;
}

/** Gives the place of a person to this browser: the one they have, or a new one. Leads to the line, or says why not. */
export async function takeTicket(_before: TicketAnswer | null, form: FormData): Promise<TicketAnswer> {
  const language = form.get('locale');
  const locale = typeof language === 'string' && isLocale(language) ? language : 'ko';
  const answer = await ticketFor(locale, form);
  if (answer.ok) redirect(href(locale, `/line/${answer.roundId}`));
  return { code: answer.code, sentence: ticketRefusalWords(locale, answer) };
}

async function ticketFor(locale: Locale, form: FormData) {
  if (!(await sameOrigin())) return refuse('foreign-origin');
  const asked = ticketRequest.safeParse(Object.fromEntries(form));
  const beneficiary = asked.success ? await currentBeneficiary(asked.data.beneficiary) : null;
  if (!asked.success || !beneficiary) {
    await requireCitizen(locale, '/me');
    return refuse(asked.success ? 'not-for-you' : 'bad-request');
  }
  const ticket = await issueTicket(beneficiary, asked.data.round);
  if (ticket.ok) await keepTicket(ticket);
  return ticket;
}
