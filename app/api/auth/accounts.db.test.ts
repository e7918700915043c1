import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { custom, Issuer, TokenSet } from 'openid-client';
import { afterAll, expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import type { Account } from '@/lib/provider/catalog';
import type { Trouble } from '@/lib/provider/trouble';
import { shareMeasures } from '@/lib/provider/worker';
import { accountRequests, type Listener } from './options';

const json =
  (status: number, body: unknown, more = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'Content-Type': 'application/json', ...more }).end(JSON.stringify(body));

const nobody = { kakao: { msg: 'ok' }, naver: { resultcode: '00', message: 'success' } };
const somebody = { kakao: { id: 4_217_700_001 }, naver: { resultcode: '00', response: { id: 'abc' } } };

/** How it answers who somebody is, after it gave tokens for them. */
const manners: [manner: string, answer: (kind: Account['kind']) => (response: ServerResponse) => void, trouble: Trouble][] = [
  ['fails', () => json(500, { error: 'server_error' }), 'provider'],
  ['is asked too often', () => json(429, { code: -10, msg: 'API limit' }), 'provider'],
  ['does not know its own token', () => json(401, { msg: 'no token' }, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }), 'provider'],
  ['names nobody', (kind) => json(200, nobody[kind]), 'provider'],
  ['answers with a page', () => (response) => void response.end('<html>점검 중</html>'), 'provider'],
  ['breaks off', () => (response) => void response.destroy(), 'provider'],
  ['never answers', () => () => undefined, 'slow'],
];

let answer: (response: ServerResponse) => void = json(500, {});
const server = createServer((_request, response) => answer(response));
server.listen(0, '127.0.0.1');
afterAll(() => void server.closeAllConnections());
afterAll(() => void server.close());

/** The client of next-auth, with the address of this server for the provider's own. */
async function askedBy(account: Account, listener: Listener, patienceMs: number): Promise<unknown> {
  if (!server.listening) await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/me`;
  const client = new new Issuer({ issuer: account.issuer, userinfo_endpoint: endpoint }).Client({ client_id: 'charye' });
  client[custom.http_options] = () => ({ timeout: patienceMs });
  const { request } = accountRequests(account, listener).userinfo;
  const provider = { id: account.id, name: account.id, type: 'oauth', signinUrl: '', callbackUrl: '' } as const;
  const asked = { client, tokens: new TokenSet({ access_token: 'new' }), provider: { ...provider, profile: () => ({ id: '' }) } };
  return await request({ ...asked, provider: { ...asked.provider, clientId: 'charye', clientSecret: 'x' } });
}

const accounts = (['kakao', 'naver'] as const).map(
  (kind): Account => ({ kind, id: kind, issuer: `https://${kind}`, clientId: 'charye', clientSecret: 'x', verifying: false }),
);

/** What this server measured of the provider since it was asked last. */
async function measuredOf(provider: string): Promise<{ good: number; bad: number }> {
  await database().providerSample.deleteMany();
  await shareMeasures(database(), 'test');
  const [sample] = await database().providerSample.findMany({ where: { provider } });
  return { good: sample?.good ?? 0, bad: sample?.bad ?? 0 };
}

for (const account of accounts) {
  test.each(manners)(
    `${account.kind} that %s when it is asked who somebody is counts as failing, and is said to be the one`,
    async (manner, how, trouble) => {
      answer = how(account.kind);
      const listener: Listener = {};
      await expect(askedBy(account, listener, manner === 'never answers' ? 300 : 100_000)).rejects.toThrow();
      expect(listener.trouble).toBe(trouble);
      expect(await measuredOf(account.id)).toEqual({ good: 0, bad: 1 });
    },
  );

  test(`${account.kind} that says who it is counts once as well`, async () => {
    answer = json(200, somebody[account.kind]);
    const listener: Listener = {};
    expect(await askedBy(account, listener, 100_000)).toEqual(somebody[account.kind]);
    expect(listener.trouble).toBeUndefined();
    expect(await measuredOf(account.id)).toEqual({ good: 1, bad: 0 });
  });
}
