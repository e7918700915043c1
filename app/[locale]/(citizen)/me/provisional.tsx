import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { href, type Locale, words } from '@/lib/platform/words';
import { TicketForm } from './ticket-form';

interface ProvisionalProps {
  locale: Locale;
  personId: string;
  round: string;
  isKept: boolean;
  /** Nobody applies for another person. */
  isSelf: boolean;
}

/** For whoever has shown who they are and is not found on the roll: their place is kept, and what to bring where. */
export function Provisional({ locale, personId, round, isKept, isSelf }: ProvisionalProps) {
  const t = words(locale, 'roll');
  return (
    <>
      <Notice kind={isKept ? 'success' : 'warning'} title={t(isKept ? 'provisional.kept' : 'provisional.title')}>
        {!isKept && <p>{t('provisional.why')}</p>}
        <p>{t('provisional.bring')}</p>
      </Notice>
      {!isKept && (
        <TicketForm locale={locale} beneficiary={personId} round={round} label={t('provisional.keep')} refused={t('provisional.kept')} />
      )}
      {isSelf && (
        <ButtonLink variant="secondary" href={href(locale, '/me/apply')}>
          {t('provisional.apply')}
        </ButtonLink>
      )}
    </>
  );
}
