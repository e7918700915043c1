import { notFound } from 'next/navigation';
import { recentRound, roundById } from '@/lib/campaign/queries';
import { sameOrigin } from '@/lib/identity/gate';
import { enter } from '@/lib/line/commands';
import { passHeader, renewTicket, repeatNotYet, ticketHolder } from '@/lib/line/gate';
import { isStarved } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';
import { href, isLocale, type Locale } from '@/lib/platform/words';
import { noteEntry } from '@/lib/presence/commands';
import { onward, refusalAnswer } from '../answer';

export async function POST(_request: Request, { params }: RouteContext<'/[locale]/line/[round]/enter'>): Promise<Response> {
  const { locale, round: roundId } = await params;
  if (!isLocale(locale)) notFound();
  try {
    return await answered(locale, roundId);
  } catch (fault) {
    if (!isStarved(fault)) throw fault;
    // Whoever had been let in by then is found inside when they ask again.
    return await refusalAnswer(locale, roundId, refuse('too-busy', { seconds: 5 + Math.floor(Math.random() * 10) }));
  }
}

async function answered(locale: Locale, roundId: string): Promise<Response> {
  if (!(await sameOrigin())) return await refusalAnswer(locale, roundId, refuse('foreign-origin'));
  // Only for the clock by which the ticket's own expiry is read; the statement of the gate asks for the window itself.
  const found = (await recentRound(roundId)) ?? (await roundById(roundId));
  if (!found) return await refusalAnswer(locale, roundId, refuse('round-unknown'));
  const holder = await ticketHolder(roundId, found.campaign.now);
  if (!holder.ok) return await refusalAnswer(locale, roundId, holder);
  const entry = await enter(holder.beneficiary, roundId, holder.number);
  if (!entry.ok) {
    if (entry.code === 'ticket-changed') await renewTicket(holder.beneficiary, roundId);
    const answer = await refusalAnswer(locale, roundId, entry);
    if (entry.code === 'not-called') await repeatNotYet(href(locale, `/line/${roundId}/enter`), roundId, holder, answer);
    return answer;
  }
  await noteEntry(entry.headId, roundId, holder.number);
  return await onward(href(locale, '/book'), passHeader(holder.beneficiary, roundId, entry));
}
