import { z } from 'zod';

const patienceMs = 5_000;

interface Client {
  clientId: string;
  clientSecret: string;
}

const description = z.object({
  token_endpoint: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
});

const answerOf = (address: string, init: RequestInit = {}) =>
  fetch(address, { ...init, signal: AbortSignal.timeout(patienceMs), cache: 'no-store', redirect: 'error' });

/**
 * Asks for a token with a code that nobody was given: a provider that works says so at once. Refusing the portal itself (401), or
 * having had enough of it (429), is no working: then nobody gets in.
 */
export async function probeToken(address: string, { clientId, clientSecret }: Client, redirect: string, basic = false): Promise<void> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: 'probe',
    redirect_uri: redirect,
    code_verifier: 'p'.repeat(43),
  });
  const headers = new Headers();
  // RFC 6749, section 2.3.1: each part is encoded as in a form.
  if (basic) headers.set('Authorization', `Basic ${btoa([clientId, clientSecret].map(encodeURIComponent).join(':'))}`);
  else
    for (const [name, value] of [
      ['client_id', clientId],
      ['client_secret', clientSecret],
    ] as const)
      form.set(name, value);
  const { status } = await answerOf(address, { method: 'POST', headers, body: form });
  if (status >= 500 || status === 401 || status === 429) throw new Error(`a probe of the provider: status ${status}`);
}

/** What every sign-in needs: the description, and the address that gives tokens. */
export async function probeOpenId(issuer: string, client: Client, redirect: string): Promise<void> {
  const response = await answerOf(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`a probe of the provider: status ${response.status}`);
  const found = description.parse(await response.json());
  await probeToken(found.token_endpoint, client, redirect, found.token_endpoint_auth_methods_supported.includes('client_secret_basic'));
}
