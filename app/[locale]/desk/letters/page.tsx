import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageShell } from '@/components/page-shell';
import { requireAgent } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { districts } from '@/lib/roll/queries';
import { LetterQueue } from './queue';

type Props = PageProps<'/[locale]/desk/letters'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'desk')('queue.title') } : {};
}

/** For a municipal office: it has the register with people's addresses, and the portal has none. */
export default async function Letters({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  await requireAgent(locale);
  const t = words(locale, 'desk');
  const regions = (await districts()).map(({ code, nameKo, nameEn }) => ({ code, name: locale === 'ko' ? nameKo : nameEn }));
  const names = ['region', 'unknown', 'list', 'none', 'printOne', 'printAll', 'printed'] as const;
  const plain = Object.fromEntries(names.map((name) => [name, t(`queue.${name}`)])) as Record<(typeof names)[number], string>;
  const texts = {
    ...plain,
    reason: t('search.reason'),
    reasonHint: t('queue.reasonHint'),
    button: words(locale, 'booking')('booking.print'),
  };
  const back = { href: href(locale, '/desk'), label: t('title') };
  return (
    <PageShell locale={locale} path="/desk/letters" audience="staff" heading={t('queue.title')} lead={t('queue.lead')} back={back}>
      <LetterQueue locale={locale} regions={regions} texts={texts} />
    </PageShell>
  );
}
