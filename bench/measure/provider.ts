import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Enrolled } from './crowd';

export interface IdentityProvider {
  issuer: string;
  /** What it would send somebody back with, who was sent to `address`. */
  answerTo(address: string, claims: Enrolled['claims']): string;
  stop(): void;
}

const made = 'bench.';
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Null for a code that it has not made: the server asks with one to see whether the provider is there. */
const saidIn = (code: string): object | null =>
  code.startsWith(made) ? JSON.parse(Buffer.from(code.slice(made.length), 'base64url').toString()) : null;

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

/** The least OpenID provider (Core 1.0, section 3.1): it asks nobody, and its codes hold all that it says. */
export async function startProvider(clientId: string): Promise<IdentityProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer(async (request, response) => {
    const { issuer } = known;
    const answer = async () => {
      if (request.url === '/jwks') return { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: '1' }] };
      if (request.url !== '/token') {
        return { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` };
      }
      const said = saidIn((await bodyOf(request)).get('code') ?? '');
      if (!said) return { error: 'invalid_grant' };
      const seconds = Math.floor(Date.now() / 1000);
      const token = `${encoded({ alg: 'RS256', kid: '1' })}.${encoded({ ...said, iss: issuer, aud: clientId, iat: seconds, exp: seconds + 600 })}`;
      const signature = sign('sha256', Buffer.from(token), privateKey).toString('base64url');
      return { access_token: 'x', token_type: 'Bearer', expires_in: 600, id_token: `${token}.${signature}` };
    };
    const found = await answer();
    const body = JSON.stringify(found);
    response
      .writeHead('error' in found ? 400 : 200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const known = { issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return {
    issuer: known.issuer,
    answerTo: (address, claims) => {
      const { searchParams } = new URL(address);
      const code = made + encoded({ ...claims, nonce: searchParams.get('nonce') ?? undefined });
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      return `${back.pathname}?${new URLSearchParams({ code, state: searchParams.get('state') ?? '' })}`;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
