import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { env } from '@/lib/platform/env';
import { href, isLocale, words } from '@/lib/platform/words';

export const dynamic = 'force-static';

export async function generateMetadata({ params }: PageProps<'/[locale]/sign-in'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'identity')('signIn.title') } : {};
}

export default async function SignIn({ params }: PageProps<'/[locale]/sign-in'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'identity');
  return (
    <PageShell locale={locale} path="/sign-in" heading={t('signIn.title')} lead={t('signIn.lead')}>
      <form method="post" action={href(locale, '/sign-in/start')}>
        <Button size="large">{t('signIn.button', { provider: env().OIDC_NAME })}</Button>
      </form>
      <Card heading={t('signIn.what')}>
        <p>{t('signIn.whatText')}</p>
      </Card>
      <Card heading={t('signIn.early')}>
        <p>{t('signIn.earlyText')}</p>
      </Card>
      <Card heading={t('signIn.helper')}>
        <p>{t('signIn.helperText')}</p>
      </Card>
    </PageShell>
  );
}
