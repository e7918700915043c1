'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { keepSession } from '@/app/api/auth/own-session';
import { askForCode, takeCode } from '@/lib/bycode/commands';
import { askForm, codeForm } from '@/lib/bycode/schema';
import { today } from '@/lib/helping/queries';
import { typedBirthDate } from '@/lib/helping/schema';
import { startSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { address, device, sameOrigin, whence } from '@/lib/identity/gate';
import { matchParts } from '@/lib/identity/match';
import { returnPath } from '@/lib/identity/return-path';
import { lookupHash } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';
import { allow } from '@/lib/platform/limits';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { dropTarget, keepTarget, keptTarget, type Remark } from './target';

const localeOf = (form: FormData): Locale => {
  const named = form.get('locale');
  return typeof named === 'string' && isLocale(named) ? named : 'ko';
};

const page = (locale: Locale) => href(locale, '/sign-in/code');
const said = (locale: Locale, remark: Remark): never => redirect(`${page(locale)}?remark=${remark}`);

/** What every form of this page asks first. Addresses have a high ceiling alone: an office has one for all who come to it. */
async function pressed(form: FormData): Promise<Locale> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const { hash } = await whence();
  if (!(await allow('code-from', Buffer.from(hash).toString('hex'))).ok) said(locale, 'too-often');
  return locale;
}

async function targetOf(form: FormData): Promise<Uint8Array<ArrayBuffer> | null> {
  const typed = askForm.safeParse(Object.fromEntries(form));
  const birthDate = typed.success ? typedBirthDate(typed.data.birthDate, await today()) : null;
  return typed.success && birthDate ? lookupHash('match', ...matchParts(typed.data.name, birthDate, typed.data.phone)) : null;
}

/** Sends a code, if there is anybody to send it to. The answer is the same. */
export async function askCodeAction(form: FormData): Promise<void> {
  const locale = await pressed(form);
  const target = await targetOf(form);
  if (!target) return said(locale, 'bad-request');
  const way = form.get('way') === 'letter' ? 'letter' : 'phone';
  const answer = await askForCode(target, way, await address());
  if (!answer.ok) return said(locale, answer.code);
  if (way === 'letter') redirect(`${page(locale)}?asked=letter`);
  await keepTarget(target, answer.id);
  redirect(page(locale));
}

async function taken(form: FormData, code: string): Promise<string | null> {
  if (form.has('name')) {
    const target = await targetOf(form);
    return target && takeCode(target, code, 'letter');
  }
  const asked = await keptTarget();
  return asked && takeCode(asked.target, code, asked.ids);
}

/** A code that was sent, or one of a letter with the three facts that it was asked for. */
export async function enterCodeAction(form: FormData): Promise<void> {
  const locale = await pressed(form);
  const given = codeForm.safeParse(Object.fromEntries(form));
  const personId = given.success ? await taken(form, given.data.code) : null;
  if (!personId) return said(locale, 'code-refused');
  await dropTarget();
  await keepSession(await startSession(personId, 'code', true, { device: await device(), whence: await whence() }));
  const jar = await cookies();
  const { name, options } = cookieSetting(env().CHARYE_URL, 'next');
  const back = returnPath(jar.get(name)?.value);
  jar.set(name, '', { ...options, maxAge: 0 });
  redirect(back ?? href(locale, '/me'));
}

/** What was sent before stays good. */
export async function anewCodeAction(form: FormData): Promise<void> {
  const locale = await pressed(form);
  redirect(`${page(locale)}?anew=1`);
}
