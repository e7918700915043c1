import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { passCodes } from '@/lib/line/pass-codes';
import { href, isLocale, words } from '@/lib/platform/words';

export const dynamicParams = false;
export const revalidate = 3600;
export const generateStaticParams = () => passCodes.map((code) => ({ code }));

export async function generateMetadata({ params }: PageProps<'/[locale]/pass/[code]'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'line')('pass.title') } : {};
}

/** Where one lands without a live pass: the reason, that nothing is lost, and the way back. The same page for everybody. */
export default async function PassRefused({ params }: PageProps<'/[locale]/pass/[code]'>) {
  const { locale, code } = await params;
  const known = passCodes.find((one) => one === code);
  if (!isLocale(locale) || !known) notFound();
  const t = words(locale, 'line');
  return (
    <PageShell locale={locale} path={`/pass/${known}`} heading={t('pass.title')} audience="citizen">
      <Notice kind={known === 'round-paused' ? 'info' : 'warning'}>
        <p>{t(`pass.${known}`)}</p>
        <p>{t('safe')}</p>
      </Notice>
      <p className="flex flex-wrap gap-2">
        <ButtonLink href={href(locale, known === 'signed-out' ? '/sign-in' : '/me')} size="large">
          {known === 'signed-out' ? t('signIn') : t('toMe')}
        </ButtonLink>
        {known === 'pass-gone' && (
          <ButtonLink href={href(locale, '/bookings')} size="large" variant="secondary">
            {words(locale, 'common')('bookings')}
          </ButtonLink>
        )}
      </p>
    </PageShell>
  );
}
