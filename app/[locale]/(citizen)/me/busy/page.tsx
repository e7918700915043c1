import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { href, isLocale, words } from '@/lib/platform/words';

export const dynamic = 'force-static';

export async function generateMetadata({ params }: PageProps<'/[locale]/me/busy'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'common')('busy.title') } : {};
}

/** Where the framework's script is sent when the server has no time for a ticket; without script the answer itself says so. */
export default async function Busy({ params }: PageProps<'/[locale]/me/busy'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'common');
  return (
    <PageShell locale={locale} path="/me/busy" heading={t('busy.title')}>
      <Notice kind="info" title={t('busy.soon')}>
        <p>{t('busy.safe')}</p>
      </Notice>
      <ButtonLink size="large" href={href(locale, '/me')}>
        {t('busy.toMe')}
      </ButtonLink>
    </PageShell>
  );
}
