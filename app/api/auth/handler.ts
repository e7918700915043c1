import { createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth, { type AuthOptions } from 'next-auth';
import { type Problem, problemOf } from '@/lib/identity/problem';
import { env } from '@/lib/platform/env';
import { href, type Locale } from '@/lib/platform/words';
import { providerId, signInOptions } from './options';

type Handler = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }, options: AuthOptions) => Promise<Response>;
const handle: Handler = NextAuth;

export const problemAddress = (locale: Locale, problem: Problem, faultId = ''): string =>
  `${env().CHARYE_URL}${href(locale, `/sign-in/problem/${problem}`)}${problem === 'fault' && faultId ? `/${faultId}` : ''}`;

async function run(action: 'signin' | 'callback', request: NextRequest, locale: Locale): Promise<Response> {
  let faultId = '';
  const options = signInOptions((id) => {
    faultId = id;
  });
  const response = await handle(request, { params: Promise.resolve({ nextauth: [action, providerId] }) }, options);
  response.headers.set('Cache-Control', 'no-store');
  const target = new URL(response.headers.get('Location') ?? '/api/auth/error', env().CHARYE_URL);
  // next-auth sends errors through its own addresses; each is a page of ours.
  if (target.origin === env().CHARYE_URL && target.pathname.startsWith('/api/auth/')) {
    response.headers.set('Location', problemAddress(locale, problemOf(target.searchParams.get('error')), faultId));
  }
  return response;
}

/** Each start asks the provider for its description; above this many at once people are told to come again. */
const startsAtOnce = 100;
let starting = 0;

/** What next-auth's own form does by script: mints its token against forgery and asks for the provider's address. */
export async function startSignIn(locale: Locale, back: string): Promise<Response> {
  const { CHARYE_URL } = env();
  if (starting >= startsAtOnce) return Response.redirect(problemAddress(locale, 'busy'), 303);
  starting += 1;
  try {
    const { secret, cookies: settings } = signInOptions();
    const csrf = settings?.csrfToken;
    if (!csrf) throw new Error('no cookie for the token against forgery');
    const token = randomBytes(32).toString('hex');
    (await cookies()).set(csrf.name, `${token}|${createHash('sha256').update(`${token}${secret}`).digest('hex')}`, csrf.options);
    const body = new URLSearchParams({ csrfToken: token, callbackUrl: CHARYE_URL + back });
    return await run('signin', new NextRequest(`${CHARYE_URL}/api/auth/signin/${providerId}`, { method: 'POST', body }), locale);
  } finally {
    starting -= 1;
  }
}

export const finishSignIn = (request: NextRequest, locale: Locale): Promise<Response> => run('callback', request, locale);
