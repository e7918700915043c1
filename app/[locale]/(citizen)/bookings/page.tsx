import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { LinkList } from '@/components/link-list';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { activeBookings } from '@/lib/booking/queries';
import { remarkOf } from '@/lib/booking/remark';
import { momentWords } from '@/lib/campaign/window-words';
import { recentActs } from '@/lib/helping/queries';
import { requireCitizen } from '@/lib/identity/gate';
import { peopleOf } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { lookedFor } from '@/lib/recall/queries';
import { nameIn } from '@/lib/supply/naming';
import { Acts } from '../acts';

export async function generateMetadata({ params }: PageProps<'/[locale]/bookings'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'booking')('list.title') } : {};
}

export default async function Bookings({ params, searchParams }: PageProps<'/[locale]/bookings'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/bookings');
  const people = await peopleOf(citizen);
  const ids = people.map((person) => person.personId);
  const [bookings, acts, lost] = await Promise.all([activeBookings(ids), recentActs(ids), lookedFor(ids)]);
  const t = words(locale, 'booking');
  const remark = remarkOf((await searchParams).remark);
  return (
    <PageShell locale={locale} path="/bookings" audience="citizen" heading={t('list.title')} lead={t('list.lead')}>
      {remark && (
        <Reply again={crypto.randomUUID()} title={t('refusalTitle')}>
          <p>{t(`refusal.${remark}`)}</p>
        </Reply>
      )}
      {people.map(({ personId, name }) => {
        const theirs = bookings.filter((booking) => booking.personId === personId);
        return (
          <section key={personId} className="flow-tight">
            <h2>{t('list.of', { name })}</h2>
            {lost
              .filter((booking) => booking.personId === personId)
              .map(({ bookingId, number }) => (
                <p key={bookingId}>
                  <a href={href(locale, `/bookings/${bookingId}`)}>
                    {number} · {words(locale, 'recall')('mine.list')}
                  </a>
                </p>
              ))}
            {theirs.length === 0 && <p>{t('list.none')}</p>}
            {theirs.length > 0 && (
              <LinkList
                items={theirs.map((booking) => ({
                  href: href(locale, booking.number ? `/bookings/${booking.id}` : '/book/check'),
                  label: `${momentWords(locale, booking.startsAt, booking.now)} · ${nameIn(locale, booking.clinic)}`,
                  detail: booking.number ? t('list.confirmed', { number: booking.number }) : t('list.held'),
                }))}
              />
            )}
            <Acts locale={locale} acts={acts.filter((act) => act.personId === personId)} />
          </section>
        );
      })}
      <ButtonLink variant="secondary" href={href(locale, '/me')}>
        {t('list.toMe')}
      </ButtonLink>
    </PageShell>
  );
}
