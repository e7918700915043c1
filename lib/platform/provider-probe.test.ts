import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeOpenId } from './provider-probe';

const client = { clientId: 'charye', clientSecret: 'a-secret-of-more-than-32-characters-+/=' };
const redirect = 'https://charye.example/api/auth/callback/identity';
let mishap: 'none' | 'tokens-fail' | 'all-fails' = 'none';
let issuer = '';
let answer: ReturnType<Provider['callback']>;

/** A real OpenID provider, whose parts fail as they are told. */
const server = createServer((request, response) => {
  const fails = mishap === 'all-fails' || (mishap === 'tokens-fail' && request.url === '/token');
  return fails ? response.writeHead(503).end() : answer(request, response);
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  issuer = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  const registered = { client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirect] };
  answer = new Provider(issuer, { clients: [registered] }).callback();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a provider that works answers a code that nobody was given', async () => {
  mishap = 'none';
  await probeOpenId(issuer, client, redirect);
});

test('one that refuses the portal itself lets nobody in', async () => {
  mishap = 'none';
  await expect(probeOpenId(issuer, { ...client, clientSecret: 'another' }, redirect)).rejects.toThrow('status 401');
});

test('one that describes itself and gives no tokens does not work', async () => {
  mishap = 'tokens-fail';
  await expect(probeOpenId(issuer, client, redirect)).rejects.toThrow('status 503');
});

test('one that fails, and one that is gone, does not work', async () => {
  mishap = 'all-fails';
  await expect(probeOpenId(issuer, client, redirect)).rejects.toThrow('status 503');
  await expect(probeOpenId('http://127.0.0.1:1', client, redirect)).rejects.toThrow();
});
