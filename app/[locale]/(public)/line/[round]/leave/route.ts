import { notFound } from 'next/navigation';
import { roundById } from '@/lib/campaign/queries';
import { sameOrigin } from '@/lib/identity/gate';
import { endPass } from '@/lib/line/commands';
import { currentPass, forgetPass, isPass } from '@/lib/line/gate';
import { refuse } from '@/lib/platform/refusal';
import { href, isLocale } from '@/lib/platform/words';
import { onward, refusalAnswer } from '../answer';

/** The person leaves the booking pages by the button: the seat is the next one's at once. */
export async function POST(_request: Request, { params }: RouteContext<'/[locale]/line/[round]/leave'>): Promise<Response> {
  const { locale, round: roundId } = await params;
  if (!isLocale(locale)) notFound();
  if (!(await sameOrigin())) return await refusalAnswer(locale, roundId, refuse('foreign-origin'));
  if (!(await roundById(roundId))) return await refusalAnswer(locale, roundId, refuse('round-unknown'));
  const pass = await currentPass();
  // A pass of another round is not what this button gives up.
  if (!isPass(pass) || pass.roundId === roundId) {
    if (isPass(pass)) await endPass(pass);
    await forgetPass();
  }
  return await onward(href(locale, `/line/${roundId}`));
}
