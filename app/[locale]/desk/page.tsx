import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { activeBookings } from '@/lib/booking/queries';
import { currentCampaign } from '@/lib/campaign/queries';
import { casesOf, lettersWaiting } from '@/lib/desk/queries';
import { requireAgent } from '@/lib/identity/gate';
import { personOfSession } from '@/lib/identity/queries';
import { ticketsOf } from '@/lib/line/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { deskTicketsAction } from './actions';
import { DeskPerson } from './person';
import { done, refusals } from './remark';
import { Search } from './search';

type Props = PageProps<'/[locale]/desk'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'desk')('title') } : {};
}

/** Of the call centre and the municipal offices. */
export default async function Desk({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const agent = await requireAgent(locale);
  const [cases, campaign, letters, { remark }] = await Promise.all([
    casesOf(agent),
    currentCampaign(),
    lettersWaiting(agent),
    searchParams,
  ]);
  const ids = cases.map(({ personId }) => personId);
  const [people, tickets, bookings] = await Promise.all([
    Promise.all(ids.map((id) => personOfSession(agent.sessionId, id))),
    ticketsOf(ids),
    activeBookings(ids),
  ]);
  const t = words(locale, 'desk');
  const well = done.find((one) => one === remark);
  const ill = refusals.find((one) => one === remark);
  return (
    <PageShell locale={locale} path="/desk" audience="staff" heading={t('title')} lead={t('lead')}>
      {well && <Notice kind="success" title={t(`done.${well}`)} />}
      {ill && (
        <Notice kind="danger" title={t('refusalTitle')}>
          <p>{t(`refusal.${ill}`)}</p>
        </Notice>
      )}
      {letters > 0 && <Notice kind="info" title={t('letter.waiting', { count: letters })} />}
      <section className="flow">
        <h2>{t('cases.title')}</h2>
        {cases.length === 0 && <p>{t('cases.none')}</p>}
        {cases.length > 1 && (
          <form action={deskTicketsAction}>
            <input type="hidden" name="locale" value={locale} />
            <Button>{t('cases.tickets')}</Button>
          </form>
        )}
        {cases.map((one) => {
          const person = people.find((known) => known?.personId === one.personId);
          return (
            person && (
              <DeskPerson
                key={one.id}
                locale={locale}
                one={one}
                person={person}
                campaign={campaign}
                tickets={tickets.filter(({ personId }) => personId === one.personId).map(({ roundId }) => roundId)}
                booking={bookings.find((booking) => booking.personId === one.personId && booking.campaign.id === campaign?.id)}
              />
            )
          );
        })}
      </section>
      <Card heading={t('search.title')}>
        <Search
          locale={locale}
          open={t.raw('search.open')}
          person={t.raw('search.person')}
          texts={{
            hint: t('search.hint'),
            name: t('search.name'),
            birthDate: t('search.birthDate'),
            number: t('search.number'),
            reason: t('search.reason'),
            reasonHint: t('search.reasonHint'),
            channel: t('search.channel'),
            phone: t('search.phone'),
            counter: t('search.counter'),
            button: t('search.button'),
          }}
        />
      </Card>
      <ButtonLink variant="secondary" href={href(locale, '/operations/roll')}>
        {words(locale, 'roll')('office.title')}
      </ButtonLink>
    </PageShell>
  );
}
