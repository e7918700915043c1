import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import { logFault } from '@/lib/platform/log';
import type { Account } from '@/lib/provider/catalog';
import { isAnswerOf } from '@/lib/provider/said';

/** What of the provider's description a sign-in needs (OpenID Connect Discovery 1.0, section 3). */
const description = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});
export type Description = z.infer<typeof description>;

type Token = Exclude<OAuthConfig<unknown>['token'], string | undefined>;
type TokenRequest = NonNullable<Token['request']>;
type Client = Parameters<TokenRequest>[0]['client'];

export type TokenSet = Awaited<ReturnType<Client['callback']>>;

/** Stands around the fetching of tokens, and hears how it ends. */
export type Exchange = (fetchTokens: () => Promise<TokenSet>) => Promise<TokenSet>;

/** The same for a provider that speaks OAuth alone. */
export const plainRequest =
  (exchange: Exchange): TokenRequest =>
  async ({ client, params, checks, provider }) => ({
    tokens: await exchange(() => client.oauthCallback(provider.callbackUrl, params, checks)),
  });

type Userinfo = Exclude<OAuthConfig<unknown>['userinfo'], string | undefined>;
type Profile = Awaited<ReturnType<NonNullable<Userinfo['request']>>>;

/** Who it is, which such a provider says at an address of its own. An answer of another shape is none. */
export const profileRequest =
  (kind: Account['kind'], hear: (ask: () => Promise<Profile>) => Promise<Profile>): NonNullable<Userinfo['request']> =>
  ({ client, tokens }) =>
    hear(async () => {
      const profile = await client.userinfo<Profile>(tokens.access_token ?? '');
      if (!isAnswerOf(kind, profile)) throw new Error('the answer names nobody');
      return profile;
    });

export interface KnownProvider {
  description: Description;
  /** The first client made for this description; with it stay the provider's keys, which it reads anew when a key is unknown. */
  client?: Client;
}

const freshMs = 10 * 60_000;
const restMs = 5_000;
const patienceMs = 5_000;

async function read(issuer: string): Promise<KnownProvider> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs), cache: 'no-store', redirect: 'error' });
  if (!response.ok) throw new Error(`the provider's description: status ${response.status}`);
  const found = description.parse(await response.json());
  if (found.issuer.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) throw new Error("the provider's description names another issuer");
  return { description: found };
}

/**
 * The provider's description, read once in ten minutes and not once a sign-in; all who come meanwhile wait for one reading.
 * When it can't be read the last one goes on being used: a provider that is gone will not answer at its addresses either.
 */
export function providerMemory(load: () => Promise<KnownProvider>, clock: () => number = () => performance.now()) {
  let known: KnownProvider | undefined;
  let askAgainAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<KnownProvider> | undefined;

  async function refresh(): Promise<KnownProvider> {
    try {
      const news = await load();
      // The same description keeps its client, and with it the keys.
      if (JSON.stringify(news.description) !== JSON.stringify(known?.description)) known = news;
      askAgainAt = clock() + freshMs;
    } catch (fault) {
      askAgainAt = clock() + restMs;
      if (!known) throw fault;
      logFault('the description of the identity provider', fault);
    }
    return known ?? Promise.reject(new Error('no description'));
  }

  return async function provider(): Promise<KnownProvider> {
    if (known && clock() < askAgainAt) return known;
    reading ??= refresh().finally(() => {
      reading = undefined;
    });
    // Nobody waits for news of what is known.
    return known ?? reading;
  };
}

// One per process, however often Next evaluates this module.
const shared = globalThis as { charyeProviders?: Map<string, ReturnType<typeof providerMemory>> };

export function descriptionOf(issuer: string): Promise<KnownProvider> {
  shared.charyeProviders ??= new Map();
  const memory = shared.charyeProviders.get(issuer) ?? providerMemory(() => read(issuer));
  shared.charyeProviders.set(issuer, memory);
  return memory();
}

/**
 * `again`: the provider asks who it is, though it may know, and says when it did (OpenID Connect Core 1.0, section 3.1.2.1).
 * next-auth's settings of a provider whose description is known: with `wellKnown` it would ask for it, and for the keys, at every sign-in.
 */
export function endpoints(known: KnownProvider, exchange: Exchange, again = false) {
  const { issuer, authorization_endpoint, token_endpoint, jwks_uri, ...supported } = known.description;
  const request: TokenRequest = async ({ client, params, checks, provider }) => {
    const kept = known.client ?? client;
    known.client = kept;
    const tokens = await exchange(async () => {
      // Its own client would ask for this, had it read the description (RFC 9207).
      if (supported.authorization_response_iss_parameter_supported && !params.iss) throw new Error('the answer names no issuer');
      return kept.callback(provider.callbackUrl, params, checks);
    });
    return { tokens };
  };
  const basic = supported.token_endpoint_auth_methods_supported.includes('client_secret_basic');
  return {
    issuer,
    authorization: {
      url: authorization_endpoint,
      params: { scope: 'openid profile phone ci', ...(again && { prompt: 'login', max_age: 0 }) },
    },
    token: { url: token_endpoint, request },
    jwks_endpoint: jwks_uri,
    client: { token_endpoint_auth_method: basic ? 'client_secret_basic' : 'client_secret_post' },
  } as const;
}
