import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { timeWords } from '@/lib/campaign/window-words';
import { againOf } from '@/lib/identity/check';
import { currentCitizen } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';

type Props = PageProps<'/[locale]/sign-in/checked'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'identity')('checked.title') } : {};
}

/** Nobody is checked twice in so short a time: what stands, and from when on another check can be made. */
export default async function Checked({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'identity');
  const citizen = await currentCitizen();
  const at = againOf((await searchParams).again, new Date());
  return (
    <PageShell locale={locale} path="/sign-in/checked" heading={t('checked.title')} lead={t('checked.lead')}>
      <Notice kind="info" title={citizen ? t('checked.signedIn', { name: citizen.name }) : t('checked.signedOut')}>
        {at && <p>{t('checked.again', { at: timeWords(locale, at) })}</p>}
        {citizen && <p>{t('checked.elsewhere')}</p>}
      </Notice>
      {citizen ? (
        <>
          <ButtonLink size="large" href={href(locale, '/me')}>
            {t('checked.onward')}
          </ButtonLink>
          <form method="post" action={href(locale, '/sign-out')} className="flow-tight">
            <p className="hint">{t('checked.another')}</p>
            <Button variant="secondary">{words(locale, 'common')('signOut')}</Button>
          </form>
        </>
      ) : (
        <p className="flex flex-wrap gap-2">
          <ButtonLink href={href(locale, '/sign-in')}>{t('problem.again')}</ButtonLink>
          <ButtonLink variant="secondary" href="tel:1339">
            {t('problem.call')} 1339
          </ButtonLink>
        </p>
      )}
    </PageShell>
  );
}
