import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { clinicDay, nextListedDay } from '@/lib/booking/queries';
import { seoulInstant } from '@/lib/campaign/seoul';
import { requireClinic } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { askedDay } from './asked-day';
import { BookingTable } from './booking-table';
import { DayNav } from './day-nav';
import { cancelledGroups, dayGroups, headsIn } from './lines';
import { OtherDelivery } from './other-delivery';
import { Search } from './search';
import '../dense.css';
import './list.css';

export async function generateMetadata({ params }: PageProps<'/[locale]/staff'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'staff')('title') } : {};
}

const markProblems = [
  'booking-unknown',
  'not-today',
  'paused',
  'first-not-given',
  'delivery-unknown',
  'foreign-origin',
  'too-often',
  'bad-request',
] as const;

/** The list of the clinic where one works. No address names a clinic. */
export default async function ClinicList({ params, searchParams }: PageProps<'/[locale]/staff'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const proof = await requireClinic(locale);
  const { date, mark, booking } = await searchParams;
  const problem = markProblems.find((one) => one === mark);
  const asked = askedDay(date);
  const day = asked ?? (await nextListedDay(proof));
  const list = await clinicDay(proof, day);
  const t = words(locale, 'staff');
  const heads = headsIn(locale);
  const dayInWords = t('day', { at: seoulInstant(day, '12:00') });
  const asksWhich = problem === 'delivery-unknown' || mark === 'other';
  const unmarked = asksWhich && list.confirmed.find(({ id, vaccinatedAt }) => id === booking && !vaccinatedAt);
  const counts = { confirmed: list.confirmed.length, cancelled: list.cancelled.length };
  return (
    <PageShell
      locale={locale}
      path="/staff"
      audience="staff"
      heading={t('title')}
      lead={t('lead', { clinic: nameIn(locale, list.clinic), day: dayInWords })}
    >
      {problem && <Reply again={crypto.randomUUID()} title={words(locale, 'staff')(`mark.refusal.${problem}`)} />}
      {unmarked && <OtherDelivery locale={locale} clinic={proof} day={day} booking={unmarked} />}
      {date !== undefined && !asked && <Notice kind="warning" title={t('badDay')} />}
      <DayNav locale={locale} day={day} />
      <p className="no-print">
        <a href={`${href(locale, '/staff/export')}?date=${day}`}>{words(locale, 'privacy')('export.title')}</a> ·{' '}
        <a href={href(locale, '/staff/recall')}>{words(locale, 'recall')('clinicPage.title')}</a> ·{' '}
        <a href={href(locale, '/staff/leftover')}>{words(locale, 'waiting')('leftover.title')}</a>
      </p>
      <Search
        locale={locale}
        label={t('search.label')}
        hint={t('search.hint')}
        button={t('search.button')}
        caption={t('table.found')}
        heads={heads}
        back={{ href: `${href(locale, '/staff')}?date=${day}`, label: t('search.back') }}
      >
        <p>{t('asOf', { day: t('shortDay', { at: list.now }), time: t('time', { at: list.now }), ...counts })}</p>
        {list.halfHours.length === 0 && <Notice kind="info" title={t('closed')} />}
        {list.halfHours.length > 0 && <BookingTable caption={t('table.confirmed')} heads={heads} groups={dayGroups(locale, list)} />}
        {counts.cancelled > 0 && (
          <BookingTable caption={t('table.cancelled')} heads={heads} groups={cancelledGroups(locale, list.cancelled)} />
        )}
      </Search>
    </PageShell>
  );
}
