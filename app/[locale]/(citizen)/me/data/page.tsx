import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { PageShell } from '@/components/page-shell';
import { SignInAgain } from '@/components/sign-in-again';
import { requireCitizen } from '@/lib/identity/gate';
import { isFresh } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';

type Props = PageProps<'/[locale]/me/data'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'privacy')('data.title') } : {};
}

/** One's own data to take away; who asks is asked once more. */
export default async function OwnDataPage({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/me/data');
  const t = words(locale, 'privacy');
  const back = { href: href(locale, '/me/sessions'), label: t('sessions.title') };
  return (
    <PageShell locale={locale} path="/me/data" audience="citizen" heading={t('data.title')} lead={t('data.lead')} back={back}>
      {(await isFresh(citizen)) ? (
        <form method="post" action={href(locale, '/me/data/charye.json')}>
          <Button>{t('data.button')}</Button>
        </form>
      ) : (
        <SignInAgain
          action={href(locale, '/sign-in/start')}
          next={href(locale, '/me/data')}
          title={t('again.title')}
          text={t('again.text')}
          button={t('again.button')}
        />
      )}
    </PageShell>
  );
}
