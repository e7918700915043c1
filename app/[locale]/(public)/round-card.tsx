import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import type { RoundView } from '@/lib/campaign/queries';
import { type RoundPhase, shownWindow } from '@/lib/campaign/round';
import { cohortWords, momentWords, windowWords } from '@/lib/campaign/window-words';
import { href, type Locale, words } from '@/lib/platform/words';

interface RoundCardProps {
  locale: Locale;
  round: RoundView;
  phase: RoundPhase | 'cancelled';
  now: Date;
}

export function RoundCard({ locale, round, phase, now }: RoundCardProps) {
  const t = words(locale, 'landing');
  const heading = locale === 'ko' ? round.nameKo : round.nameEn;
  if (round.cancelled) {
    return (
      <Card heading={heading} level={3}>
        <p className="font-bold">{t('phase.cancelled')}</p>
        <p>{t('window', { window: windowWords(locale, shownWindow(round), now) })}</p>
        <p>{t('reason', { reason: round.cancelled.reason })}</p>
        <p>
          <ButtonLink href={href(locale, `/when/${round.id}`)} variant="secondary">
            {t('instead')}
          </ButtonLink>
        </p>
      </Card>
    );
  }
  if (phase === 'closed') {
    return (
      <Card heading={heading} level={3}>
        <p>{t('ended', { closes: momentWords(locale, round.closesAt, now) })}</p>
      </Card>
    );
  }
  return (
    <Card heading={heading} level={3}>
      <p className="font-bold">{t(`phase.${phase}`)}</p>
      <p>{t('window', { window: windowWords(locale, round, now) })}</p>
      <ul>
        {cohortWords(locale, round.cohort).map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      {round.lineOrder === 'arrival' && <p>{t('arrival')}</p>}
      <p>
        <ButtonLink href={href(locale, `/line/${round.id}`)} variant={phase === 'open' ? 'primary' : 'secondary'}>
          {t('line')}
        </ButtonLink>
      </p>
      <p>
        <a href={href(locale, `/supply/${round.id}`)}>{words(locale, 'supply')('link')}</a>
      </p>
    </Card>
  );
}
