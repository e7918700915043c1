import { notFound } from 'next/navigation';
import { roundById } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { headNow, peopleOnNumber } from '@/lib/household/queries';
import { sameOrigin } from '@/lib/identity/gate';
import { positionAt } from '@/lib/line/front';
import { renewTicket, ticketHolder } from '@/lib/line/gate';
import { lastNumberCalled, numberOfPlace, placeOf } from '@/lib/line/place';
import { documentOf, drawOf } from '@/lib/line/queries';
import { ticketNumber } from '@/lib/line/ticket-number';
import { refuse } from '@/lib/platform/refusal';
import { href, isLocale, words } from '@/lib/platform/words';
import { pageAnswer, refusalAnswer } from '../answer';

/** One's own number, for browsers without script: a page for this person alone, never kept by a cache. */
export async function POST(_request: Request, { params }: RouteContext<'/[locale]/line/[round]/number'>): Promise<Response> {
  const { locale, round: roundId } = await params;
  if (!isLocale(locale)) notFound();
  if (!(await sameOrigin())) return await refusalAnswer(locale, roundId, refuse('foreign-origin'));
  const [found, document, draw] = await Promise.all([roundById(roundId), documentOf(roundId), drawOf(roundId)]);
  if (!found || !document || !draw) return await refusalAnswer(locale, roundId, refuse('round-unknown'));
  const holder = await ticketHolder(roundId, found.campaign.now);
  if (!holder.ok) return await refusalAnswer(locale, roundId, holder);
  const t = words(locale, 'line');
  const headId = await headNow(roundId, holder.beneficiary.personId);
  const people = await peopleOnNumber(roundId, headId);
  // A cookie of before the household: the person's own number, which is not theirs any more.
  const isOfBefore =
    headId !== holder.beneficiary.personId && holder.number === ticketNumber(draw.ticketKey, holder.beneficiary.personId, roundId);
  if (isOfBefore) await renewTicket(holder.beneficiary, roundId);
  const ticketNo = isOfBefore ? ticketNumber(draw.ticketKey, headId, roundId) : holder.number;
  const last = lastNumberCalled(positionAt(document.fronts.drawn, document.now));
  const number = draw.seed ? numberOfPlace(await placeOf(draw.seed, ticketNo)) : null;
  const path = `/line/${roundId}` as const;
  return await pageAnswer(
    locale,
    roundId,
    t('numberTitle'),
    <>
      <h1>{t('numberTitle')}</h1>
      {number === null ? (
        <p>
          {t('mine.notYet')} {t('why.scheduled', { drawAt: momentWords(locale, found.round.drawAt, found.campaign.now) })}
        </p>
      ) : (
        <p className="big">{t('mine.of', { number: number.toLocaleString(locale) })}</p>
      )}
      {people > 1 && <p>{words(locale, 'household')('number', { count: people })}</p>}
      {document.state === 'open' && document.order === 'drawn' && (
        <p>
          {t('called')}: <strong>{last === 0 ? t('calledNone') : t('calledRange', { last: last.toLocaleString(locale) })}</strong>
        </p>
      )}
      <p>{t('mine.kept')}</p>
      <p>
        {t('ticketNumber')}: <code>{ticketNo}</code> (<a href={href(locale, `/draw/${roundId}`)}>{t('drawCheck')}</a>)
      </p>
      <form method="post" action={href(locale, `${path}/enter`)}>
        <button type="submit">{t('enter')}</button>
      </form>
      <p>
        <a href={href(locale, path)}>{t('back')}</a>
      </p>
    </>,
  );
}
