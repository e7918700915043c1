import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { href, type Locale, words } from '@/lib/platform/words';
import { TicketForm } from './ticket-form';

interface ProvisionalProps {
  locale: Locale;
  personId: string;
  round: string;
  isKept: boolean;
  /** Why an office has said no. */
  refusal: string | undefined;
  /** Nobody applies for another person. */
  isSelf: boolean;
}

/** For whoever has shown who they are and is not found on the roll: their place is kept, and what to bring where. */
export function Provisional({ locale, personId, round, isKept, refusal, isSelf }: ProvisionalProps) {
  const t = words(locale, 'roll');
  if (refusal) {
    return (
      <>
        <Refused locale={locale} reason={refusal} />
        {isSelf && (
          <ButtonLink variant="secondary" href={href(locale, '/me/apply')}>
            {t('provisional.again')}
          </ButtonLink>
        )}
      </>
    );
  }
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

/** What the office has said, and what to do if it is wrong. */
export function Refused({ locale, reason }: { locale: Locale; reason: string }) {
  const t = words(locale, 'roll');
  return (
    <Notice kind="warning" title={t('provisional.refused')}>
      <p>{t('provisional.refusedFor', { reason })}</p>
      <p>{t('provisional.refusedNext')}</p>
    </Notice>
  );
}
