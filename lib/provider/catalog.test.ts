import { expect, test } from 'vitest';
import { catalogOf } from './catalog';

const first = {
  OIDC_ISSUER: 'https://first.example',
  OIDC_CLIENT_ID: 'charye',
  OIDC_CLIENT_SECRET: 'secret',
  OIDC_NAME: '간편인증',
  OIDC_VERIFYING: true,
  CHARYE_PROVIDERS: [],
};
const more = (id: string, verifying: boolean) => ({
  ...{ id, verifying, name: id, issuer: `https://${id}.example` },
  ...{ clientId: 'charye', clientSecret: 'secret' },
});
const listed = (settings: Parameters<typeof catalogOf>[0]) =>
  catalogOf(settings).map(({ id, verifying }) => `${id}${verifying ? '!' : ''}`);

test('the settings of one provider make a list of one', () => {
  expect(listed(first)).toEqual(['identity!']);
});

test('what proves who a person is comes first, in the order of the settings', () => {
  const settings = {
    ...first,
    CHARYE_PROVIDERS: [more('mail', false), more('pass', true)],
    ...{ KAKAO_CLIENT_ID: 'id', KAKAO_CLIENT_SECRET: 'secret', NAVER_CLIENT_ID: 'id', NAVER_CLIENT_SECRET: 'secret' },
    ...{ PORTONE_API_SECRET: 'secret', PORTONE_CHANNEL_KEY: 'key' },
  };
  expect(listed(settings)).toEqual(['identity!', 'pass!', 'portone!', 'mail', 'kakao', 'naver']);
});

test('a provider with half of its settings is off', () => {
  expect(listed({ ...first, KAKAO_CLIENT_ID: 'id', NAVER_CLIENT_SECRET: 'secret', PORTONE_API_SECRET: 'secret' })).toEqual(['identity!']);
});
