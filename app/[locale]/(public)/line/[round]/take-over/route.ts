import { notFound } from 'next/navigation';
import { roundById } from '@/lib/campaign/queries';
import { sameOrigin } from '@/lib/identity/gate';
import { enter } from '@/lib/line/commands';
import { passHeader, renewTicket, ticketHolder } from '@/lib/line/gate';
import { refuse } from '@/lib/platform/refusal';
import { href, isLocale } from '@/lib/platform/words';
import { takeOver } from '@/lib/takeover/commands';
import { onward, refusalAnswer } from '../answer';

export async function POST(_request: Request, { params }: RouteContext<'/[locale]/line/[round]/take-over'>): Promise<Response> {
  const { locale, round: roundId } = await params;
  if (!isLocale(locale)) notFound();
  if (!(await sameOrigin())) return await refusalAnswer(locale, roundId, refuse('foreign-origin'));
  const found = await roundById(roundId);
  if (!found) return await refusalAnswer(locale, roundId, refuse('round-unknown'));
  const holder = await ticketHolder(roundId, found.campaign.now);
  if (!holder.ok) return await refusalAnswer(locale, roundId, holder);
  const asked = await takeOver(holder.beneficiary, roundId);
  // The other session has handed the pass over, or has left: the gate says which.
  const isOver = !asked.ok && asked.code === 'nothing-to-take-over';
  const taken = isOver ? await enter(holder.beneficiary, roundId, holder.number) : asked;
  if (!taken.ok && taken.code === 'ticket-changed') await renewTicket(holder.beneficiary, roundId);
  if (!taken.ok) return await refusalAnswer(locale, roundId, taken);
  return await onward(href(locale, '/book'), passHeader(holder.beneficiary, roundId, taken));
}
