import type { AuthOptions } from 'next-auth';
import { personFor, startSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { device, whence } from '@/lib/identity/gate';
import { returnPath } from '@/lib/identity/return-path';
import { claims } from '@/lib/identity/schema';
import { env } from '@/lib/platform/env';
import { logFault } from '@/lib/platform/log';
import { endpoints, type KnownProvider } from './provider';

export const providerId = 'identity';

/** next-auth's settings. Its token holds the session's random token and nothing about the person. `onFault` hears the ids of what was logged. */
export function signInOptions(known: KnownProvider, onFault: (id: string) => void = () => undefined, again = false): AuthOptions {
  const { CHARYE_URL, CHARYE_SESSION_SECRET, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_VERIFYING } = env();
  const provider = { issuer: OIDC_ISSUER, verifying: OIDC_VERIFYING };
  return {
    secret: CHARYE_SESSION_SECRET,
    session: { strategy: 'jwt', maxAge: 8 * 60 * 60 },
    pages: { signIn: '/sign-in', signOut: '/sign-out', error: '/sign-in/problem' },
    cookies: {
      sessionToken: cookieSetting(CHARYE_URL, 'session'),
      callbackUrl: cookieSetting(CHARYE_URL, 'return'),
      csrfToken: cookieSetting(CHARYE_URL, 'csrf'),
      pkceCodeVerifier: cookieSetting(CHARYE_URL, 'pkce'),
      state: cookieSetting(CHARYE_URL, 'state'),
      nonce: cookieSetting(CHARYE_URL, 'nonce'),
    },
    providers: [
      {
        id: providerId,
        name: OIDC_NAME,
        type: 'oauth',
        clientId: OIDC_CLIENT_ID,
        clientSecret: OIDC_CLIENT_SECRET,
        ...endpoints(known, again),
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        profile: (profile: { sub: string }) => ({ id: profile.sub }),
      },
    ],
    callbacks: {
      signIn: ({ profile }) => claims.safeParse(profile).success,
      jwt: async ({ account, profile }) => {
        if (!account) throw new Error('a token is made at the sign-in alone');
        const said = claims.parse(profile);
        const authenticatedAt = said.auth_time === undefined ? undefined : new Date(said.auth_time * 1_000);
        const facts = { device: await device(), whence: await whence(), authenticatedAt };
        return { sid: await startSession(await personFor(said, provider), account.provider, provider.verifying, facts) };
      },
      redirect: ({ url, baseUrl }) => baseUrl + (returnPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url) ?? '/me'),
    },
    logger: {
      // The details that next-auth passes along may hold claims and tokens: the error alone, which names neither.
      error: (code, details) => onFault(logFault(`sign-in ${code}`, details instanceof Error ? details : details.error)),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
