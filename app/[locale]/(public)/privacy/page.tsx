import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { PageShell } from '@/components/page-shell';
import { href, isLocale, words } from '@/lib/platform/words';
import { purposes, textOf } from '@/lib/privacy/agreeing/purposes';
import { retention } from '@/lib/privacy/retention';

export const dynamic = 'force-static';

type Props = PageProps<'/[locale]/privacy'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'retention')('title') } : {};
}

/** What is used for what, and how long it is kept: from the tables by which it is asked for and deleted. */
export default async function Privacy({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'retention');
  const consent = words(locale, 'consent');
  return (
    <PageShell locale={locale} path="/privacy" heading={t('title')} lead={t('lead')}>
      <h2>{t('purposes')}</h2>
      {purposes.map((purpose) => {
        const rows = ['what', 'why', 'long', 'no'] as const;
        const text = textOf(purpose);
        return (
          <Card key={purpose} level={3} heading={consent(`${text}.title`)}>
            <Facts items={rows.map((row) => ({ term: consent(row), value: consent(`${text}.${row}`) }))} />
          </Card>
        );
      })}
      <h2>{t('kept')}</h2>
      <p>{t('keptHint')}</p>
      {retention.map(({ what, days }) => (
        <Card key={what} level={3} heading={t(`what.${what}`)}>
          <Facts
            items={[
              { term: t('long'), value: `${t('days', { days, years: Math.round(days / 365) })} (${t(`since.${what}`)})` },
              { term: t('why'), value: t(`basis.${what}`) },
            ]}
          />
        </Card>
      ))}
      <h2>{t('rights')}</h2>
      <p>{t('rightsText')}</p>
      <ButtonLink variant="secondary" href={href(locale, '/me/data')}>
        {words(locale, 'privacy')('data.title')}
      </ButtonLink>
    </PageShell>
  );
}
