import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { activeBookings } from '@/lib/booking/queries';
import { currentCampaign } from '@/lib/campaign/queries';
import { recentActs } from '@/lib/helping/queries';
import { householdsOf } from '@/lib/household/queries';
import { requirePeople } from '@/lib/identity/gate';
import { rolesOf } from '@/lib/identity/queries';
import { ticketsOf } from '@/lib/line/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { keptPlaces, refusedPeople } from '@/lib/roll/queries';
import { HouseholdParts } from './household-part';
import { PersonCard } from './person-card';

export async function generateMetadata({ params }: PageProps<'/[locale]/me'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'identity')('me.title') } : {};
}

export default async function Me({ params, searchParams }: PageProps<'/[locale]/me'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'identity');
  // From the line page of a round: whoever comes from the wrong one reads why it is not theirs.
  const { round: asked, consent } = await searchParams;
  const wanted = typeof asked === 'string' && /^[a-z0-9-]{1,40}$/.test(asked) ? asked : undefined;
  const { citizen, people } = await requirePeople(locale, wanted ? `/me?round=${wanted}` : '/me');
  // Once; whoever wants to look around first says so with the address.
  if (citizen.consentMissing && consent !== 'later') redirect(href(locale, wanted ? `/me/consent?round=${wanted}` : '/me/consent'));
  const [campaign, roles] = await Promise.all([currentCampaign(), rolesOf(citizen.personId)]);
  const ids = people.map(({ personId }) => personId);
  const [tickets, kept, refused, bookings, households, acts] = await Promise.all([
    ticketsOf(ids),
    keptPlaces(ids),
    refusedPeople(ids),
    activeBookings(ids),
    householdsOf(ids),
    recentActs(ids),
  ]);
  return (
    <PageShell locale={locale} path="/me" audience="citizen" heading={t('me.title')} lead={t('me.signedInAs', { name: citizen.name })}>
      {campaign ? (
        people.map((person) => (
          <PersonCard
            key={person.personId}
            locale={locale}
            citizen={citizen}
            person={person}
            campaign={campaign}
            wanted={campaign.rounds.some(({ id }) => id === wanted) ? wanted : undefined}
            tickets={[...tickets, ...kept].filter(({ personId }) => personId === person.personId).map(({ roundId }) => roundId)}
            refusal={refused.find(({ personId }) => personId === person.personId)?.reason}
            households={households.filter(({ members }) => members.some(({ personId }) => personId === person.personId))}
            acts={acts.filter((act) => act.personId === person.personId && (person.relation !== 'self' || act.actorId !== person.personId))}
            booking={bookings.find((booking) => booking.personId === person.personId && booking.campaign.id === campaign.id)}
          />
        ))
      ) : (
        <Notice kind="info" title={t('me.noCampaign')} />
      )}
      {campaign && <HouseholdParts locale={locale} campaign={campaign} people={people} households={households} />}
      <p className="flex flex-wrap gap-3">
        <ButtonLink variant="secondary" href={href(locale, '/bookings')}>
          {t('me.bookings')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={href(locale, '/offers')}>
          {words(locale, 'waiting')('link')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={href(locale, '/me/notices')}>
          {words(locale, 'notice')('mine.link')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={href(locale, '/me/data')}>
          {words(locale, 'privacy')('data.title')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={href(locale, '/me/sessions')}>
          {words(locale, 'privacy')('sessions.title')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={href(locale, '/me/helpers')}>
          {words(locale, 'helping')('title')}
        </ButtonLink>
        {roles.clinicId && (
          <ButtonLink variant="secondary" href={href(locale, '/staff')}>
            {t('me.staff')}
          </ButtonLink>
        )}
        {roles.agent && (
          <ButtonLink variant="secondary" href={href(locale, '/desk')}>
            {words(locale, 'desk')('title')}
          </ButtonLink>
        )}
        {roles.operator && (
          <ButtonLink variant="secondary" href={href(locale, '/operations')}>
            {t('me.operations')}
          </ButtonLink>
        )}
      </p>
    </PageShell>
  );
}
