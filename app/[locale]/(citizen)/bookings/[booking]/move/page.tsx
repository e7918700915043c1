import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { LinkList } from '@/components/link-list';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { type BookingView, rangeOfSecond } from '@/lib/booking/queries';
import { remarkOf } from '@/lib/booking/remark';
import { isDate, seoulInstant } from '@/lib/campaign/seoul';
import { dayWords, momentWords } from '@/lib/campaign/window-words';
import { requirePeople } from '@/lib/identity/gate';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { clinicDays, clinicsNearby, clinicTimes, type Scope } from '@/lib/supply/queries';
import { TimeChoices } from '../../../../time-choices';
import { Press } from '../../../book/press';
import { moveAction } from '../../actions';
import { bookingOfCitizen } from '../of-citizen';

type Props = PageProps<'/[locale]/bookings/[booking]/move'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'booking')('move.title') } : {};
}

const text = (asked: string | string[] | undefined): string | undefined => (typeof asked === 'string' ? asked : undefined);

export default async function MovePage({ params, searchParams }: Props) {
  const { locale, booking: id } = await params;
  if (!isLocale(locale)) notFound();
  const path = `/bookings/${id}/move` as const;
  const { people } = await requirePeople(locale, path);
  const { booking } = await bookingOfCitizen(people, id);
  const back = href(locale, `/bookings/${booking.id}`);
  if (booking.status !== 'confirmed') redirect(back);
  const t = words(locale, 'booking');
  const asked = await searchParams;
  const remark = remarkOf(asked.remark);
  const clinicId = text(asked.clinic) ?? booking.clinic.id;
  const day = text(asked.day);
  const scope: Scope = {
    campaignId: booking.campaign.id,
    roundId: booking.roundId,
    moving: { dose: booking.dose, product: booking.product },
  };
  const shown = { locale, booking, scope, clinicId, at: href(locale, path) };
  return (
    <PageShell
      locale={locale}
      path={path}
      audience="citizen"
      heading={t('move.title')}
      lead={t('move.lead', { when: momentWords(locale, booking.startsAt, booking.now), clinic: nameIn(locale, booking.clinic) })}
      back={{ href: day ? `${shown.at}?${new URLSearchParams({ clinic: clinicId })}` : back, label: t(day ? 'times.back' : 'move.back') }}
    >
      {remark && (
        <Reply again={crypto.randomUUID()} title={t('refusalTitle')}>
          <p>{t(`refusal.${remark}`)}</p>
        </Reply>
      )}
      {day && isDate(day) ? <Times {...shown} day={day} /> : <Days {...shown} />}
    </PageShell>
  );
}

interface PartProps {
  locale: Locale;
  booking: BookingView;
  scope: Scope;
  clinicId: string;
  at: string;
}

/** The days of a clinic, and other clinics of its 시군구. */
async function Days({ locale, booking, scope, clinicId, at }: PartProps) {
  const t = words(locale, 'booking');
  const [found, near, range] = await Promise.all([clinicDays(scope, clinicId), clinicsNearby(scope, clinicId), rangeOfSecond(booking)]);
  if (!found) notFound();
  const days = found.days.filter(({ day }) => !range || (day >= range.from && day <= range.to));
  const dayText = (day: string) => dayWords(locale, seoulInstant(day, '12:00'), booking.now);
  return (
    <>
      {range && <p>{t('move.range', { from: dayText(range.from), to: dayText(range.to) })}</p>}
      <section className="flow-tight">
        <h2>{nameIn(locale, found.clinic)}</h2>
        {days.length === 0 && <p>{t('clinic.none')}</p>}
        <LinkList
          items={days.map(({ day, places }) => ({
            href: `${at}?${new URLSearchParams({ clinic: clinicId, day })}`,
            label: dayText(day),
            detail: t('places', { places }),
          }))}
        />
      </section>
      {near.length > 0 && (
        <section className="flow-tight">
          <h2>{t('nearby.clinics')}</h2>
          <LinkList
            items={near.map((clinic) => ({
              href: `${at}?${new URLSearchParams({ clinic: clinic.id })}`,
              label: nameIn(locale, clinic),
              detail: t('places', { places: clinic.places }),
            }))}
          />
        </section>
      )}
    </>
  );
}

async function Times({ locale, booking, scope, clinicId, day }: PartProps & { day: string }) {
  const t = words(locale, 'booking');
  const found = await clinicTimes(scope, clinicId, day);
  if (!found) notFound();
  const times = found.times.filter(({ slotId }) => slotId !== booking.slotId);
  const heading = dayWords(locale, seoulInstant(day, '12:00'), booking.now);
  if (!times.some(({ places }) => places > 0)) return <p>{t('times.none')}</p>;
  return (
    <form action={moveAction} className="flow-tight">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="booking" value={booking.id} />
      <input type="hidden" name="clinic" value={clinicId} />
      <input type="hidden" name="day" value={day} />
      <TimeChoices locale={locale} legend={`${nameIn(locale, found.clinic)}, ${heading}`} times={times} />
      <p>{t('move.sure')}</p>
      <Press size="large">{t('move.press')}</Press>
    </form>
  );
}
