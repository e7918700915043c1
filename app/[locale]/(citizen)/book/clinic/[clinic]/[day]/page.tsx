import { notFound } from 'next/navigation';
import { isDate, seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { requirePass } from '@/lib/line/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { clinicTimes } from '@/lib/supply/queries';
import { TimeChoices } from '../../../../../time-choices';
import { BookingShell } from '../../../booking-shell';
import { ChooseForm } from '../../../choose-form';
import { Press } from '../../../press';
import { stepTitle } from '../../../step-title';
import { Nearby } from './nearby';
import { Party } from './party';

export const generateMetadata = stepTitle('time');

export default async function Times({ params, searchParams }: PageProps<'/[locale]/book/clinic/[clinic]/[day]'>) {
  const { locale, clinic: id, day } = await params;
  if (!isLocale(locale)) notFound();
  const pass = await requirePass(locale);
  const found = isDate(day) ? await clinicTimes(pass, id, day) : null;
  if (!found) notFound();
  const t = words(locale, 'booking');
  const { clinic, times } = found;
  const noon = seoulInstant(day, '12:00');
  const { remark } = await searchParams;
  const some = times.some((time) => time.places > 0);
  return (
    <BookingShell
      locale={locale}
      pass={pass}
      path={`/book/clinic/${clinic.id}/${day}`}
      step="time"
      heading={t('times.title', { day: dayWords(locale, noon, pass.now) })}
      lead={nameIn(locale, clinic)}
      back={{ href: href(locale, `/supply/${pass.roundId}/clinic/${clinic.id}`), label: t('times.back') }}
      remark={remark}
    >
      {(remark === 'slot-full' || !some) && <Nearby locale={locale} pass={pass} clinic={clinic} times={times} />}
      {!some && <p>{t('times.none')}</p>}
      {times.length > 0 && (
        <ChooseForm locale={locale} clinic={{ id: clinic.id, regionCode: clinic.district.code }} startsAt={noon}>
          <Party locale={locale} pass={pass} />
          <TimeChoices locale={locale} legend={t('times.legend', { clinic: nameIn(locale, clinic) })} times={times} />
          {some && <Press size="large">{t('times.hold')}</Press>}
        </ChooseForm>
      )}
    </BookingShell>
  );
}
