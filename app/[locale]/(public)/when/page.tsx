import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageShell } from '@/components/page-shell';
import { currentCampaign } from '@/lib/campaign/queries';
import { isLocale, words } from '@/lib/platform/words';
import { Ask, RoundList } from './ask';

export const revalidate = 60;

type Props = PageProps<'/[locale]/when'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'when')('title') } : {};
}

export default async function When({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'when');
  const campaign = await currentCampaign();
  return (
    <PageShell locale={locale} path="/when" heading={t('title')} lead={t('lead')}>
      <Ask locale={locale} campaign={campaign} />
      {campaign && (
        <details>
          <summary>{t('all')}</summary>
          <RoundList locale={locale} campaign={campaign} rounds={campaign.rounds} />
        </details>
      )}
    </PageShell>
  );
}
