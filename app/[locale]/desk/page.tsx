import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { activeBookings } from '@/lib/booking/queries';
import { decide } from '@/lib/campaign/eligibility';
import { currentCampaign } from '@/lib/campaign/queries';
import { casesOf, insideNow, lettersWaiting } from '@/lib/desk/queries';
import { requireAgent } from '@/lib/identity/gate';
import { personOfSession } from '@/lib/identity/queries';
import { currentPass, isPass } from '@/lib/line/gate';
import { ticketsOf } from '@/lib/line/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { daysOfRounds, districtsByProvince, productsOfRound, wishBoards } from '@/lib/wish/queries';
import { deskTicketsAction } from './actions';
import { DeskPerson } from './person';
import { done, refusals } from './remark';
import { Search } from './search';
import { DeskEnter, DeskWishes } from './several';

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
  const [people, tickets, bookings, inside] = await Promise.all([
    Promise.all(ids.map((id) => personOfSession(agent.sessionId, id))),
    ticketsOf(ids),
    activeBookings(ids),
    insideNow(agent),
  ]);
  const open = people.flatMap((person) => {
    const one = cases.find(({ personId }) => personId === person?.personId);
    if (!person || !one) return [];
    const turn = campaign && decide({ person, rounds: campaign.rounds, now: campaign.now, relation: person.relation });
    const booking = bookings.find((booked) => booked.personId === person.personId && booked.campaign.id === campaign?.id);
    return [{ one, person, turn, round: turn?.ok ? turn.round : null, booking }];
  });
  const waiting = open.filter(({ round, booking }) => round && booking?.status !== 'confirmed');
  const called = waiting.flatMap(({ person, round }) => (campaign && round && round.opensAt <= campaign.now ? [{ person, round }] : []));
  const apart = called.some(({ round }) => round.id !== called[0]?.round.id);
  const rounds = [...new Set(open.flatMap(({ round }) => (round ? [round.id] : [])))];
  const [boards, days, provinces, products, pass] = await Promise.all([
    Promise.all(rounds.map(async (id) => ({ id, of: await wishBoards(ids, id) }))),
    daysOfRounds(rounds),
    districtsByProvince(''),
    productsOfRound(rounds[0] ?? ''),
    currentPass(),
  ]);
  const t = words(locale, 'desk');
  const well = done.find((one) => one === remark);
  const ill = refusals.find((one) => one === remark);
  return (
    <PageShell locale={locale} path="/desk" audience="staff" heading={t('title')} lead={t('lead')}>
      {well && <Notice kind="success" title={t(`done.${well}`)} />}
      {ill && (
        <Reply again={crypto.randomUUID()} title={t('refusalTitle')}>
          <p>{t(`refusal.${ill}`)}</p>
        </Reply>
      )}
      {letters > 0 && (
        <Notice kind="info" title={t('letter.waiting', { count: letters })}>
          <a href={href(locale, '/desk/letters')}>{t('queue.title')}</a>
        </Notice>
      )}
      <section className="flow">
        <h2>{t('cases.title')}</h2>
        {cases.length === 0 && <p>{t('cases.none')}</p>}
        {cases.length > 1 && (
          <form action={deskTicketsAction}>
            <input type="hidden" name="locale" value={locale} />
            <Button>{t('cases.tickets')}</Button>
          </form>
        )}
        {open.map(({ one, person, turn, round, booking }) => (
          <DeskPerson
            key={one.id}
            locale={locale}
            one={one}
            person={person}
            now={campaign?.now ?? one.now}
            turn={turn}
            hasTicket={tickets.some(({ personId, roundId }) => personId === person.personId && roundId === round?.id)}
            wishes={boards.find(({ id }) => id === round?.id)?.of.find(({ personId }) => personId === person.personId)}
            booking={booking}
          />
        ))}
        {(called.length > 1 || called.some(({ person }) => inside.includes(person.personId))) && (
          <DeskEnter
            locale={locale}
            people={called.map(({ person: { personId, name }, round }) => ({
              personId,
              name: apart ? `${name} (${nameIn(locale, round)})` : name,
            }))}
            apart={apart}
            inside={isPass(pass)}
          />
        )}
        {waiting.length > 0 && (
          <DeskWishes
            locale={locale}
            people={waiting.map(({ person }) => person)}
            choices={days && campaign && { provinces, days, products, now: campaign.now }}
          />
        )}
      </section>
      <Card heading={t('search.title')}>
        <Search
          locale={locale}
          open={t.raw('search.open')}
          person={t.raw('search.person')}
          last={cases.at(-1) ?? null}
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
