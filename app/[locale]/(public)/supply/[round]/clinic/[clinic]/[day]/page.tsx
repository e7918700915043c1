import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { roundPhase } from '@/lib/campaign/round';
import { isDate, seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { href, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { clinicTimes } from '@/lib/supply/queries';
import { TimeChoices } from '../../../../../../time-choices';
import { BrowseShell, browseTitle } from '../../../browse-shell';
import { found } from '../../../found';

export const revalidate = 5;
export const generateStaticParams = () => [];
export const generateMetadata = browseTitle('time');

export default async function Times({ params }: PageProps<'/[locale]/supply/[round]/clinic/[clinic]/[day]'>) {
  const { locale, campaign, round } = await found(params);
  const { clinic: id, day } = await params;
  const valid = isDate(day) && /^[A-Za-z0-9-]{1,64}$/.test(id);
  const known = valid ? await clinicTimes({ campaignId: campaign.id, roundId: round.id }, id, day) : null;
  if (!known) notFound();
  const t = words(locale, 'booking');
  const { clinic, times } = known;
  const some = times.some((time) => time.places > 0);
  const open = roundPhase(round, campaign.now) === 'open';
  return (
    <BrowseShell
      locale={locale}
      campaign={campaign}
      round={round}
      path={`/supply/${round.id}/clinic/${clinic.id}/${day}`}
      step="time"
      heading={t('times.title', { day: dayWords(locale, seoulInstant(day, '12:00'), campaign.now) })}
      lead={nameIn(locale, clinic)}
      back={{ href: href(locale, `/supply/${round.id}/clinic/${clinic.id}`), label: t('times.back') }}
    >
      {!some && <p>{t('times.none')}</p>}
      {times.length > 0 && (
        // A page that is kept can't have an action of its own: the form goes to a route behind the gate.
        <form method="post" action={href(locale, '/book/hold')} className="flow-tight">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="back" value={`/book/clinic/${clinic.id}/${day}`} />
          <input type="hidden" name="clinic" value={clinic.id} />
          <input type="hidden" name="region" value={clinic.district.code} />
          <input type="hidden" name="day" value={day} />
          <TimeChoices locale={locale} legend={t('times.legend', { clinic: nameIn(locale, clinic) })} times={times} />
          {some && open && <Button size="large">{t('times.hold')}</Button>}
          {open && <p className="hint">{words(locale, 'supply')('needsPass')}</p>}
          {some && open && (
            // This page is the same for everybody: who of a household is meant can be chosen behind the gate alone.
            <p className="hint">
              {words(locale, 'supply')('together')}{' '}
              <a href={href(locale, `/book/clinic/${clinic.id}/${day}`)}>{words(locale, 'supply')('someOf')}</a>
            </p>
          )}
        </form>
      )}
    </BrowseShell>
  );
}
