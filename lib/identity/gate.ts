import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { lookupHash } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';
import { href, type Locale } from '@/lib/platform/words';
import { revokeSession, touchStaffSession } from './commands';
import { cookieSetting } from './cookie';
import { isSameOrigin } from './origin';
import {
  type AgentProof,
  type BeneficiaryProof,
  type CitizenProof,
  type ClinicProof,
  mintAgent,
  mintBeneficiary,
  mintCitizen,
  mintClinic,
  mintOperator,
  type OperatorProof,
} from './proof';
import { aloneOn, peopleOf, personOfSession, type Represented, rolesOf, type StandingCheck, signedIn, standingCheck } from './queries';
import { sealingKey, unseal } from './sealed';
import { sessionIdOf } from './token';
import { deviceOf, nearestAddress, networkOf, type Whence } from './whence';

const uuid = z.uuid();
let sealing: Uint8Array | undefined;

/** The id of the session that this browser names: it may be revoked or over, only the database knows. */
export const namedSession = cache(async (): Promise<string | null> => {
  const sealed = (await cookies()).get(cookieSetting(env().CHARYE_URL, 'session').name)?.value;
  if (!sealed) return null;
  sealing ??= sealingKey(env().CHARYE_SESSION_SECRET);
  // The seal's own expiry, by this server's clock; how long the session lives its row says, by the database's.
  const token = unseal(sealed, sealing, new Date());
  return token === null ? null : sessionIdOf(token);
});

/** Who is signed in, read from the database at most once a request. */
export const currentCitizen = cache(async (): Promise<CitizenProof | null> => {
  const sessionId = await namedSession();
  const citizen = sessionId ? await signedIn(sessionId) : null;
  return citizen ? mintCitizen(citizen) : null;
});

/** The check because of which this browser needs no other now. */
export const currentCheck = async (): Promise<StandingCheck | null> => {
  const sessionId = await namedSession();
  return sessionId ? standingCheck(sessionId) : null;
};

/** Sends to the sign-in and from there back to `returnPath` (without the language). */
export async function requireCitizen(locale: Locale, returnPath: `/${string}`): Promise<CitizenProof> {
  const citizen = await currentCitizen();
  if (citizen) return citizen;
  redirect(signInFrom(locale, returnPath));
}

/** `requireCitizen` and `peopleOf`, in one statement for most: who acts for nobody but themself. */
export async function requirePeople(locale: Locale, returnPath: `/${string}`): Promise<{ citizen: CitizenProof; people: Represented[] }> {
  const sessionId = await namedSession();
  const alone = sessionId ? await aloneOn(sessionId) : null;
  if (sessionId && alone?.relation === 'self') {
    const { relation: _, kinship: __, lead: ___, ...facts } = alone;
    return { citizen: mintCitizen({ ...facts, sessionId }), people: [alone] };
  }
  const citizen = await requireCitizen(locale, returnPath);
  return { citizen, people: await peopleOf(citizen) };
}

const signInFrom = (locale: Locale, returnPath: `/${string}`) =>
  `${href(locale, '/sign-in/from')}?next=${encodeURIComponent(href(locale, returnPath))}`;

/** Null for a stranger, for an ended consent and for an id that nobody has. */
export const beneficiaryFor = (citizen: CitizenProof, personId: string): Promise<BeneficiaryProof | null> =>
  beneficiaryOnSession(citizen.sessionId, personId);

async function beneficiaryOnSession(sessionId: string, personId: string): Promise<BeneficiaryProof | null> {
  if (!uuid.safeParse(personId).success) return null;
  const person = await personOfSession(sessionId, personId);
  if (!person) return null;
  const { kinship: _, ...facts } = person;
  return mintBeneficiary({ ...facts, sessionId });
}

/**
 * Sign-in, consent and person in one statement, for what many people do at once. Null also where nobody is signed in:
 * who needs to know which asks `currentCitizen`.
 */
export async function currentBeneficiary(personId: string): Promise<BeneficiaryProof | null> {
  const sessionId = await namedSession();
  return sessionId ? beneficiaryOnSession(sessionId, personId) : null;
}

/** Whoever has no such role learns nothing: the same page as for an address that doesn't exist. */
export async function requireClinic(locale: Locale, returnPath: `/${string}` = '/staff'): Promise<ClinicProof> {
  const { sessionId, personId, verified } = await requireCitizen(locale, returnPath);
  const { clinicId } = await rolesOf(personId);
  if (!verified || !clinicId) notFound();
  await stayAtWork(locale, sessionId, returnPath);
  return mintClinic({ sessionId, personId, clinicId, whence: await whence() });
}

export async function requireOperator(locale: Locale, returnPath: `/${string}` = '/operations'): Promise<OperatorProof> {
  const { sessionId, personId, verified } = await requireCitizen(locale, returnPath);
  const { operator } = await rolesOf(personId);
  if (!verified || !operator) notFound();
  await stayAtWork(locale, sessionId, returnPath);
  return mintOperator({ sessionId, personId, whence: await whence() });
}

/** After half an hour without a page of staff the session is over, whoever sits there now. */
async function stayAtWork(locale: Locale, sessionId: string, returnPath: `/${string}`): Promise<void> {
  if (await touchStaffSession(sessionId)) return;
  await revokeSession(sessionId);
  redirect(signInFrom(locale, returnPath));
}

/** The address that this request comes from: never kept. */
export const address = async (): Promise<string> => nearestAddress((await headers()).get('x-forwarded-for'));

/** Where this request comes from, as far as it is kept. */
export async function whence(): Promise<Whence> {
  const nearest = await address();
  return { hash: lookupHash('address', nearest).slice(0, 16), network: networkOf(nearest) };
}

export const device = async (): Promise<string> => deviceOf((await headers()).get('user-agent'));

/** For the desk of the call centre and of the municipal offices. */
export async function requireAgent(locale: Locale): Promise<AgentProof> {
  const { sessionId, personId, verified } = await requireCitizen(locale, '/desk');
  const { agent } = await rolesOf(personId);
  if (!verified || !agent) notFound();
  await stayAtWork(locale, sessionId, '/desk');
  return mintAgent({ sessionId, personId, whence: await whence() });
}

/** Every action and POST route asks this first; `proxy.ts` has refused before, but admits nothing. */
export const sameOrigin = async (): Promise<boolean> => isSameOrigin(await headers(), env().CHARYE_URL);
