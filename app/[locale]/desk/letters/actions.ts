'use server';

import { redirect } from 'next/navigation';
import { printSignInLetter } from '@/lib/bycode/commands';
import { momentWords } from '@/lib/campaign/window-words';
import { printLetter } from '@/lib/desk/commands';
import { letterQueue } from '@/lib/desk/letters/queries';
import { type LetterKind, printForm, queueForm } from '@/lib/desk/letters/schema';
import { requireAgent, sameOrigin } from '@/lib/identity/gate';
import type { AgentProof } from '@/lib/identity/proof';
import { wrongWith } from '@/lib/identity/resident-number';
import { printUnreached } from '@/lib/notice/by-letter/commands';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';

export interface QueueAnswer {
  refusal: string | null;
  /** For what is printed from the list. */
  reason: string;
  letters: { value: string; words: string }[];
}

export interface PrintAnswer {
  /** Nothing was printed. */
  refusal: string | null;
  letters: { id: string; name: string; text: string; code: string }[];
}

const localeOf = (form: FormData): Locale => {
  const named = form.get('locale');
  return typeof named === 'string' && isLocale(named) ? named : 'ko';
};

async function pressed(locale: Locale): Promise<AgentProof> {
  const said = (remark: string): never => redirect(`${href(locale, '/desk')}?remark=${remark}`);
  if (!(await sameOrigin())) said('foreign-origin');
  const agent = await requireAgent(locale);
  if (!(await allow('desk', agent.sessionId)).ok) said('too-often');
  return agent;
}

/** Answers in the page: names and birth dates stand in no address. */
export async function letterQueueAction(_before: QueueAnswer | null, form: FormData): Promise<QueueAnswer> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const t = words(locale, 'desk');
  const asked = queueForm.safeParse(Object.fromEntries(form));
  if (!asked.success)
    return {
      refusal: t(asked.error && wrongWith(asked.error) === 'bad-request' ? 'queue.bad-request' : 'refusal.resident-number'),
      reason: '',
      letters: [],
    };
  const { region, reason } = asked.data;
  const letters = await letterQueue(agent, region, reason);
  const shown = letters.map(({ id, kind, name, birthDate, since, now }) => ({
    value: `${kind}:${id}`,
    words: t('queue.one', { name, birthDate, kind: t(`queue.kind.${kind}`), since: momentWords(locale, since, now) }),
  }));
  return { refusal: null, reason, letters: shown };
}

/** One of the list, or all: each is made now, and its code stands nowhere but on the paper. */
export async function printQueueAction(_before: PrintAnswer | null, form: FormData): Promise<PrintAnswer> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const t = words(locale, 'desk');
  const only = form.get('only');
  const asked = printForm.safeParse({ letters: only ? [only] : form.getAll('letter'), reason: form.get('reason') });
  if (!asked.success) return { refusal: t('refusal.no-letter'), letters: [] };
  const letters: PrintAnswer['letters'] = [];
  for (const one of asked.data.letters) {
    const letter = await printed(agent, locale, one, asked.data.reason);
    if (letter) letters.push({ id: `${one.kind}:${one.id}`, ...letter });
  }
  return { refusal: letters.length > 0 ? null : t('refusal.no-letter'), letters };
}

async function printed(agent: AgentProof, locale: Locale, { kind, id }: { kind: LetterKind; id: string }, reason: string) {
  const t = words(locale, 'desk');
  if (kind === 'notices') {
    const texts = await printUnreached(agent, id, reason);
    return texts.length > 0 ? { name: t('letter.unreachedHeading'), text: texts.join('\n\n'), code: '' } : null;
  }
  if (kind === 'sign-in') {
    const letter = await printSignInLetter(agent, id, reason);
    if (!letter.ok) return null;
    const { name, until, code } = letter;
    return { name, code, text: t('letter.signIn', { name, until: momentWords(locale, until, until) }) };
  }
  const letter = await printLetter(agent, id, reason);
  if (!letter.ok) return null;
  const { name, helper, until, code } = letter;
  return { name, code, text: t('letter.text', { name, helper, until: momentWords(locale, until, until) }) };
}
