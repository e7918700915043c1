import { locale as rootLocale } from 'next/root-params';
import { LinkList } from '@/components/link-list';
import { PageShell } from '@/components/page-shell';
import { href, isLocale, words } from '@/lib/platform/words';

export default async function NotFound() {
  const given = await rootLocale();
  const locale = given && isLocale(given) ? given : 'ko';
  const t = words(locale, 'errors');
  return (
    <PageShell locale={locale} path="/not-found" heading={t('notFound.heading')} lead={t('notFound.detail')}>
      <title>{t('notFound.heading')}</title>
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
