import type { AuthOptions } from 'next-auth';
import KakaoProvider from 'next-auth/providers/kakao';
import NaverProvider from 'next-auth/providers/naver';
import { finishCheck, personFor, startSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { device, whence } from '@/lib/identity/gate';
import { returnPath } from '@/lib/identity/return-path';
import { accountClaims, claims } from '@/lib/identity/schema';
import { env } from '@/lib/platform/env';
import { logFault } from '@/lib/platform/log';
import { wasErased } from '@/lib/privacy/erasing/queries';
import type { Account, OpenId } from '@/lib/provider/catalog';
import { saidBy } from '@/lib/provider/said';
import { isItsFault, profileTroubleOf, type Trouble, troubleOf, unspoken } from '@/lib/provider/trouble';
import { signInMeasured } from '@/lib/provider/worker';
import { sessionSeconds } from './own-session';
import { type Exchange, endpoints, type KnownProvider, plainRequest, profileRequest } from './provider';

/** What somebody signs in with: an OpenID provider and its description, or one whose addresses next-auth knows. */
export type Chosen = (OpenId & { known: KnownProvider }) | Account;

/** Long enough for a provider in front of which a crowd stands; a code that was sent can't be sent again. */
export const patienceMs = 10_000;

function settingsOf(chosen: Chosen, listener: Listener, again: boolean): AuthOptions['providers'][number] {
  const { clientId, clientSecret } = chosen;
  const httpOptions = { timeout: patienceMs };
  const common = { clientId, clientSecret, httpOptions };
  if (chosen.kind !== 'openid') {
    const account = { ...common, ...accountRequests(chosen, listener) };
    if (chosen.kind === 'naver') return NaverProvider({ ...account, profile: ({ response }) => ({ id: response.id }) });
    const scope = 'name birthyear birthday phone_number';
    return KakaoProvider({ ...account, authorization: { params: { scope } }, profile: ({ id }) => ({ id: String(id) }) });
  }
  const exchange: Exchange = (fetchTokens) => measured(chosen.id, fetchTokens, listener);
  return {
    id: chosen.id,
    name: chosen.name,
    type: 'oauth',
    ...common,
    ...endpoints(chosen.known, exchange, again),
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: (profile: { sub: string }) => ({ id: profile.sub }),
  };
}

/** Hears what becomes of a sign-in: the id of what was logged, and why the provider's answer was worth nothing. */
export interface Listener {
  fault?: string;
  trouble?: Trouble;
  /** The person has had themselves checked too often; from then on it counts. */
  again?: Date;
}

interface Measuring {
  /** Another answer of the provider comes after this one. */
  halfWay?: boolean;
  judge?: (fault: unknown) => Trouble;
}

/** Its last answer is what a provider is measured by, and whichever failed. */
async function measured<Answer>(
  provider: string,
  ask: () => Promise<Answer>,
  listener: Listener,
  { halfWay = false, judge = troubleOf }: Measuring = {},
): Promise<Answer> {
  const since = performance.now();
  try {
    const answer = await ask();
    if (!halfWay) signInMeasured(provider, true, performance.now() - since);
    return answer;
  } catch (fault) {
    listener.trouble = judge(fault);
    if (isItsFault(listener.trouble)) signInMeasured(provider, false, performance.now() - since);
    throw fault;
  }
}

/** One that speaks OAuth alone is asked twice: for tokens, and with them who it is. */
export const accountRequests = ({ id, kind }: Account, listener: Listener) => ({
  token: { request: plainRequest((fetchTokens) => measured(id, fetchTokens, listener, { halfWay: true })) },
  userinfo: { request: profileRequest(kind, (ask) => measured(id, ask, listener, { judge: profileTroubleOf })) },
});

/** next-auth's settings. Its token holds the session's random token and nothing about the person. */
export function signInOptions(chosen: Chosen, listener: Listener = {}, again = false): AuthOptions {
  const { CHARYE_URL, CHARYE_SESSION_SECRET } = env();
  const words = chosen.verifying ? claims : accountClaims;
  return {
    secret: CHARYE_SESSION_SECRET,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    pages: { signIn: '/sign-in', signOut: '/sign-out', error: '/sign-in/problem' },
    cookies: {
      sessionToken: cookieSetting(CHARYE_URL, 'session'),
      callbackUrl: cookieSetting(CHARYE_URL, 'return'),
      csrfToken: cookieSetting(CHARYE_URL, 'csrf'),
      pkceCodeVerifier: cookieSetting(CHARYE_URL, 'pkce'),
      state: cookieSetting(CHARYE_URL, 'state'),
      nonce: cookieSetting(CHARYE_URL, 'nonce'),
    },
    providers: [settingsOf(chosen, listener, again)],
    callbacks: {
      signIn: async ({ profile }) => {
        const said = words.safeParse(saidBy(chosen.kind, profile));
        if (!said.success) return false;
        if (!chosen.verifying || !('ci' in said.data)) return true;
        // Addresses of next-auth, which `handler.ts` turns into the page in the person's language.
        if (await wasErased(String(said.data.ci))) return '/api/auth/error?error=Erased';
        const again = await finishCheck(String(said.data.ci));
        if (again) listener.again = again;
        return again ? '/api/auth/error?error=Checked' : true;
      },
      jwt: async ({ account, profile }) => {
        if (!account) throw new Error('a token is made at the sign-in alone');
        const said = words.parse(saidBy(chosen.kind, profile));
        const authenticatedAt = said.auth_time === undefined ? undefined : new Date(said.auth_time * 1_000);
        const facts = { device: await device(), whence: await whence(), authenticatedAt };
        return { sid: await startSession(await personFor(said, chosen), account.provider, chosen.verifying, facts) };
      },
      redirect: ({ url, baseUrl }) => baseUrl + (returnPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url) ?? '/me'),
    },
    logger: {
      // The details that next-auth passes along may hold claims and tokens: the error alone, which names neither.
      error: (code, details) => {
        const fault = details instanceof Error ? details : details.error;
        listener.fault = logFault(`sign-in ${code}`, listener.trouble ? unspoken(fault) : fault);
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
