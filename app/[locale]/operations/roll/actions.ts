'use server';

import { redirect } from 'next/navigation';
import { requireAgent, sameOrigin } from '@/lib/identity/gate';
import type { AgentProof } from '@/lib/identity/proof';
import { wrongWith } from '@/lib/identity/resident-number';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { addPerson, addRecord, joinRecord, refusePerson } from '@/lib/roll/commands';
import { type Likely, likelyPeople } from '@/lib/roll/queries';
import { adding, joining, newRecord, officeSearch, refusing } from '@/lib/roll/schema';

export interface Found {
  refusal: string | null;
  /** For what is done next. */
  reason: string;
  waiting: { id: string; words: string }[];
  records: { id: string; words: string }[];
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
  if (!asked.success) return { refusal: t(`office.remark.${wrongWith(asked.error)}`), reason: '', waiting: [], records: [] };
  const people = await likelyPeople(agent, asked.data);
  const shown = ({ id, name, phoneEnd, regionKo, regionEn, kind }: Likely) => ({
    id,
    words:
      kind === null
        ? t('office.record', { name, phone: phoneEnd, region: (locale === 'ko' ? regionKo : regionEn) ?? t('office.unknownRegion') })
        : t('office.waiting', { name, phone: phoneEnd }),
  });
  const of = (waits: boolean) => people.filter(({ kind }) => (kind !== null) === waits).map(shown);
  return { refusal: null, reason: asked.data.reason, waiting: of(true), records: of(false) };
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
