import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { PageShell } from '@/components/page-shell';
import { requireOperator } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { entriesOf, monthReviewed } from '@/lib/record/queries';
import { askedMonth } from '@/lib/record/review';
import { AccountTable } from './account-table';
import { EntryTable } from './entry-table';
import '../../dense.css';

type Props = PageProps<'/[locale]/operations/record'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'privacy')('record.title') } : {};
}

/** The monthly review. Who reads here stands in the record, too. */
export default async function RecordReview({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const operator = await requireOperator(locale, '/operations/record');
  const asked = await searchParams;
  const actor = z.uuid().safeParse(asked.actor).data;
  const t = words(locale, 'privacy');
  const { month, accounts } = await monthReviewed(operator, askedMonth(asked.month));
  const back = { href: href(locale, '/operations'), label: t('record.back') };
  return (
    <PageShell locale={locale} path="/operations/record" audience="staff" heading={t('record.title')} lead={t('record.lead')} back={back}>
      <form action={href(locale, '/operations/record')} className="flow-tight">
        <Field label={t('record.month')} name="month" type="month" required min="2020-01" max="2099-12" defaultValue={month} />
        <Button variant="secondary">{t('record.show')}</Button>
      </form>
      {accounts.length === 0 && <p>{t('record.none')}</p>}
      {accounts.length > 0 && <AccountTable locale={locale} month={month} accounts={accounts} />}
      {actor && <EntryTable locale={locale} actor={actor} entries={await entriesOf(operator, month, actor)} />}
    </PageShell>
  );
}
