import { createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth, { type AuthOptions } from 'next-auth';
import { againParameter } from '@/lib/identity/check';
import { cookieSetting, lastsByItsOwn } from '@/lib/identity/cookie';
import { type Problem, problemOf } from '@/lib/identity/problem';
import { env } from '@/lib/platform/env';
import { logFault } from '@/lib/platform/log';
import { href, type Locale } from '@/lib/platform/words';
import type { Account, OpenId } from '@/lib/provider/catalog';
import { signInMeasured } from '@/lib/provider/worker';
import { begunAt, dropBegun, keepBegun } from './begun';
import { type Chosen, type Listener, signInOptions } from './options';
import { descriptionOf } from './provider';

type Handler = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }, options: AuthOptions) => Promise<Response>;
const handle: Handler = NextAuth;

export const problemAddress = (locale: Locale, problem: Problem, faultId = ''): string =>
  `${env().CHARYE_URL}${href(locale, `/sign-in/problem/${problem}`)}${problem === 'fault' && faultId ? `/${faultId}` : ''}`;

/** What stands, and from when on there may be another check. */
export const checkedAddress = (locale: Locale, again: Date): string =>
  `${env().CHARYE_URL}${href(locale, '/sign-in/checked')}?${againParameter(again)}`;

async function run(action: 'signin' | 'callback', chosen: Chosen, request: NextRequest, locale: Locale, again = false): Promise<Response> {
  const listener: Listener = {};
  const options = signInOptions(chosen, listener, again);
  const response = await handle(request, { params: Promise.resolve({ nextauth: [action, chosen.id] }) }, options);
  response.headers.set('Cache-Control', 'no-store');
  const cookieLines = response.headers.getSetCookie().map((line) => lastsByItsOwn(line, new Date()));
  response.headers.delete('Set-Cookie');
  for (const line of cookieLines) response.headers.append('Set-Cookie', line);
  const target = new URL(response.headers.get('Location') ?? '/api/auth/error', env().CHARYE_URL);
  // next-auth sends errors through its own addresses; each is a page of ours.
  if (target.origin === env().CHARYE_URL && target.pathname.startsWith('/api/auth/')) {
    // An answer without the cookies of its beginning never got as far as the provider.
    const problem = listener.trouble ?? problemOf(target.searchParams.get('error'));
    response.headers.set(
      'Location',
      listener.again ? checkedAddress(locale, listener.again) : problemAddress(locale, problem, listener.fault),
    );
  }
  return response;
}

/** Null, and a fault in the log, for an OpenID provider that has never been reached. */
async function reached(provider: OpenId | Account): Promise<Chosen | null> {
  if (provider.kind !== 'openid') return provider;
  const since = performance.now();
  try {
    return { ...provider, known: await descriptionOf(provider.issuer) };
  } catch (fault) {
    signInMeasured(provider.id, false, performance.now() - since);
    logFault(`the description of the identity provider ${provider.id}`, fault);
    return null;
  }
}

/** What next-auth's own form does by script: mints its token against forgery and makes the provider's address. */
export async function startSignIn(provider: OpenId | Account, locale: Locale, back: string, again = false): Promise<Response> {
  const { CHARYE_URL } = env();
  const chosen = await reached(provider);
  if (!chosen) return Response.redirect(problemAddress(locale, 'provider'), 303);
  const begun = await begunAt(chosen.id, again);
  if (begun) {
    const { name, options } = cookieSetting(CHARYE_URL, 'return');
    (await cookies()).set(name, CHARYE_URL + back, options);
    return Response.redirect(begun, 303);
  }
  const { secret, cookies: settings } = signInOptions(chosen);
  const csrf = settings?.csrfToken;
  if (!csrf) throw new Error('no cookie for the token against forgery');
  const token = randomBytes(32).toString('hex');
  (await cookies()).set(csrf.name, `${token}|${createHash('sha256').update(`${token}${secret}`).digest('hex')}`, csrf.options);
  const body = new URLSearchParams({ csrfToken: token, callbackUrl: CHARYE_URL + back });
  const request = new NextRequest(`${CHARYE_URL}/api/auth/signin/${chosen.id}`, { method: 'POST', body });
  const response = await run('signin', chosen, request, locale, again);
  await keepBegun(chosen.id, again, response.headers.get('Location') ?? '');
  return response;
}

export async function finishSignIn(provider: OpenId | Account, request: NextRequest, locale: Locale): Promise<Response> {
  await dropBegun();
  const chosen = await reached(provider);
  return chosen ? run('callback', chosen, request, locale) : Response.redirect(problemAddress(locale, 'provider'), 303);
}
