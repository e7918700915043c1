import type { Metadata } from 'next';
import { locale as rootLocale } from 'next/root-params';
import { LinkList } from '@/components/link-list';
import { PageShell } from '@/components/page-shell';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';

/** This file is given no params. */
async function language(): Promise<Locale> {
  const given = await rootLocale();
  return given && isLocale(given) ? given : 'ko';
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: words(await language(), 'errors')('notFound.heading') };
}

export default async function NotFound() {
  const locale = await language();
  const t = words(locale, 'errors');
  return (
    <PageShell locale={locale} path="/not-found" heading={t('notFound.heading')} lead={t('notFound.detail')}>
      <p>{t('notFound.safe')}</p>
      <LinkList
        items={[
          { href: href(locale, '/'), label: t('notFound.home') },
          { href: href(locale, '/me'), label: t('notFound.line') },
          { href: href(locale, '/bookings'), label: t('notFound.bookings') },
        ]}
      />
    </PageShell>
  );
}
