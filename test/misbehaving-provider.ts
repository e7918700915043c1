import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import Provider from 'oidc-provider';

/** What it says of the person who signs in. */
export interface Said {
  sub: string;
  ci: string;
  name: string;
  birthdate: string;
  phone_number: string;
}

/** How it answers at its address of tokens: the whole answer is its own, and well signed unless that is the fault. */
export type Mischief =
  | 'none'
  | 'wrong issuer'
  | 'wrong audience'
  | 'expired'
  | 'wrong nonce'
  | 'no nonce'
  | 'unknown key'
  | 'unknown key under a known name'
  | 'alg none'
  | 'no id_token'
  | 'no CI'
  | 'no name'
  | 'a year for a birth date'
  | 'fails'
  | 'fails and says whom'
  | 'too often'
  | 'breaks off'
  | 'never answers'
  | 'answers with a page';

const keyId = 'the-only-one';
const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** A real OpenID provider in front of which somebody changes the answers. */
export async function misbehavingProvider(port: number, client: { id: string; secret: string; redirect: string }, said: Said) {
  const issuer = `http://127.0.0.1:${port}`;
  const own = keys();
  const strange = keys();
  let mischief: Mischief = 'none';
  let asked = 0;

  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirect] }],
    jwks: { keys: [{ ...own.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomUUID()] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'birthdate'], phone: ['phone_number'], ci: ['ci'] },
    conformIdTokenClaims: false,
    interactions: { url: (_context, { uid }) => `/agree/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...said }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid profile phone ci');
      await grant.save();
      return grant;
    },
  });
  const honest = provider.callback();

  const sign = (claims: JWTPayload, key: KeyObject = own, kid = keyId) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);

  async function idToken(claims: JWTPayload): Promise<string | undefined> {
    if (mischief === 'wrong issuer') return sign({ ...claims, iss: 'http://127.0.0.1:1' });
    if (mischief === 'wrong audience') return sign({ ...claims, aud: 'another-portal' });
    if (mischief === 'expired') return sign({ ...claims, iat: 1_600_000_000, exp: 1_600_000_600 });
    if (mischief === 'wrong nonce') return sign({ ...claims, nonce: randomUUID() });
    if (mischief === 'no nonce') return sign({ ...claims, nonce: undefined });
    if (mischief === 'unknown key') return sign(claims, strange, 'nobodys');
    if (mischief === 'unknown key under a known name') return sign(claims, strange);
    if (mischief === 'alg none') return new UnsecuredJWT(claims).encode();
    if (mischief === 'no id_token') return undefined;
    if (mischief === 'no CI') return sign({ ...claims, ci: undefined });
    if (mischief === 'no name') return sign({ ...claims, name: undefined });
    if (mischief === 'a year for a birth date') return sign({ ...claims, birthdate: said.birthdate.slice(0, 4) });
    return sign(claims);
  }

  /** Asks the honest one behind, as the portal asked. */
  async function tokens(request: IncomingMessage, response: ServerResponse): Promise<void> {
    asked += 1;
    const give = (status: number, type: string, body: string) => void response.writeHead(status, { 'Content-Type': type }).end(body);
    if (mischief === 'fails') return give(500, 'text/html', `<h1>${said.name}</h1>`);
    if (mischief === 'fails and says whom') {
      return give(503, 'application/json', JSON.stringify({ error: said.name, error_description: `${said.name} ${said.phone_number}` }));
    }
    if (mischief === 'too often') return give(429, 'application/json', '{"error":"slow_down"}');
    if (mischief === 'breaks off') return void request.socket.destroy();
    if (mischief === 'never answers') return;
    if (mischief === 'answers with a page') return give(200, 'text/html', `<h1>${said.name}</h1>`);
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const headers = new Headers({ 'Content-Type': request.headers['content-type'] ?? '', 'X-Honest': 'yes' });
    if (request.headers.authorization) headers.set('Authorization', request.headers.authorization);
    const answer = await fetch(`${issuer}/token`, { method: 'POST', headers, body });
    const given: { id_token?: string } = JSON.parse(await answer.text());
    const changed = given.id_token ? { ...given, id_token: await idToken(decodeJwt(given.id_token)) } : given;
    give(answer.status, 'application/json', JSON.stringify(changed));
  }

  async function agree(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await provider.interactionDetails(request, response);
    await provider.interactionFinished(request, response, { login: { accountId: said.sub, remember: false } });
  }

  const server = createServer((request, response) => {
    const work = request.url?.startsWith('/agree/')
      ? agree(request, response)
      : request.url === '/token' && request.method === 'POST' && !request.headers['x-honest']
        ? tokens(request, response)
        : honest(request, response);
    Promise.resolve(work).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    issuer,
    be: (next: Mischief) => {
      mischief = next;
    },
    /** How often it was asked for tokens. */
    asked: () => asked,
    /** What a person's browser does there: returns the address of the answer, which leads back to the portal. */
    async answer(address: string): Promise<URL> {
      const cookies = new Map<string, string>();
      let at = new URL(address);
      while (at.origin === issuer) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        const to = response.headers.get('Location');
        if (!to) throw new Error(`the provider leads nowhere: ${response.status} ${await response.text()}`);
        at = new URL(to, at);
      }
      return at;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
