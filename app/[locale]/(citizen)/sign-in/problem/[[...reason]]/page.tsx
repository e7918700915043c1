import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { isProblem, problems } from '@/lib/identity/problem';
import { href, isLocale, words } from '@/lib/platform/words';

export const dynamicParams = false;
/** Without a reason it is the fault that nobody foresaw. */
export const generateStaticParams = () => [{ reason: [] }, ...problems.map((reason) => ({ reason: [reason] }))];

type Props = PageProps<'/[locale]/sign-in/problem/[[...reason]]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'identity')('problem.title') } : {};
}

export default async function SignInProblem({ params }: Props) {
  const { locale, reason = [] } = await params;
  const problem = reason[0] ?? 'fault';
  if (!isLocale(locale) || !isProblem(problem)) notFound();
  const t = words(locale, 'identity');
  return (
    <PageShell locale={locale} path={`/sign-in/problem/${problem}`} heading={t('problem.title')}>
      <Notice kind="warning" title={t(`problem.${problem}`)}>
        <p>{t('problem.safe')}</p>
      </Notice>
      <ButtonLink size="large" href={href(locale, '/sign-in')}>
        {t('problem.again')}
      </ButtonLink>
      <ButtonLink variant="secondary" href="tel:1339">
        {t('problem.call')} 1339
      </ButtonLink>
    </PageShell>
  );
}
