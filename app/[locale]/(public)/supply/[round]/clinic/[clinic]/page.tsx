import { notFound } from 'next/navigation';
import { Facts } from '@/components/facts';
import { LinkList } from '@/components/link-list';
import { seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { href, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';
import { clinicDays } from '@/lib/supply/queries';
import { BrowseShell, browseTitle } from '../../browse-shell';
import { found } from '../../found';

export const revalidate = 5;
export const generateStaticParams = () => [];
export const generateMetadata = browseTitle('day');

export default async function Days({ params }: PageProps<'/[locale]/supply/[round]/clinic/[clinic]'>) {
  const { locale, campaign, round } = await found(params);
  const { clinic: id } = await params;
  const known = /^[A-Za-z0-9-]{1,64}$/.test(id) ? await clinicDays({ campaignId: campaign.id, roundId: round.id }, id) : null;
  if (!known) notFound();
  const t = words(locale, 'booking');
  const { clinic, days } = known;
  return (
    <BrowseShell
      locale={locale}
      campaign={campaign}
      round={round}
      path={`/supply/${round.id}/clinic/${clinic.id}`}
      step="day"
      heading={t('clinic.title', { clinic: nameIn(locale, clinic) })}
      back={{ href: href(locale, `/supply/${round.id}/${clinic.provinceCode}/${clinic.district.code}`), label: t('clinic.back') }}
    >
      <Facts
        items={[
          { term: t('clinic.address'), value: addressIn(locale, clinic) },
          { term: t('clinic.phone'), value: <a href={`tel:${clinic.phone}`}>{clinic.phone}</a> },
        ]}
      />
      <section className="flow-tight">
        <h2>{t('clinic.days')}</h2>
        {days.length === 0 && <p>{t('clinic.none')}</p>}
        <LinkList
          items={days.map(({ day, places }) => ({
            href: href(locale, `/supply/${round.id}/clinic/${clinic.id}/${day}`),
            label: dayWords(locale, seoulInstant(day, '12:00'), campaign.now),
            detail: t('places', { places }),
          }))}
        />
      </section>
      <p>
        <a href={`${href(locale, '/offers')}?clinic=${clinic.id}`}>{words(locale, 'waiting')('link')}</a>
      </p>
    </BrowseShell>
  );
}
