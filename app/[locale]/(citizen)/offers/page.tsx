import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ActForm } from '@/components/act-form';
import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { productWords } from '@/lib/booking/product-words';
import { momentWords } from '@/lib/campaign/window-words';
import { requireCitizen } from '@/lib/identity/gate';
import { peopleOf } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';
import { listNamed, offersTo, roundsWithTicket, waitingOf } from '@/lib/waiting/queries';
import { Press } from '../book/press';
import { acceptOfferAction, declineOfferAction, joinWaitingAction, leaveWaitingAction } from './actions';

type Props = PageProps<'/[locale]/offers'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'waiting')('title') } : {};
}

const problems = [
  'foreign-origin',
  'too-many',
  'bad-request',
  'not-drawn',
  'no-ticket',
  'vaccinated',
  'place-unknown',
  'offer-unknown',
  'offer-gone',
  'slot-closed',
] as const;
const dones = ['joined', 'left', 'declined'] as const;
const code = (value: unknown) => (typeof value === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(value) ? value : null);

/** Places that are offered, the lists on which one waits, and the way onto one. */
export default async function Offers({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const asked = await searchParams;
  const [clinic, region] = [code(asked.clinic), code(asked.region)];
  const where = clinic ? { clinic } : region ? { region } : null;
  const here = clinic ? (`/offers?clinic=${clinic}` as const) : region ? (`/offers?region=${region}` as const) : '/offers';
  const citizen = await requireCitizen(locale, here);
  const people = await peopleOf(citizen);
  const ids = people.map(({ personId }) => personId);
  const [offers, lists, tickets, list] = await Promise.all([
    offersTo(ids),
    waitingOf(ids),
    roundsWithTicket(ids),
    where && listNamed(where),
  ]);
  const t = words(locale, 'waiting');
  const problem = problems.find((one) => one === asked.problem);
  const done = dones.find((one) => one === asked.done);
  const nameOf = (personId: string) => people.find((one) => one.personId === personId)?.name ?? '';
  return (
    <PageShell
      locale={locale}
      path="/offers"
      audience="citizen"
      heading={t('title')}
      lead={t('lead')}
      back={{ href: href(locale, '/me'), label: t('back') }}
    >
      {problem && (
        <Reply again={crypto.randomUUID()} title={t('refused')}>
          <p>{t(`problem.${problem}`)}</p>
        </Reply>
      )}
      {done && <Notice kind="success" title={t(`done.${done}`)} />}
      {offers.map((offer) => (
        <Card key={offer.id} heading={t('offer.title', { name: nameOf(offer.personId) })}>
          <Facts
            items={[
              { term: t('offer.when'), value: momentWords(locale, offer.startsAt, offer.now) },
              { term: t('offer.where'), value: nameIn(locale, offer.clinic) },
              { term: t('offer.address'), value: addressIn(locale, offer.clinic) },
              { term: t('offer.what'), value: productWords(locale, offer.product) },
              { term: t('offer.until'), value: momentWords(locale, offer.until, offer.now) },
            ]}
          />
          {offer.laterAt && <p>{t('offer.later', { at: momentWords(locale, offer.laterAt, offer.now) })}</p>}
          <ActForm action={acceptOfferAction} fields={{ locale, person: offer.personId, id: offer.id }}>
            <Press size="large">{t('offer.accept')}</Press>
          </ActForm>
          <ActForm action={declineOfferAction} fields={{ locale, person: offer.personId, id: offer.id }}>
            <Button variant="secondary">{t('offer.decline')}</Button>
          </ActForm>
        </Card>
      ))}
      {offers.length === 0 && <p>{t('offer.none')}</p>}
      {lists.map((one) => (
        <Card key={one.id} heading={t('list.title', { name: nameOf(one.personId), where: nameIn(locale, one.where) })}>
          <p>{t('list.lead')}</p>
          <ActForm action={leaveWaitingAction} fields={{ locale, person: one.personId, id: one.id }}>
            <Button variant="secondary">{t('list.leave')}</Button>
          </ActForm>
        </Card>
      ))}
      {where && list && (
        <Card heading={t('join.title', { where: nameIn(locale, list) })}>
          <p>{t('join.lead')}</p>
          {tickets.length === 0 && <p>{t('problem.no-ticket')}</p>}
          {tickets.map(({ personId, roundId }) => (
            <ActForm
              key={personId}
              action={joinWaitingAction}
              fields={{
                locale,
                person: personId,
                round: roundId,
                where: 'clinic' in where ? `clinic:${where.clinic}` : `region:${where.region}`,
              }}
            >
              <Button>{t('join.yes', { name: nameOf(personId) })}</Button>
            </ActForm>
          ))}
        </Card>
      )}
      {!where && lists.length === 0 && (
        <>
          <p>{t(tickets[0] ? 'join.how' : 'problem.no-ticket')}</p>
          <ButtonLink variant="secondary" href={href(locale, tickets[0] ? `/supply/${tickets[0].roundId}` : '/me')}>
            {tickets[0] ? words(locale, 'supply')('link') : t('back')}
          </ButtonLink>
        </>
      )}
    </PageShell>
  );
}
