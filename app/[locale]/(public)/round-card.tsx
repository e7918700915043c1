import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import type { RoundView } from '@/lib/campaign/queries';
import type { RoundPhase } from '@/lib/campaign/round';
import { href, type Locale, words } from '@/lib/platform/words';

export function RoundCard({ locale, round, phase }: { locale: Locale; round: RoundView; phase: RoundPhase }) {
  const t = words(locale, 'landing');
  const heading = locale === 'ko' ? round.nameKo : round.nameEn;
  if (phase === 'closed') {
    return (
      <Card heading={heading} level={3}>
        <p>{t('ended', { closes: round.closesAt })}</p>
      </Card>
    );
  }
  return (
    <Card heading={heading} level={3}>
      <p className="font-bold">{t(`phase.${phase}`)}</p>
      <p>{t('window', { opens: round.opensAt, closes: round.closesAt })}</p>
      {round.lineOrder === 'arrival' && <p>{t('arrival')}</p>}
      <p>
        <ButtonLink href={href(locale, `/line/${round.id}`)} variant={phase === 'open' ? 'primary' : 'secondary'}>
          {t('line')}
        </ButtonLink>
      </p>
    </Card>
  );
}
