import type { ReactNode } from 'react';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import type { BookingView } from '@/lib/booking/queries';
import { decide } from '@/lib/campaign/eligibility';
import type { CampaignView } from '@/lib/campaign/queries';
import { seoulInstant } from '@/lib/campaign/seoul';
import { cohortWords, momentWords, windowWords } from '@/lib/campaign/window-words';
import { kinshipOf } from '@/lib/helping/kinship';
import type { Act } from '@/lib/helping/queries';
import type { HouseholdView } from '@/lib/household/queries';
import type { CitizenProof } from '@/lib/identity/proof';
import type { Represented } from '@/lib/identity/queries';
import { currentPass, isPass } from '@/lib/line/gate';
import { refuse } from '@/lib/platform/refusal';
import { href, type Locale, words } from '@/lib/platform/words';
import { Acts } from '../acts';
import { OwnLikely } from './own-likely';
import { Provisional } from './provisional';
import { ticketRefusalWords } from './refusal-words';
import { TicketForm } from './ticket-form';

interface PersonCardProps {
  locale: Locale;
  citizen: CitizenProof;
  person: Represented;
  campaign: CampaignView;
  /** The round from whose page one comes. */
  wanted: string | undefined;
  /** Rounds in which this person has a place. */
  tickets: string[];
  /** Why an office has refused them. */
  refusal: string | undefined;
  /** In which this person books together with others. */
  households: HouseholdView[];
  /** In this campaign. */
  booking: BookingView | undefined;
  /** What happened for this person lately. */
  acts: Act[];
}

/** One person: the booking they have; else which round is theirs, why, and the button for their place; or what stands against it. */
export function PersonCard(props: PersonCardProps) {
  const { locale, person, booking, acts } = props;
  const t = words(locale, 'identity');
  const isSelf = person.relation === 'self';
  return (
    <Card heading={isSelf ? t('me.self', { name: person.name }) : person.name}>
      {person.relation === 'helper' && (
        <p>{t('me.kinship', { kinship: words(locale, 'helping')(`kinship.${kinshipOf(person.kinship)}`) })}</p>
      )}
      {person.relation === 'agent' && <p>{t('me.agent')}</p>}
      {booking && <Booked locale={locale} booking={booking} />}
      {booking?.status !== 'confirmed' && <Turn {...props} />}
      <Acts locale={locale} acts={acts} />
    </Card>
  );
}

async function Booked({ locale, booking }: { locale: Locale; booking: BookingView }) {
  const t = words(locale, 'identity');
  const { clinic, startsAt, now, status } = booking;
  const isDone = status === 'confirmed';
  const pass = isDone ? null : await currentPass();
  // What somebody else holds for them, or this person on another device, is finished there.
  const here = pass && isPass(pass) && pass.party.some(({ personId }) => personId === booking.personId);
  return (
    <>
      <Notice kind={isDone ? 'success' : 'warning'} title={t(isDone ? 'me.booked' : 'me.held')}>
        <p>{t('me.appointment', { when: momentWords(locale, startsAt, now), clinic: locale === 'ko' ? clinic.nameKo : clinic.nameEn })}</p>
      </Notice>
      {isDone && <ButtonLink href={href(locale, `/bookings/${booking.id}`)}>{t('me.seeBooking')}</ButtonLink>}
      {here && <ButtonLink href={href(locale, '/book/check')}>{words(locale, 'booking')('held.toCheck')}</ButtonLink>}
    </>
  );
}

function Turn({ locale, citizen, person, campaign, wanted, tickets, refusal, households }: PersonCardProps): ReactNode {
  const t = words(locale, 'identity');
  const { name, relation, birthDate, personId } = person;
  const { rounds, now, phone } = campaign;
  // Who is not found is answered by the rules as if they were: whether they will be, an office says.
  const about = { person: { ...person, onRoll: true }, rounds, now, relation };
  const asked = wanted && person.verified ? decide({ ...about, wantedRoundId: wanted }) : null;
  const own = person.verified ? decide(about) : refuse('not-verified');
  const answer = asked?.ok ? asked : own;
  const born = {
    term: t('me.birthDate', { verified: String(person.verified) }),
    value: t('me.birthDateOf', { at: seoulInstant(birthDate, '12:00') }),
  };
  if (!answer.ok) {
    return (
      <>
        <Notice kind="warning" title={t('me.notNow')}>
          <p>{ticketRefusalWords(locale, asked?.ok === false ? asked : answer)}</p>
        </Notice>
        <Facts items={[born]} />
        <ButtonLink variant="secondary" href={`tel:${phone}`}>
          {t('me.call', { phone })}
        </ButtonLink>
      </>
    );
  }
  const { round } = answer;
  const notThis = asked?.ok === false ? asked : null;
  const hasTicket = tickets.includes(round.id);
  const people = households.find(({ roundId }) => roundId === round.id)?.members.length ?? 1;
  const whose = relation === 'self' ? '' : 'For';
  const gainsNothing = !hasTicket && round.lineOrder === 'drawn' && now < round.drawAt;
  const isProvisional = !person.onRoll;
  const facts = [
    { term: t('me.round'), value: locale === 'ko' ? round.nameKo : round.nameEn },
    { term: t('me.window'), value: windowWords(locale, round, now) },
    { term: t('me.rule'), value: cohortWords(locale, round.cohort).join(', ') },
    born,
  ];
  return (
    <>
      {notThis && (
        <Notice kind="warning" title={t('me.notThis')}>
          <p>{ticketRefusalWords(locale, notThis)}</p>
        </Notice>
      )}
      <Facts items={facts} />
      {!isProvisional && <OwnLikely locale={locale} citizen={citizen} personId={personId} round={round} now={now} />}
      {people > 1 && <p>{words(locale, 'household')('number', { count: people })}</p>}
      {isProvisional && (
        <Provisional
          locale={locale}
          personId={personId}
          round={round.id}
          isKept={hasTicket}
          refusal={refusal}
          isSelf={relation === 'self'}
        />
      )}
      {!isProvisional && hasTicket && <Notice kind="success" title={t(`me.hasTicket${whose}`, { name })} />}
      {!isProvisional && (
        <TicketForm
          locale={locale}
          beneficiary={personId}
          round={round.id}
          label={t(hasTicket ? `me.toLine${whose}` : `me.take${whose}`, { name })}
          refused={t('me.notNow')}
        />
      )}
      {!isProvisional && hasTicket && (
        <ButtonLink variant="secondary" href={href(locale, `/me/wishes/${round.id}`)}>
          {words(locale, 'wish')('title')}
        </ButtonLink>
      )}
      {gainsNothing && !refusal && <p>{t('me.early')}</p>}
    </>
  );
}
