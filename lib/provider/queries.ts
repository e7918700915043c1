import { env } from '@/lib/platform/env';
import { portone } from '@/lib/platform/portone';
import { probeOpenId, probeToken } from '@/lib/platform/provider-probe';
import { catalogOf, type Provider } from './catalog';
import type { Light } from './light';
import { lightOf, type Probe } from './worker';

const tokenAddress = { kakao: 'https://kauth.kakao.com/oauth/token', naver: 'https://nid.naver.com/oauth2.0/token' } as const;

function probeOf(provider: Provider): Probe {
  const { CHARYE_URL, PORTONE_API_SECRET: secret = '', PORTONE_CHANNEL_KEY: channelKey = '', PORTONE_API_URL: url } = env();
  if (provider.kind === 'portone') return () => portone({ secret, channelKey, url, testChannels: false }).probe();
  const redirect = `${CHARYE_URL}/api/auth/callback/${provider.id}`;
  if (provider.kind === 'openid') return () => probeOpenId(provider.issuer, provider, redirect);
  const address = tokenAddress[provider.kind];
  return () => probeToken(address, provider, redirect);
}

export const probes = (): Map<string, Probe> => new Map(catalogOf(env()).map((provider) => [provider.id, probeOf(provider)]));

export type Lit = Provider & { light: Light };

/** What can be signed in with, and how each fares. */
export const litProviders = (): Lit[] => catalogOf(env()).map((provider) => ({ ...provider, light: lightOf(provider.id) }));
