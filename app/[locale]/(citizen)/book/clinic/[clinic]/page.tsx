import { notFound } from 'next/navigation';
import { Facts } from '@/components/facts';
import { LinkList } from '@/components/link-list';
import { seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { requirePass } from '@/lib/line/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';
import { clinicDays } from '@/lib/supply/queries';
import { BookingShell } from '../../booking-shell';
import { stepTitle } from '../../step-title';

export const generateMetadata = stepTitle('day');

export default async function Days({ params, searchParams }: PageProps<'/[locale]/book/clinic/[clinic]'>) {
  const { locale, clinic: id } = await params;
  if (!isLocale(locale)) notFound();
  const pass = await requirePass(locale);
  const found = await clinicDays(pass, id);
  if (!found) notFound();
  const t = words(locale, 'booking');
  const { clinic, days } = found;
  const { remark } = await searchParams;
  return (
    <BookingShell
      locale={locale}
      pass={pass}
      path={`/book/clinic/${clinic.id}`}
      step="day"
      heading={t('clinic.title', { clinic: nameIn(locale, clinic) })}
      back={{ href: href(locale, `/book/${clinic.provinceCode}/${clinic.district.code}`), label: t('clinic.back') }}
      remark={remark}
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
            href: href(locale, `/book/clinic/${clinic.id}/${day}`),
            label: dayWords(locale, seoulInstant(day, '12:00'), pass.now),
            detail: t('places', { places }),
          }))}
        />
      </section>
    </BookingShell>
  );
}
