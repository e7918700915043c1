import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider, { interactionPolicy } from 'oidc-provider';
import { z } from 'zod';
import { citizenAt } from '../prisma/seed/citizens';
import { choicePage, problemPage } from './identity-provider/pages';
import { citizens, numberOf, readyMadePeople } from './identity-provider/people';

/**
 * The made-up "간편인증" of the demo and the tests: a real OpenID provider for people who don't exist.
 * Whoever opens it may be anybody, so it must never stand beside a deployment.
 */
const settings = z
  .object({
    CHARYE_DEPLOYMENT: z
      .enum(['demo', 'test'], 'this identity provider lets anybody be anybody: it is not for a deployment')
      .default('demo'),
    PROVIDER_PORT: z.coerce.number().int().min(1).max(65_535),
    PROVIDER_CLIENT_ID: z.string().min(1).default('charye-demo'),
    PROVIDER_CLIENT_SECRET: z.string().min(32),
    /** Where answers go: <CHARYE_URL>/api/auth/callback/identity */
    PROVIDER_REDIRECT: z.url(),
    /** Written by the seed. */
    CHARYE_PEOPLE_FILE: z.string().default('.charye/people.json'),
  })
  .safeParse(process.env);
if (!settings.success) {
  console.error(`The identity provider can't start with these settings:\n${z.prettifyError(settings.error)}`);
  process.exit(1);
}
const { PROVIDER_PORT, PROVIDER_CLIENT_ID, PROVIDER_CLIENT_SECRET, PROVIDER_REDIRECT, CHARYE_PEOPLE_FILE } = settings.data;

const policy = interactionPolicy.base();
// What a person's data are for is plain here, and nobody is asked: there is nobody.
policy.remove('consent');

const issuer = `http://127.0.0.1:${PROVIDER_PORT}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: PROVIDER_CLIENT_ID, client_secret: PROVIDER_CLIENT_SECRET, redirect_uris: [PROVIDER_REDIRECT] }],
  // New keys at every start: what was signed before is worth nothing.
  jwks: {
    keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }],
  },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  interactions: { policy, url: (_context, interaction) => `/choose/${interaction.uid}` },
  claims: { openid: ['sub'], profile: ['name', 'birthdate'], phone: ['phone_number'], ci: ['ci'] },
  // The person's data stand in the id_token, as the Korean providers do it.
  conformIdTokenClaims: false,
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 3600, Session: 3600 },
  findAccount: (_context, sub) => {
    const citizen = citizenAt(Number(sub));
    const claims = { sub, ci: citizen.ci, name: citizen.name, birthdate: citizen.birthDate, phone_number: citizen.phone };
    return { accountId: sub, claims: () => claims };
  },
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
    grant.addOIDCScope('openid profile phone ci');
    await grant.save();
    return grant;
  },
  renderError: (context, { error }) => {
    context.type = 'html';
    context.body = problemPage(new URL(PROVIDER_REDIRECT).origin, error);
  },
});

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 1_000) break;
  }
  return new URLSearchParams(text);
}

async function choose(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.interactionDetails(request, response);
  let mistaken = false;
  if (request.method === 'POST') {
    const form = await formOf(request);
    if (form.has('cancel')) return provider.interactionFinished(request, response, { error: 'access_denied' });
    const number = numberOf(form.get('citizen'));
    if (number !== null) return provider.interactionFinished(request, response, { login: { accountId: String(number), remember: false } });
    mistaken = true;
  }
  response.writeHead(mistaken ? 400 : 200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(choicePage({ people: readyMadePeople(CHARYE_PEOPLE_FILE), citizens, mistaken }));
}

const answer = provider.callback();
const server = createServer((request, response) => {
  // Nobody stays signed in here: each sign-in asks anew, so that one browser can try several people.
  request.headers.cookie = request.headers.cookie
    ?.split('; ')
    .filter((cookie) => !cookie.startsWith('_session'))
    .join('; ');
  if (!request.url?.startsWith('/choose/')) return answer(request, response);
  return choose(request, response).catch((fault: unknown) => {
    const expired = fault instanceof Error && fault.name === 'SessionNotFound';
    if (!expired) console.error(fault);
    response.writeHead(expired ? 400 : 500, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(problemPage(new URL(PROVIDER_REDIRECT).origin, expired ? 'expired' : 'fault'));
  });
});
server.listen(PROVIDER_PORT, '127.0.0.1', () => console.log(`identity provider: ${issuer}`));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
