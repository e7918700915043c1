import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const strong = {
  CHARYE_DEPLOYMENT: 'production',
  CHARYE_URL: 'https://charye.example.kr/',
  OIDC_ISSUER: 'https://identity.example.kr',
  OIDC_CLIENT_ID: 'charye',
  SOLAPI_API_KEY: 'key',
  SOLAPI_API_SECRET: 'secret',
  SOLAPI_SENDER: '021234567',
};

const provider = (changes = {}) =>
  JSON.stringify([{ id: 'pass', name: 'PASS', issuer: 'https://pass.example.kr', clientId: 'charye', clientSecret: 's', ...changes }]);

beforeEach(() => {
  vi.resetModules();
  for (const [name, value] of Object.entries(strong)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

/** The settings as a process that starts now would read them. */
async function start(changes: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(changes)) vi.stubEnv(name, value);
  const { env } = await import('./env');
  return env();
}

test('a deployment with everything in order starts, and its address has no slash at the end', async () => {
  expect((await start()).CHARYE_URL).toBe('https://charye.example.kr');
});

test.each([
  ['CHARYE_URL', 'http://charye.example.kr'],
  ['OIDC_ISSUER', 'http://identity.example.kr'],
  ['OIDC_CLIENT_ID', 'charye-demo'],
  ['CHARYE_SESSION_SECRET', 'a'.repeat(64)],
  ['CHARYE_SESSION_SECRET', 'short'],
  ['CHARYE_LOOKUP_KEY', 'abcabcabcabcabcabcabcabcabcabcabcabc'],
  ['CHARYE_LOOKUP_KEY', ''],
  ['CHARYE_DATA_KEYS', '1:c2hvcnQ='],
  ['CHARYE_SIGNING_KEYS', 'no ring'],
  ['DATABASE_URL', 'mysql://localhost/charye'],
  ['DATABASE_URL', ''],
  ['REDIS_URL', 'localhost:6379'],
  ['SOLAPI_API_KEY', ''],
  ['SOLAPI_API_SECRET', ''],
  ['SOLAPI_SENDER', '02-123-4567'],
  ['SMTP_URL', 'https://mail.example.kr'],
  ['CHARYE_OUTBOX', '.charye/outbox'],
  ['CHARYE_PROVIDERS', 'pass'],
  ['CHARYE_PROVIDERS', provider({ issuer: 'http://pass.example.kr' })],
  ['CHARYE_PROVIDERS', provider({ id: 'identity' })],
  ['CHARYE_PROVIDERS', provider({ id: '../x' })],
  ['CHARYE_PROVIDERS', `[${provider().slice(1, -1)},${provider().slice(1, -1)}]`],
  ['KAKAO_CLIENT_SECRET', 'secret'],
  ['NAVER_CLIENT_ID', 'id'],
  ['PORTONE_API_SECRET', 'secret'],
  ['PORTONE_API_URL', 'http://127.0.0.1:1'],
])('a deployment with %s=%j does not start, and says which setting is wrong', async (name, value) => {
  await expect(start({ [name]: value })).rejects.toThrow(new RegExp(`\n  ${name}(?:\\.[\\w.]+)?: `));
});

test('a message about a setting never shows its value', async () => {
  await expect(start({ CHARYE_SESSION_SECRET: 'hunter2' })).rejects.not.toThrow(/hunter2/);
});

test('the demo may run over http with its own identity provider', async () => {
  const changes = { CHARYE_DEPLOYMENT: 'demo', CHARYE_URL: 'http://localhost:3000', OIDC_CLIENT_ID: 'charye-demo' };
  expect((await start(changes)).CHARYE_DEPLOYMENT).toBe('demo');
});

test('e-mail needs an address that it comes from', async () => {
  await expect(start({ SMTP_URL: 'smtp://localhost' })).rejects.toThrow('SMTP_FROM: ');
});

test('an empty setting counts as not given', async () => {
  expect(await start({ UPSTASH_REDIS_REST_URL: '', CHARYE_DATABASE_POOL: '' })).toMatchObject({ CHARYE_DATABASE_POOL: 10 });
});
