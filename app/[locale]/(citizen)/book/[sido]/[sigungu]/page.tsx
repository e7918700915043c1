import { notFound } from 'next/navigation';
import { Card } from '@/components/card';
import { momentWords } from '@/lib/campaign/window-words';
import { requirePass } from '@/lib/line/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';
import { districtOf } from '@/lib/supply/queries';
import { BookingShell } from '../../booking-shell';
import { stepTitle } from '../../step-title';

export const generateMetadata = stepTitle('clinic');

export default async function Clinics({ params, searchParams }: PageProps<'/[locale]/book/[sido]/[sigungu]'>) {
  const { locale, sido, sigungu } = await params;
  if (!isLocale(locale)) notFound();
  const pass = await requirePass(locale);
  const district = /^\d{5}$/.test(sigungu) ? await districtOf(pass, sigungu) : null;
  if (!district || district.province.code !== sido) notFound();
  const t = words(locale, 'booking');
  const { remark } = await searchParams;
  return (
    <BookingShell
      locale={locale}
      pass={pass}
      path={`/book/${sido}/${sigungu}`}
      step="clinic"
      heading={t('clinics.title', { district: nameIn(locale, district) })}
      lead={district.clinics.length > 0 ? t('clinics.lead') : t('clinics.none')}
      back={{ href: href(locale, `/book/${sido}`), label: t('clinics.back') }}
      remark={remark}
    >
      {district.clinics.map((clinic) => (
        <Card key={clinic.id} heading={<a href={href(locale, `/book/clinic/${clinic.id}`)}>{nameIn(locale, clinic)}</a>}>
          <p className="font-bold">
            {t('places', { places: clinic.places })}
            {clinic.nextFree && ` · ${t('clinics.next', { when: momentWords(locale, clinic.nextFree, pass.now) })}`}
          </p>
          <p>{addressIn(locale, clinic)}</p>
          <p>
            <a href={`tel:${clinic.phone}`}>{clinic.phone}</a>
          </p>
        </Card>
      ))}
    </BookingShell>
  );
}
