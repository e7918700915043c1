import { notFound } from 'next/navigation';
import { LinkList } from '@/components/link-list';
import { requirePass } from '@/lib/line/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { provinceOf } from '@/lib/supply/queries';
import { BookingShell } from '../booking-shell';
import { stepTitle } from '../step-title';

export const generateMetadata = stepTitle('region');

export default async function Districts({ params, searchParams }: PageProps<'/[locale]/book/[sido]'>) {
  const { locale, sido } = await params;
  if (!isLocale(locale)) notFound();
  const pass = await requirePass(locale);
  const province = /^\d{2}$/.test(sido) ? await provinceOf(pass, sido) : null;
  if (!province) notFound();
  const t = words(locale, 'booking');
  const { remark } = await searchParams;
  return (
    <BookingShell
      locale={locale}
      pass={pass}
      path={`/book/${sido}`}
      step="region"
      heading={t('district.title', { province: nameIn(locale, province) })}
      back={{ href: href(locale, '/book'), label: t('district.back') }}
      remark={remark}
    >
      <LinkList
        items={province.districts.map((district) => ({
          href: href(locale, `/book/${sido}/${district.code}`),
          label: nameIn(locale, district),
          detail: t('places', { places: district.places }),
        }))}
      />
    </BookingShell>
  );
}
