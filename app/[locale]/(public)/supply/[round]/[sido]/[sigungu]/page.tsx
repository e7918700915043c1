import { notFound } from 'next/navigation';
import { Card } from '@/components/card';
import { momentWords } from '@/lib/campaign/window-words';
import { href, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';
import { districtOf } from '@/lib/supply/queries';
import { BrowseShell, browseTitle } from '../../browse-shell';
import { found } from '../../found';

export const revalidate = 5;
export const generateStaticParams = () => [];
export const generateMetadata = browseTitle('clinic');

export default async function Clinics({ params }: PageProps<'/[locale]/supply/[round]/[sido]/[sigungu]'>) {
  const { locale, campaign, round } = await found(params);
  const { sido, sigungu } = await params;
  const district = /^\d{5}$/.test(sigungu) ? await districtOf({ campaignId: campaign.id, roundId: round.id }, sigungu) : null;
  if (!district || district.province.code !== sido) notFound();
  const t = words(locale, 'booking');
  return (
    <BrowseShell
      locale={locale}
      campaign={campaign}
      round={round}
      path={`/supply/${round.id}/${sido}/${sigungu}`}
      step="clinic"
      heading={t('clinics.title', { district: nameIn(locale, district) })}
      lead={district.clinics.length > 0 ? t('clinics.lead') : t('clinics.none')}
      back={{ href: href(locale, `/supply/${round.id}/${sido}`), label: t('clinics.back') }}
    >
      {district.clinics.map((clinic) => (
        <Card key={clinic.id} heading={<a href={href(locale, `/supply/${round.id}/clinic/${clinic.id}`)}>{nameIn(locale, clinic)}</a>}>
          <p className="font-bold">
            {t('places', { places: clinic.places })}
            {clinic.nextFree && ` · ${t('clinics.next', { when: momentWords(locale, clinic.nextFree, campaign.now) })}`}
          </p>
          <p>{addressIn(locale, clinic)}</p>
          <p>
            <a href={`tel:${clinic.phone}`}>{clinic.phone}</a>
          </p>
        </Card>
      ))}
      <p>
        <a href={`${href(locale, '/offers')}?region=${sigungu}`}>{words(locale, 'waiting')('link')}</a>
      </p>
    </BrowseShell>
  );
}
