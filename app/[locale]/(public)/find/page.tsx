import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageShell } from '@/components/page-shell';
import { href, isLocale, words } from '@/lib/platform/words';
import { FindForm } from './find-form';

// Its form is answered for one person: nothing of this address is ever kept for others.
export const dynamic = 'force-dynamic';

type Props = PageProps<'/[locale]/find'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'find')('title') } : {};
}

/** For whoever has the number, and no sign-in at hand. */
export default async function Find({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'find');
  return (
    <PageShell locale={locale} path="/find" heading={t('title')} lead={t('lead')}>
      <FindForm
        locale={locale}
        signIn={href(locale, '/bookings')}
        texts={{
          number: t('number'),
          numberHint: t('numberHint'),
          birthDate: t('birthDate'),
          birthDateHint: t('birthDateHint'),
          button: t('button'),
          found: t('found'),
          none: t('none'),
          signIn: t('signIn'),
        }}
      />
    </PageShell>
  );
}
