'use server';

import { redirect } from 'next/navigation';
import type { Answer } from '@/components/answer-form';
import { typedNumber } from '@/lib/booking/number';
import { printSignInLetter } from '@/lib/bycode/commands';
import { currentCampaign } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { closeCase, consentAtOffice, openCaseFor, printLetter, settlePass } from '@/lib/desk/commands';
import { casesOf, type FoundPerson, searchPeople } from '@/lib/desk/queries';
import { letterForm, openForm, personForm, searchForm, settleForm, severalForm } from '@/lib/desk/schema';
import { today } from '@/lib/helping/queries';
import { officeForm, typedBirthDate } from '@/lib/helping/schema';
import { currentBeneficiary, requireAgent, sameOrigin } from '@/lib/identity/gate';
import type { AgentProof, BeneficiaryProof } from '@/lib/identity/proof';
import { wrongWith } from '@/lib/identity/resident-number';
import { keepPass } from '@/lib/line/gate';
import { lineRefusalWords } from '@/lib/line/refusal-words';
import { printUnreached } from '@/lib/notice/by-letter/commands';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { agreeAtDesk } from '@/lib/privacy/agreeing/commands';
import { wishRequest } from '@/lib/wish/schema';
import { ticketRefusalWords } from '../(citizen)/me/refusal-words';
import { enterForAll } from './enter-for-all';
import type { Remark } from './remark';
import { ticketAtDesk, wishForAll } from './wish-for-all';

export interface DeskAnswer {
  refused: boolean;
  sentence: string;
  found: FoundPerson[];
  /** Go on into the case. */
  reason: string;
  channel: string;
}

const localeOf = (form: FormData): Locale => {
  const named = form.get('locale');
  return typeof named === 'string' && isLocale(named) ? named : 'ko';
};

const said = (locale: Locale, remark: Remark): never => redirect(`${href(locale, '/desk')}?remark=${remark}`);

/** What every form of the desk asks first. */
async function pressed(locale: Locale): Promise<AgentProof> {
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const agent = await requireAgent(locale);
  if (!(await allow('desk', agent.sessionId)).ok) said(locale, 'too-often');
  return agent;
}

/** A POST, so that no name stands in an address. */
export async function findPersonAction(_before: DeskAnswer | null, form: FormData): Promise<DeskAnswer> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const t = words(locale, 'desk');
  const refused = (code: 'bad-request' | 'resident-number'): DeskAnswer => ({
    ...{ refused: true, sentence: t(`refusal.${code}`), found: [], reason: '', channel: '' },
  });
  const asked = searchForm.safeParse(Object.fromEntries(form));
  if (!asked.success) return refused(wrongWith(asked.error));
  const { name, reason, channel } = asked.data;
  const number = typedNumber(asked.data.number);
  const birthDate = typedBirthDate(asked.data.birthDate, await today());
  if (!number && !(name && birthDate)) return refused('bad-request');
  const found = await searchPeople(agent, number ? { number } : { name, birthDate: birthDate ?? '' }, reason);
  return { refused: false, sentence: t('search.found', { count: found.length }), found, reason, channel };
}

export async function openCaseAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = openForm.safeParse(Object.fromEntries(form));
  if (!asked.success) return said(locale, wrongWith(asked.error));
  const { person, channel, reason } = asked.data;
  const answer = await openCaseFor(agent, { personId: person, channel, reason });
  said(locale, answer.ok ? 'opened' : answer.code);
}

export async function closeCaseAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = personForm.safeParse(Object.fromEntries(form));
  said(locale, asked.success && (await closeCase(agent, asked.data.person)) ? 'closed' : 'no-case');
}

/** The person has been told what their data is used for, and agrees. */
export async function agreeAtDeskAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = personForm.safeParse(Object.fromEntries(form));
  said(locale, asked.success && (await agreeAtDesk(agent, asked.data.person)) ? 'agreed' : 'no-case');
}

/** Places for everybody in an open case, by the same rules and the same statement as anybody's: each in their own round. */
export async function deskTicketsAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const [cases, campaign] = await Promise.all([casesOf(agent), currentCampaign()]);
  if (!campaign || cases.length === 0) return said(locale, 'no-case');
  let all = true;
  for (const { personId } of cases) {
    const person = await currentBeneficiary(personId);
    const ticket = person && (await ticketAtDesk(person, campaign));
    all &&= ticket?.ok ?? false;
  }
  said(locale, all ? 'tickets' : 'no-ticket');
}

/** Whom the form has ticked, of those in an open case: null when it is over for one of them. */
async function ticked(form: FormData): Promise<BeneficiaryProof[] | null> {
  const asked = severalForm.safeParse(form.getAll('person'));
  const people = asked.success ? await Promise.all([...new Set(asked.data)].map(currentBeneficiary)) : [];
  const found = people.filter((one) => one !== null).filter(({ relation }) => relation === 'agent');
  return found.length > 0 && found.length === people.length ? found : null;
}

