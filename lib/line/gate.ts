import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { currentBeneficiary, currentCitizen, namedSession } from '@/lib/identity/gate';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { env } from '@/lib/platform/env';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { questionKey, repeatable, repeats } from '@/lib/platform/repeats';
import { href, type Locale } from '@/lib/platform/words';
import { withSeatsBeside } from './beside/queries';
import { issueTicket } from './commands';
import { isNotYet } from './not-yet';
import type { PassCode } from './pass-codes';
import { mintPass, type PassProof } from './proof';
import { documentOf, drawOf, knownFront, partyMemberOf, seatOfPass } from './queries';
import { standingAt } from './ticket-number';
import { readToken, signToken } from './token';

const passName = 'pass';
const ticketCookie = (roundId: string) => `ticket.${roundId}`;
/** The page's script reads this one to compute the place; it opens nothing. */
const numberCookie = (roundId: string) => `number.${roundId}`;
/** How many people the number stands for, where it is a household's: for the page's sentence alone. */
const peopleCookie = (roundId: string) => `people.${roundId}`;

/** How long it lasts, and not until when: a telephone's clock may be a year ahead. Counted by this server's clock; nothing is decided by it. */
const cookie = (until: Date, httpOnly: boolean) =>
  ({
    path: '/',
    sameSite: 'lax',
    httpOnly,
    maxAge: Math.max(0, Math.round((until.getTime() - Date.now()) / 1_000)),
    secure: env().CHARYE_URL.startsWith('https:'),
  }) as const;

/** Puts a ticket in the browser, for longer than its round: that may be postponed. It opens nothing without the sign-in of somebody who may act for the person. */
export async function keepTicket(ticket: {
  roundId: string;
  personId: string;
  number: string;
  people: number;
  expiresAt: Date;
}): Promise<void> {
  const claims = { sub: ticket.personId, round: ticket.roundId, number: ticket.number };
  const jar = await cookies();
  jar.set(
    ticketCookie(ticket.roundId),
    signToken('ticket', claims, ticket.expiresAt, env().CHARYE_SIGNING_KEYS),
    cookie(ticket.expiresAt, true),
  );
  jar.set(numberCookie(ticket.roundId), ticket.number, cookie(ticket.expiresAt, false));
  if (ticket.people > 1) jar.set(peopleCookie(ticket.roundId), String(ticket.people), cookie(ticket.expiresAt, false));
  else if (jar.has(peopleCookie(ticket.roundId))) jar.delete(peopleCookie(ticket.roundId));
}

/** The ticket of this person as it is now: that of their household, since they agreed to one. */
export async function renewTicket(beneficiary: BeneficiaryProof, roundId: string): Promise<void> {
  const ticket = await issueTicket(beneficiary, roundId);
  if (ticket.ok) await keepTicket(ticket);
}

/** After a household has changed: the ticket that this browser carries in its round, if any, is that of its person as it is now. */
export async function renewTicketHere(roundId: string): Promise<void> {
  // The ticket's own expiry alone is read by this server's clock: whether the round goes on the database says.
  const holder = await ticketHolder(roundId, new Date());
  if (holder.ok) await renewTicket(holder.beneficiary, roundId);
}

interface PassGiven {
  passId: string;
  expiresAt: Date;
}

const passToken = ({ personId, sessionId }: BeneficiaryProof, round: string, { passId, expiresAt }: PassGiven) =>
  signToken('pass', { sub: personId, round, pass: passId, session: sessionId }, expiresAt, env().CHARYE_SIGNING_KEYS);

/** The cookie of a pass lives as long as the round: how long the pass lives stands in the seat's row alone. */
export async function keepPass(beneficiary: BeneficiaryProof, roundId: string, pass: PassGiven): Promise<void> {
  (await cookies()).set(passName, passToken(beneficiary, roundId, pass), cookie(pass.expiresAt, true));
}

/** The same as a header, for routes: the framework's jar reads and writes all cookies anew for one. */
export function passHeader(beneficiary: BeneficiaryProof, roundId: string, pass: PassGiven): string {
  const { path, maxAge, secure, sameSite } = cookie(pass.expiresAt, true);
  const value = passToken(beneficiary, roundId, pass);
  return `${passName}=${value}; Path=${path}; Max-Age=${maxAge};${secure ? ' Secure;' : ''} HttpOnly; SameSite=${sameSite}`;
}

export const forgetPass = async (): Promise<void> => void (await cookies()).delete(passName);

/** At the sign-out: whoever uses this device next sees nobody's number. The places stay with their people. */
export async function forgetPlaces(): Promise<void> {
  const jar = await cookies();
  for (const { name } of jar.getAll()) if (name === passName || /^(?:ticket|number|people)\./.test(name)) jar.delete(name);
}

