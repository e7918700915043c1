import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { signInBusy } from '@/lib/platform/busy';
import { href, isLocale, words } from '@/lib/platform/words';
import { Ways } from './ways';

/** Remade every few seconds, since it says how busy it is and how each provider fares. */
export const dynamic = 'force-static';
export const revalidate = 5;

export async function generateMetadata({ params }: PageProps<'/[locale]/sign-in'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'identity')('signIn.title') } : {};
}

export default async function SignIn({ params }: PageProps<'/[locale]/sign-in'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'identity');
  const busy = signInBusy();
  return (
    <PageShell locale={locale} path="/sign-in" heading={t('signIn.title')} lead={t('signIn.lead')}>
      {busy.state !== 'calm' && (
        <Notice kind="info" title={t(`signIn.busy.${busy.state}`)}>
          <p>{t('signIn.busy.how', { seconds: busy.seconds })}</p>
        </Notice>
      )}
      <Ways locale={locale} />
      <section className="flow-tight">
        <ButtonLink size="large" variant="secondary" href={href(locale, '/sign-in/code')}>
          {words(locale, 'provider')('code.link')}
        </ButtonLink>
        <p className="hint">{words(locale, 'provider')('code.linkText')}</p>
      </section>
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