/** One form for a couple, or for a mother and her sister: the same wish for each, by the command of everybody's own page. */
export async function deskWishesAction(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = localeOf(form);
  await pressed(locale);
  const t = words(locale, 'desk');
  const no = (sentence: string): Answer => ({ ok: false, title: t('several.refused'), sentence });
  const wish = wishRequest.safeParse(Object.fromEntries(form));
  const [people, campaign] = await Promise.all([ticked(form), currentCampaign()]);
  if (!people || !campaign) return no(t('refusal.no-case'));
  if (!wish.success) return no(words(locale, 'wish')('refusal.bad-request'));
  const answers = await wishForAll(people, wish.data, campaign);
  const refused = refusedAmong(answers, ({ step, answer }) => {
    if (answer.ok) return null;
    return step === 'ticket' ? ticketRefusalWords(locale, answer) : words(locale, 'wish')(`refusal.${answer.code}`, answer.facts);
  });
  if (refused.length === 0) said(locale, 'wishes');
  return no(forEach(locale, refused, 'several.kept', answers));
}

/** Who of them was refused what they asked, and the sentence for it. */
const refusedAmong = <Said extends { person: BeneficiaryProof }>(answers: readonly Said[], sentenceOf: (said: Said) => string | null) =>
  answers.flatMap((said) => {
    const sentence = sentenceOf(said);
    return sentence === null ? [] : [{ name: said.person.name, sentence }];
  });

/** What was refused to whom, and for whom it was done. */
function forEach(
  locale: Locale,
  refused: { name: string; sentence: string }[],
  done: 'several.kept' | 'several.inside',
  answers: { person: BeneficiaryProof; answer: { ok: boolean } }[],
): string {
  const t = words(locale, 'desk');
  const names = answers.filter(({ answer }) => answer.ok).map(({ person }) => person.name);
  return [...refused.map((one) => t('several.one', one)), ...(names.length > 0 ? [t(done, { names: names.join(', ') })] : [])].join(' ');
}

/** Those who were called go in, each by the gate of their own round; those of one round are booked in adjacent times, one round after the other. */
export async function deskEnterAction(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = localeOf(form);
  await pressed(locale);
  const t = words(locale, 'desk');
  const no = (sentence: string): Answer => ({ ok: false, title: t('several.notIn'), sentence });
  const [people, campaign] = await Promise.all([ticked(form), currentCampaign()]);
  if (!people || !campaign) return no(t('refusal.no-case'));
  const answers = await enterForAll(people, campaign);
  const refused = refusedAmong(answers, ({ step, answer }) => {
    if (answer.ok) return null;
    return step === 'ticket' ? ticketRefusalWords(locale, answer) : lineRefusalWords(locale, answer, new Date());
  });
  for (const { person, answer } of answers) {
    if (!answer.ok || !('passId' in answer)) continue;
    // This browser goes on with the first; the others of the round are found beside it, those of another come after it.
    await keepPass(person, answer.roundId, answer);
    break;
  }
  if (refused.length === 0) redirect(href(locale, '/book'));
  return no(forEach(locale, refused, 'several.inside', answers));
}

/** Who goes on with a pass that several hold on to. */
export async function settleAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = settleForm.safeParse(Object.fromEntries(form));
  if (!asked.success) return said(locale, wrongWith(asked.error));
  const person = await currentBeneficiary(asked.data.person);
  if (!person) return said(locale, 'no-case');
  const answer = await settlePass(agent, person, asked.data.round, asked.data.reason);
  said(locale, answer.ok ? 'settled' : answer.code);
}

/** Both have shown their IDs, or a court has decided. */
export async function officeConsentAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = officeForm.safeParse(Object.fromEntries(form));
  if (!asked.success) return said(locale, wrongWith(asked.error));
  const birthDate = typedBirthDate(asked.data.birthDate, await today());
  if (!birthDate) return said(locale, 'bad-request');
  const { person, name, phone, kinship, way } = asked.data;
  const answer = await consentAtOffice(agent, { personId: person, helper: { name, birthDate, phone }, kinship, way });
  said(locale, answer.ok ? 'consent' : answer.code);
}

export interface LetterAnswer {
  refused: boolean;
  text: string;
  code: string;
}

/** The only time that anybody sees the code. */
export async function letterAction(_before: LetterAnswer | null, form: FormData): Promise<LetterAnswer> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const t = words(locale, 'desk');
  const asked = letterForm.safeParse(Object.fromEntries(form));
  const letter = asked.success ? await printLetter(agent, asked.data.asking) : null;
  if (asked.success && !letter?.ok) return signInLetter(agent, asked.data.asking, locale);
  if (!letter?.ok) return { refused: true, text: t('refusal.no-letter'), code: '' };
  const { name, helper, until, code } = letter;
  return { refused: false, text: t('letter.text', { name, helper, until: momentWords(locale, until, until) }), code };
}

/** What no message could tell the person, for a letter to them. */
export async function unreachedAction(_before: LetterAnswer | null, form: FormData): Promise<LetterAnswer> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = personForm.safeParse(Object.fromEntries(form));
  const texts = asked.success ? await printUnreached(agent, asked.data.person) : [];
  const refused = texts.length === 0;
  return { refused, text: refused ? words(locale, 'desk')('refusal.no-letter') : texts.join('\n\n'), code: '' };
}

/** A letter by which the person signs in themself. */
async function signInLetter(agent: AgentProof, id: string, locale: Locale): Promise<LetterAnswer> {
  const t = words(locale, 'desk');
  const letter = await printSignInLetter(agent, id);
  if (!letter.ok) return { refused: true, text: t('refusal.no-letter'), code: '' };
  const { name, until, code } = letter;
  return { refused: false, text: t('letter.signIn', { name, until: momentWords(locale, until, until) }), code };
}