/** The number of the ticket that this browser carries, by its signature alone: for what decides nothing. */
export async function ticketNamed(roundId: string): Promise<string | null> {
  const token = (await cookies()).get(ticketCookie(roundId))?.value;
  if (!token) return null;
  // By this server's clock: it decides nothing.
  const ticket = readToken('ticket', token, env().CHARYE_SIGNING_KEYS, new Date());
  return typeof ticket === 'object' && ticket.round === roundId ? ticket.number : null;
}

export type TicketCode = 'ticket-missing' | 'ticket-forged' | 'ticket-expired' | 'signed-out' | 'not-yours';

/** The first two steps of the gate: the ticket's signature, key, audience and round; then that this session may act for its person. */
export async function ticketHolder(
  roundId: string,
  now: Date,
): Promise<{ ok: true; beneficiary: BeneficiaryProof; number: string } | Refusal<TicketCode>> {
  const token = (await cookies()).get(ticketCookie(roundId))?.value;
  if (!token) return refuse((await currentCitizen()) ? 'ticket-missing' : 'signed-out');
  const ticket = readToken('ticket', token, env().CHARYE_SIGNING_KEYS, now);
  if (ticket === 'expired') return refuse('ticket-expired');
  if (ticket === 'forged' || ticket.round !== roundId) return refuse('ticket-forged');
  const beneficiary = await currentBeneficiary(ticket.sub);
  if (beneficiary) return { ok: true, beneficiary, number: ticket.number };
  return refuse((await currentCitizen()) ? 'not-yours' : 'signed-out');
}

/** A booking made elsewhere, or a session that was ended, is told after this time at the latest. */
const repeatMs = 30_000;

/**
 * Keeps the refusal of whoever was not called for the doorstep, which repeats it to the same question of the same browser while no
 * front can have come so far. Not of those whom the late line alone calls: of it nothing is known beforehand.
 */
export async function repeatNotYet(
  path: string,
  roundId: string,
  { beneficiary, number }: { beneficiary: BeneficiaryProof; number: string },
  answer: Response,
): Promise<void> {
  const until = performance.now() + repeatMs;
  // Also learns where the front is.
  const [draw] = await Promise.all([drawOf(roundId), documentOf(roundId)]);
  if (!draw?.seed || !draw.drawnAt || beneficiary.createdAt > draw.drawnAt) return;
  const { place } = standingAt(draw.seed, number);
  const sent = await headers();
  const key = questionKey(path, (name) => sent.get(name));
  const whole = repeatable(answer.headers.get('content-type') ?? '', await answer.clone().text());
  repeats().keep(key, { answer: whole, until, still: (now) => isNotYet(knownFront(roundId), place, now) });
}

/** The live pass of this browser, read from the database at most once a request; else why there is none. */
export const currentPass = cache(async (): Promise<PassProof | Refusal<PassCode>> => {
  const token = (await cookies()).get(passName)?.value;
  if (!token) return refuse('pass-missing');
  // Its life is the row's; the token's own expiry (the round's end) is checked against this server's clock on top.
  const claims = readToken('pass', token, env().CHARYE_SIGNING_KEYS, new Date());
  if (claims === 'expired') return refuse('round-closed');
  if (claims === 'forged') return refuse('pass-forged');
  const sessionId = await namedSession();
  // Sign-in and person in one statement; who is refused by it is asked apart whether they are signed in at all.
  const beneficiary = sessionId === claims.session ? await currentBeneficiary(claims.sub) : null;
  if (!beneficiary && !(await currentCitizen())) return refuse('signed-out');
  if (sessionId !== claims.session) return refuse('pass-forged');
  const seat = await seatOfPass(claims.pass, sessionId);
  const party = seat?.party.map(partyMemberOf) ?? [];
  if (!seat || !party.some(({ personId }) => personId === claims.sub) || seat.round_id !== claims.round) return refuse('pass-gone');
  if (seat.session_id !== sessionId) return refuse('pass-elsewhere');
  if (seat.phase === 'closed') return refuse('round-closed');
  if (seat.phase === 'paused') return refuse('round-paused');
  if (seat.expired) return refuse('pass-gone');
  if (!beneficiary) return refuse('pass-gone');
  const facts = {
    passId: claims.pass,
    roundId: seat.round_id,
    campaignId: seat.campaign_id,
    personId: beneficiary.personId,
    actorId: beneficiary.actorId,
    sessionId,
    beneficiaryName: beneficiary.name,
    birthDate: beneficiary.birthDate,
    relation: beneficiary.relation,
    party,
    expiresAt: seat.expires_at,
    now: seat.now,
    extensionsLeft: seat.extensions_left,
    wanted: seat.wanted,
  };
  return mintPass(await withSeatsBeside(facts));
});

export const isPass = (pass: PassProof | Refusal<PassCode>): pass is PassProof => 'passId' in pass;

/** For pages behind the gate: without a live pass one reads why, and how to come back. */
export async function requirePass(locale: Locale): Promise<PassProof> {
  const pass = await currentPass();
  if (isPass(pass)) return pass;
  redirect(href(locale, `/pass/${pass.code}`));
}
