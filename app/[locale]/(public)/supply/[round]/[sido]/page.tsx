import { notFound } from 'next/navigation';
import { LinkList } from '@/components/link-list';
import { regionPlaces } from '@/lib/availability/queries';
import { href, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { provinceOf } from '@/lib/supply/queries';
import { BrowseShell, browseTitle } from '../browse-shell';
import { found } from '../found';

export const revalidate = 5;
export const generateStaticParams = () => [];
export const generateMetadata = browseTitle('region');

export default async function Districts({ params }: PageProps<'/[locale]/supply/[round]/[sido]'>) {
  const { locale, campaign, round } = await found(params);
  const { sido } = await params;
  const scope = { campaignId: campaign.id, roundId: round.id };
  const province = /^\d{2}$/.test(sido) ? await provinceOf(scope, sido) : null;
  if (!province) notFound();
  const published = new Map((await regionPlaces(round.id, sido)).map(({ code, places }) => [code, places]));
  const t = words(locale, 'supply');
  return (
    <BrowseShell
      locale={locale}
      campaign={campaign}
      round={round}
      path={`/supply/${round.id}/${sido}`}
      step="region"
      heading={words(locale, 'booking')('district.title', { province: nameIn(locale, province) })}
      back={{ href: href(locale, `/supply/${round.id}`), label: words(locale, 'booking')('district.back') }}
    >
      <LinkList
        items={province.districts.map((district) => {
          const places = published.get(district.code) ?? 0;
          return {
            href: href(locale, `/supply/${round.id}/${sido}/${district.code}`),
            label: nameIn(locale, district),
            detail: places > 0 ? t('area', { left: district.places, places }) : t('areaNone'),
          };
        })}
      />
    </BrowseShell>
  );
}
