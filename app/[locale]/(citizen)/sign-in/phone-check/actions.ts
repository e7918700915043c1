'use server';

import { randomUUID } from 'node:crypto';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { checkedAddress } from '@/app/api/auth/handler';
import { keepSession } from '@/app/api/auth/own-session';
import { againParameter } from '@/lib/identity/check';
import { beginCheck, finishCheck, personFor, startSession, takeChecksBack, typedKeys } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { address, currentCheck, device, sameOrigin, whence } from '@/lib/identity/gate';
import { returnPath } from '@/lib/identity/return-path';
import { claims } from '@/lib/identity/schema';
import { env } from '@/lib/platform/env';
import { allow } from '@/lib/platform/limits';
import { logFault } from '@/lib/platform/log';
import type { Verified } from '@/lib/platform/portone';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { wasErased } from '@/lib/privacy/erasing/queries';
import { catalogOf } from '@/lib/provider/catalog';
import { lightOf, signInMeasured } from '@/lib/provider/worker';
import { checkBegun, checkForm, dropCheck, keepCheck, phoneChecks, type Remark } from './check';

const localeOf = (form: FormData): Locale => {
  const named = form.get('locale');
  return typeof named === 'string' && isLocale(named) ? named : 'ko';
};

const hexOf = (key: Uint8Array) => Buffer.from(key).toString('hex');
const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const page = (locale: Locale) => href(locale, '/sign-in/phone-check');
const said = (locale: Locale, remark: Remark): never => redirect(`${page(locale)}?remark=${remark}`);

/** PortOne that fails or is too slow: a sentence for the person, and its id in the log. */
async function asked<Answer>(locale: Locale, what: Promise<Answer>): Promise<Answer> {
  const since = performance.now();
  try {
    const answer = await what;
    signInMeasured('portone', true, performance.now() - since);
    return answer;
  } catch (fault) {
    signInMeasured('portone', false, performance.now() - since);
    logFault('sign-in: PortOne', fault);
    return said(locale, 'slow');
  }
}

/** Sends the check to the carrier's app. */
export async function beginCheckAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const checks = phoneChecks();
  const typed = checkForm.safeParse(Object.fromEntries(form));
  if (!checks || !typed.success) return said(locale, 'bad-request');
  const { name, phone, carrier } = typed.data;
  if (lightOf('portone') === 'red') said(locale, 'red');
  // By the number that is rung: whoever asks may have many browsers. From one place less, or a stranger could use it all up.
  const from = await address();
  if (!(await allow('phone-check-from', `${phone} ${from}`)).ok || !(await allow('phone-check', phone)).ok) said(locale, 'too-often');
  const stands = await currentCheck();
  if (stands) redirect(checkedAddress(locale, stands.again));
  const keys = typedKeys(name, phone, from);
  const before = await checkBegun(Date.now());
  if (before?.key === hexOf(keys.all)) return said(locale, 'standing');
  const id = randomUUID();
  const asking = { name, phone, carrier, address: from };
  const check = await beginCheck(keys, () => asked(locale, checks.begin(id, asking)));
  if (check.is === 'refused') return said(locale, 'refused');
  if (check.is === 'standing') redirect(`${page(locale)}?remark=checked&${againParameter(check.again)}`);
  const counted = check.counted.map(({ key, since }) => ({ key: hexOf(key), since: since.toISOString() }));
  await keepCheck({ id, phone, key: hexOf(keys.all), counted, elsewhere: check.elsewhere }, Date.now());
  redirect(page(locale));
}

/** The person has confirmed in the app: what PortOne itself says of the check decides. */
export async function finishCheckAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  const checks = phoneChecks();
  const begun = await checkBegun(Date.now());
  if (!checks || !begun) return said(locale, 'lost');
  if (!(await allow('sign-in', begun.id)).ok) said(locale, 'too-often');
  const found = await asked(locale, checks.finish(begun.id, new Date()));
  if (found.outcome === 'unproved') return said(locale, 'unproved');
  await dropCheck();
  if (found.outcome === 'lost')
    await takeChecksBack(begun.counted.map(({ key, since }) => ({ key: bytesOf(key), since: new Date(since) })));
  if (found.outcome !== 'verified') return said(locale, found.outcome);
  return enter(locale, begun.id, begun.phone, found.customer);
}

async function enter(locale: Locale, checkId: string, phone: string, customer: Verified): Promise<void> {
  const provider = catalogOf(env()).find(({ kind }) => kind === 'portone');
  // Not every contract has the number told; the app that confirmed is on the one that was asked.
  const words = {
    sub: checkId,
    ci: customer.ci,
    name: customer.name,
    birthdate: customer.birthDate,
    phone_number: customer.phone ?? phone,
  };
  const known = claims.safeParse(words);
  if (!provider || !known.success) return said(locale, 'incomplete');
  if (await wasErased(known.data.ci)) redirect(href(locale, '/sign-in/problem/erased'));
  const again = await finishCheck(known.data.ci);
  if (again) redirect(checkedAddress(locale, again));
  const facts = { device: await device(), whence: await whence() };
  await keepSession(await startSession(await personFor(known.data, provider), provider.id, provider.verifying, facts));
  const jar = await cookies();
  const { name, options } = cookieSetting(env().CHARYE_URL, 'next');
  const back = returnPath(jar.get(name)?.value);
  jar.set(name, '', { ...options, maxAge: 0 });
  redirect(back ?? href(locale, '/me'));
}

/** Another name or number. What was begun stays as it is until then. */
export async function anewCheckAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  if (!(await sameOrigin())) said(locale, 'foreign-origin');
  redirect(`${page(locale)}?anew=1`);
}
