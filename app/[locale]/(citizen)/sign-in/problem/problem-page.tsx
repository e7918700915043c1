import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { othersHelp, type Problem } from '@/lib/identity/problem';
import { href, type Locale, words } from '@/lib/platform/words';
import { Ways } from '../ways';

interface ProblemPageProps {
  locale: Locale;
  problem: Problem;
  /** Of the fault in the log. */
  faultId?: string;
}

/** What went wrong, what is safe, and the way on. */
export function ProblemPage({ locale, problem, faultId }: ProblemPageProps) {
  const t = words(locale, 'identity');
  return (
    <PageShell locale={locale} path={`/sign-in/problem/${problem}`} heading={t('problem.title')}>
      <Notice kind="warning" title={t(`problem.${problem}`)}>
        {problem !== 'erased' && <p>{t('problem.safe')}</p>}
        {faultId && <p>{t('problem.id', { id: faultId })}</p>}
      </Notice>
      {othersHelp(problem) ? (
        <>
          <h2>{t('problem.others')}</h2>
          <Ways locale={locale} />
        </>
      ) : problem === 'erased' ? null : (
        <ButtonLink size="large" href={href(locale, '/sign-in')}>
          {t('problem.again')}
        </ButtonLink>
      )}
      <ButtonLink variant="secondary" href="tel:1339">
        {t('problem.call')} 1339
      </ButtonLink>
    </PageShell>
  );
}
