'use server';

import { redirect } from 'next/navigation';
import type { Answer } from '@/components/answer-form';
import { currentBeneficiary, requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { leaveWishes, withdrawWishes } from '@/lib/wish/commands';
import { wishBoards } from '@/lib/wish/queries';
import { addRequest, dropRequest, withdrawRequest } from '@/lib/wish/schema';
import { wishesMost } from '@/lib/wish/wish';
import type { messages } from '@/messages';

type WishRefusal = Refusal<keyof (typeof messages)['ko']['wish']['refusal']>;

const languageOf = (form: FormData): Locale => {
  const language = form.get('locale');
  return typeof language === 'string' && isLocale(language) ? language : 'ko';
};

async function actingFor(locale: Locale, personId: string) {
  if (!(await sameOrigin())) return refuse('foreign-origin');
  const beneficiary = await currentBeneficiary(personId);
  if (beneficiary) return { ok: true as const, beneficiary };
  await requireCitizen(locale, '/me');
  return refuse('not-for-you');
}

/** What the person has wished for as it stands now; changes are made to it. */
const wishesNow = async (personId: string, roundId: string) => {
  const [board] = await wishBoards([personId], roundId);
  return board && board.state !== 'withdrawn' ? board.wishes : [];
};

async function answer(locale: Locale, roundId: string, outcome: { ok: true } | WishRefusal): Promise<Answer> {
  if (outcome.ok) redirect(href(locale, `/me/wishes/${roundId}`));
  const t = words(locale, 'wish');
  return { ok: false, title: t('refused'), sentence: t(`refusal.${outcome.code}`, outcome.facts) };
}

/** One wish more, as the last of the list. */
export async function addWish(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = languageOf(form);
  const asked = addRequest.safeParse(Object.fromEntries(form));
  if (!asked.success) return answer(locale, '', refuse('bad-request'));
  const { person, round, wish } = asked.data;
  const acting = await actingFor(locale, person);
  if (!acting.ok) return answer(locale, round, acting);
  const before = await wishesNow(person, round);
  if (before.length >= wishesMost) return answer(locale, round, refuse('too-many', { most: wishesMost }));
  return answer(locale, round, await leaveWishes(acting.beneficiary, round, [...before, wish], before));
}

/** All but one. Without the last one there are no wishes. */
export async function dropWish(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = languageOf(form);
  const asked = dropRequest.safeParse(Object.fromEntries(form));
  if (!asked.success) return answer(locale, '', refuse('bad-request'));
  const { person, round, number, was } = asked.data;
  const acting = await actingFor(locale, person);
  if (!acting.ok) return answer(locale, round, acting);
  const before = await wishesNow(person, round);
  if (JSON.stringify(before[number]) !== was) return answer(locale, round, refuse('changed-meanwhile'));
  const left = before.filter((_, index) => index !== number);
  const outcome = left.length > 0 ? leaveWishes(acting.beneficiary, round, left, before) : withdrawWishes(acting.beneficiary, round);
  return answer(locale, round, await outcome);
}

/** No wishes any more: the person is called as everybody is. */
export async function takeWishesBack(_before: Answer | null, form: FormData): Promise<Answer> {
  const locale = languageOf(form);
  const asked = withdrawRequest.safeParse(Object.fromEntries(form));
  if (!asked.success) return answer(locale, '', refuse('bad-request'));
  const acting = await actingFor(locale, asked.data.person);
  if (!acting.ok) return answer(locale, asked.data.round, acting);
  return answer(locale, asked.data.round, await withdrawWishes(acting.beneficiary, asked.data.round));
}
