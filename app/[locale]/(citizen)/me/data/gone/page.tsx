import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { href, isLocale, words } from '@/lib/platform/words';

export const dynamic = 'force-static';

type Props = PageProps<'/[locale]/me/data/gone'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'privacy')('erase.doneTitle') } : {};
}

/** Where the deletion leads; it knows of nobody. */
export default async function Gone({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'privacy');
  return (
    <PageShell locale={locale} path="/me/data/gone" heading={t('erase.doneTitle')}>
      <Notice kind="success" title={t('erase.doneText')}>
        <p>{t('erase.gone.3')}</p>
      </Notice>
      <ButtonLink href={href(locale, '/')}>{t('erase.home')}</ButtonLink>
    </PageShell>
  );
}
