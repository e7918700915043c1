import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { currentCampaign } from '@/lib/campaign/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { Ask } from '../ask';

export const revalidate = 60;

type Props = PageProps<'/[locale]/when/problem'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'when')('problem.title') } : {};
}

/** Where the form leads without script when the date can't be a birth date. */
export default async function DateProblem({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'when');
  return (
    <PageShell locale={locale} path="/when/problem" heading={t('title')} back={{ href: href(locale, '/when'), label: t('title') }}>
      <Reply title={t('problem.title')} fields={(['year', 'month', 'day'] as const).map((id) => ({ id, label: t(`form.${id}`) }))}>
        <p>{t('problem.lead')}</p>
      </Reply>
      <Ask locale={locale} campaign={await currentCampaign()} />
    </PageShell>
  );
}
