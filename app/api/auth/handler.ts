import { createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { type Problem, problemOf } from '@/lib/identity/problem';
import { env } from '@/lib/platform/env';
import { href, type Locale } from '@/lib/platform/words';
import { providerId, signInOptions } from './options';

const handle: (
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
  options: ReturnType<typeof signInOptions>,
) => Promise<Response> = NextAuth;

async function run(action: 'signin' | 'callback', request: NextRequest, locale: Locale): Promise<Response> {
  const response = await handle(request, { params: Promise.resolve({ nextauth: [action, providerId] }) }, signInOptions());
  response.headers.set('Cache-Control', 'no-store');
  const target = new URL(response.headers.get('Location') ?? '/api/auth/error', env().CHARYE_URL);
  // next-auth sends errors through its own addresses; each is a page of ours.
  if (target.origin === env().CHARYE_URL && target.pathname.startsWith('/api/auth/')) {
    response.headers.set('Location', problemAddress(locale, problemOf(target.searchParams.get('error'))));
  }
  return response;
}

export const problemAddress = (locale: Locale, problem: Problem): string =>
  `${env().CHARYE_URL}${href(locale, `/sign-in/problem/${problem}`)}`;

/** What next-auth's own form does by script: mints its token against forgery and asks for the provider's address. */
export async function startSignIn(locale: Locale, back: string): Promise<Response> {
  const { CHARYE_URL } = env();
  const { secret, cookies: settings } = signInOptions();
  const token = randomBytes(32).toString('hex');
  const csrf = settings?.csrfToken;
  if (!csrf) throw new Error('no cookie for the token against forgery');
  (await cookies()).set(csrf.name, `${token}|${createHash('sha256').update(`${token}${secret}`).digest('hex')}`, csrf.options);
  const body = new URLSearchParams({ csrfToken: token, callbackUrl: CHARYE_URL + back });
  return run('signin', new NextRequest(`${CHARYE_URL}/api/auth/signin/${providerId}`, { method: 'POST', body }), locale);
}

export const finishSignIn = (request: NextRequest, locale: Locale): Promise<Response> => run('callback', request, locale);
