'use server';

import { redirect } from 'next/navigation';
import { requireAgent, sameOrigin } from '@/lib/identity/gate';
import type { AgentProof } from '@/lib/identity/proof';
import { wrongWith } from '@/lib/identity/resident-number';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { addPerson, addRecord, joinRecord, refusePerson } from '@/lib/roll/commands';
import { type Likely, likelyPeople } from '@/lib/roll/queries';
import { adding, joining, joiningTwice, newRecord, officeSearch, refusing } from '@/lib/roll/schema';
import { joinTwice } from '@/lib/roll/twice/commands';

export interface Found {
  refusal: string | null;
  /** For what is done next. */
  reason: string;
  waiting: { id: string; words: string }[];
  /** To which somebody who waits may be joined. */
  records: { id: string; words: string }[];
  /** All on the roll who may be one person, when there are several. */
  twins: { id: string; words: string }[];
}

const localeOf = (form: FormData): Locale => {
  const named = String(form.get('locale'));
  return isLocale(named) ? named : 'ko';
};

const back = (locale: Locale, remark: string): never => redirect(`${href(locale, '/operations/roll')}?remark=${remark}`);

/** What every form of the page asks first. */
async function pressed(locale: Locale): Promise<AgentProof> {
  if (!(await sameOrigin())) back(locale, 'bad-request');
  const agent = await requireAgent(locale);
  if (!(await allow('desk', agent.sessionId)).ok) back(locale, 'too-often');
  return agent;
}

/** Answers in the page: names and birth dates stand in no address. */
export async function searchRollAction(_before: Found | null, form: FormData): Promise<Found> {
  const locale = localeOf(form);
  const t = words(locale, 'roll');
  const agent = await pressed(locale);
  const asked = officeSearch.safeParse(Object.fromEntries(form));
  if (!asked.success) return { refusal: t(`office.remark.${wrongWith(asked.error)}`), reason: '', waiting: [], records: [], twins: [] };
  const people = await likelyPeople(agent, asked.data);
  const shown = ({ id, name, phoneEnd, regionKo, regionEn, kind }: Likely) => ({
    id,
    words:
      kind === null
        ? t('office.record', { name, phone: phoneEnd, region: (locale === 'ko' ? regionKo : regionEn) ?? t('office.unknownRegion') })
        : t('office.waiting', { name, phone: phoneEnd }),
  });
  const of = (which: (one: Likely) => boolean) => people.filter(which).map(shown);
  const onRoll = of(({ kind }) => kind === null);
  return {
    ...{ refusal: null, reason: asked.data.reason, waiting: of(({ kind }) => kind !== null) },
    records: of(({ kind, signedIn }) => kind === null && !signedIn),
    twins: onRoll.length > 1 ? onRoll : [],
  };
}

/** Whoever waits is this person of the roll. */
export async function joinRecordAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = joining.safeParse(Object.fromEntries(form));
  if (!asked.success) return back(locale, wrongWith(asked.error));
  const answer = await joinRecord(agent, asked.data);
  back(locale, answer.ok ? 'joined' : answer.code);
}

/** Two records of the roll are one person. */
export async function joinTwiceAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = joiningTwice.safeParse(Object.fromEntries(form));
  if (!asked.success) return back(locale, wrongWith(asked.error));
  const answer = await joinTwice(agent, asked.data);
  back(locale, answer.ok ? 'twice' : answer.code);
}

/** Whoever waits comes onto the roll. */
export async function addPersonAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = adding.safeParse(Object.fromEntries(form));
  if (!asked.success) return back(locale, wrongWith(asked.error));
  const answer = await addPerson(agent, asked.data);
  back(locale, answer.ok ? 'added' : answer.code);
}

/** Whoever waits is nobody of the roll, nor to be put on it. */
export async function refusePersonAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = refusing.safeParse(Object.fromEntries(form));
  if (!asked.success) return back(locale, wrongWith(asked.error));
  const answer = await refusePerson(agent, asked.data);
  back(locale, answer.ok ? 'refused' : answer.code);
}

/** Somebody who can't sign in comes onto the roll. */
export async function addRecordAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const agent = await pressed(locale);
  const asked = newRecord.safeParse(Object.fromEntries(form));
  if (!asked.success) return back(locale, wrongWith(asked.error));
  const answer = await addRecord(agent, asked.data);
  back(locale, answer.ok ? 'added' : answer.code);
}
