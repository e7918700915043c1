import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { requireOperator } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { courses, intervalSize } from '@/lib/recall/interval/queries';
import { changeSchema } from '@/lib/recall/schema';
import { ChangeForm } from './change-form';

type Props = PageProps<'/[locale]/operations/interval'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'recall')('interval.title') } : {};
}

const problems = ['foreign-origin', 'bad-interval', 'no-second-dose', 'day-past', 'same-already'] as const;

/** Another interval between the doses of a vaccine: first what that would do, then the decision. */
export default async function Interval({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const operator = await requireOperator(locale, '/operations/interval');
  const asked = await searchParams;
  const t = words(locale, 'recall');
  const change = changeSchema.safeParse(asked);
  const [known, size] = await Promise.all([courses(operator), change.success ? intervalSize(operator, change.data) : null]);
  const said = change.success && !size ? 'no-second-dose' : asked.product && !change.success ? 'bad-interval' : asked.problem;
  const problem = problems.find((code) => code === said);
  const typed = (name: string) => (typeof asked[name] === 'string' ? asked[name] : '');
  const back = { href: href(locale, '/operations/recall'), label: t('title') };
  return (
    <PageShell
      locale={locale}
      path="/operations/interval"
      audience="staff"
      heading={t('interval.title')}
      lead={t('interval.lead')}
      back={back}
    >
      {problem && (
        <Reply again={crypto.randomUUID()} title={t('refused')}>
          <p>{t(`problem.${problem}`)}</p>
        </Reply>
      )}
      <ChangeForm locale={locale} courses={known} typed={typed} size={size} id={randomUUID()} />
    </PageShell>
  );
}
