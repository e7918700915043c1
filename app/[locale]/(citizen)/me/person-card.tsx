import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import { decide } from '@/lib/campaign/eligibility';
import type { CampaignView } from '@/lib/campaign/queries';
import { seoulInstant } from '@/lib/campaign/seoul';
import { cohortWords, windowWords } from '@/lib/campaign/window-words';
import type { Represented } from '@/lib/identity/queries';
import { refuse } from '@/lib/platform/refusal';
import { type Locale, words } from '@/lib/platform/words';
import { ticketRefusalWords } from './refusal-words';
import { TicketForm } from './ticket-form';

interface PersonCardProps {
  locale: Locale;
  person: Represented;
  campaign: CampaignView;
  /** Rounds in which this person has a place. */
  tickets: string[];
}

/** One person: which round is theirs and why, and the button for their place; or the rule that stands against it. */
export function PersonCard({ locale, person, campaign, tickets }: PersonCardProps) {
  const t = words(locale, 'identity');
  const { name, relation } = person;
  const isSelf = relation === 'self';
  const { rounds, now, phone } = campaign;
  const answer = person.verified ? decide({ person, rounds, now, relation }) : refuse('not-verified');
  const birthDate = { term: t('me.birthDate'), value: t('me.birthDateOf', { at: seoulInstant(person.birthDate, '12:00') }) };
  const heading = isSelf ? t('me.self', { name }) : name;

  if (!answer.ok) {
    return (
      <Card heading={heading}>
        {!isSelf && <p>{t('me.kinship', { kinship: person.kinship })}</p>}
        <Notice kind="warning" title={t('me.notNow')}>
          <p>{ticketRefusalWords(locale, answer)}</p>
        </Notice>
        <Facts items={[birthDate]} />
        <ButtonLink variant="secondary" href={`tel:${phone}`}>
          {t('me.call', { phone })}
        </ButtonLink>
      </Card>
    );
  }

  const { round } = answer;
  const hasTicket = tickets.includes(round.id);
  const isEarly = !hasTicket && round.lineOrder === 'drawn' && now < round.drawAt;
  const label = hasTicket ? (isSelf ? 'me.toLine' : 'me.toLineFor') : isSelf ? 'me.take' : 'me.takeFor';
  return (
    <Card heading={heading}>
      {!isSelf && <p>{t('me.kinship', { kinship: person.kinship })}</p>}
      <Facts
        items={[
          { term: t('me.round'), value: locale === 'ko' ? round.nameKo : round.nameEn },
          { term: t('me.window'), value: windowWords(locale, round, now) },
          { term: t('me.rule'), value: cohortWords(locale, round.cohort).join(', ') },
          birthDate,
        ]}
      />
      {hasTicket && <Notice kind="success" title={t(isSelf ? 'me.hasTicket' : 'me.hasTicketFor', { name })} />}
      <TicketForm locale={locale} beneficiary={person.personId} round={round.id} label={t(label, { name })} refused={t('me.notNow')} />
      {isEarly && <p>{t('me.early')}</p>}
    </Card>
  );
}
