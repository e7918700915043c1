interface Settings {
  OIDC_ISSUER: string;
  OIDC_CLIENT_ID: string;
  OIDC_CLIENT_SECRET: string;
  OIDC_NAME: string;
  OIDC_VERIFYING: boolean;
  CHARYE_PROVIDERS: { id: string; name: string; issuer: string; clientId: string; clientSecret: string; verifying: boolean }[];
  KAKAO_CLIENT_ID?: string | undefined;
  KAKAO_CLIENT_SECRET?: string | undefined;
  NAVER_CLIENT_ID?: string | undefined;
  NAVER_CLIENT_SECRET?: string | undefined;
  PORTONE_API_SECRET?: string | undefined;
  PORTONE_CHANNEL_KEY?: string | undefined;
}

interface Known {
  id: string;
  /** Keeps the accounts of different providers apart. */
  issuer: string;
  /** It proves who a person is. Only then are its claims believed about a record of the roll. */
  verifying: boolean;
}

export interface OpenId extends Known {
  kind: 'openid';
  name: string;
  clientId: string;
  clientSecret: string;
}

/** Signs in and proves nothing: the terms of the one forbid taking it for a proof, the other gives no CI. */
export interface Account extends Known {
  kind: 'kakao' | 'naver';
  clientId: string;
  clientSecret: string;
  verifying: false;
}

export interface PhoneCheck extends Known {
  kind: 'portone';
  verifying: true;
}

export type Provider = OpenId | Account | PhoneCheck;

function accountOf(kind: Account['kind'], issuer: string, clientId: string | undefined, clientSecret: string | undefined): Account[] {
  return clientId && clientSecret ? [{ kind, id: kind, issuer, verifying: false, clientId, clientSecret }] : [];
}

/** Everything that can be signed in with, in the order in which people see it: what proves who one is comes first. */
export function catalogOf(settings: Settings): Provider[] {
  const first: OpenId = {
    kind: 'openid',
    id: 'identity',
    name: settings.OIDC_NAME,
    issuer: settings.OIDC_ISSUER,
    clientId: settings.OIDC_CLIENT_ID,
    clientSecret: settings.OIDC_CLIENT_SECRET,
    verifying: settings.OIDC_VERIFYING,
  };
  const more = settings.CHARYE_PROVIDERS.map((one): OpenId => ({ kind: 'openid', ...one }));
  const check: PhoneCheck[] =
    settings.PORTONE_API_SECRET && settings.PORTONE_CHANNEL_KEY
      ? [{ kind: 'portone', id: 'portone', issuer: 'https://portone.io', verifying: true }]
      : [];
  const all: Provider[] = [
    first,
    ...more,
    ...check,
    ...accountOf('kakao', 'https://kauth.kakao.com', settings.KAKAO_CLIENT_ID, settings.KAKAO_CLIENT_SECRET),
    ...accountOf('naver', 'https://nid.naver.com', settings.NAVER_CLIENT_ID, settings.NAVER_CLIENT_SECRET),
  ];
  return [...all.filter(({ verifying }) => verifying), ...all.filter(({ verifying }) => !verifying)];
}
