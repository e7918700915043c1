import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { LinkList } from '@/components/link-list';
import { Notice } from '@/components/notice';
import { requirePass } from '@/lib/line/gate';
import type { PassProof } from '@/lib/line/proof';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { districtOf, provinces } from '@/lib/supply/queries';
import { BookingShell } from './booking-shell';
import { stepTitle } from './step-title';

export const generateMetadata = stepTitle('region');

/** Where the person looked last time, if the browser kept it and it still exists. */
async function lastDistrict(locale: Locale, pass: PassProof) {
  const code = (await cookies()).get('region')?.value ?? '';
  const district = /^\d{5}$/.test(code) ? await districtOf(pass, code) : null;
  if (!district) return null;
  const places = district.clinics.reduce((sum, clinic) => sum + clinic.places, 0);
  return {
    href: href(locale, `/supply/${pass.roundId}/${district.province.code}/${district.code}`),
    label: `${nameIn(locale, district.province)} ${nameIn(locale, district)}`,
    detail: words(locale, 'booking')('places', { places }),
  };
}

export default async function Regions({ params, searchParams }: PageProps<'/[locale]/book'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const pass = await requirePass(locale);
  const t = words(locale, 'booking');
  const [areas, last] = await Promise.all([provinces(pass), lastDistrict(locale, pass)]);
  const { remark } = await searchParams;
  return (
    <BookingShell
      locale={locale}
      pass={pass}
      path="/book"
      step="region"
      heading={t('region.title')}
      lead={t('region.lead')}
      remark={remark}
    >
      {areas.every((area) => area.places === 0) && (
        <Notice kind="warning" title={t('region.none')}>
          <p>
            <a href={href(locale, '/offers')}>{words(locale, 'waiting')('link')}</a>
          </p>
        </Notice>
      )}
      {last && (
        <section className="flow-tight">
          <h2>{t('region.last')}</h2>
          <LinkList items={[last]} />
        </section>
      )}
      <section className="flow-tight">
        <h2>{t('region.list')}</h2>
        <LinkList
          items={areas.map((area) => ({
            href: href(locale, `/supply/${pass.roundId}/${area.code}`),
            label: nameIn(locale, area),
            detail: t('places', { places: area.places }),
          }))}
        />
      </section>
    </BookingShell>
  );
}
