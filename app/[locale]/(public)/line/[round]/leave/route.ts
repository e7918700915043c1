import { notFound } from 'next/navigation';
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
  const pass = await currentPass();
  if (isPass(pass)) await endPass(pass);
  await forgetPass();
  return await onward(href(locale, `/line/${roundId}`));
}
