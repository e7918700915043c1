import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { SignInAgain } from '@/components/sign-in-again';
import { nextListedDay } from '@/lib/booking/queries';
import { requireClinic } from '@/lib/identity/gate';
import { isFresh } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { askedDay } from '../asked-day';
import { exportProblem } from './asked-export';

type Props = PageProps<'/[locale]/staff/export'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'privacy')('export.title') } : {};
}

/** The question before a list leaves: why, and who asks, once more. */
export default async function ExportList({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const { date, problem: said } = await searchParams;
  const asked = askedDay(date);
  const here = asked ? (`/staff/export?date=${asked}` as const) : '/staff/export';
  const clinic = await requireClinic(locale, here);
  const day = asked ?? (await nextListedDay(clinic));
  const t = words(locale, 'privacy');
  const problem = exportProblem(said);
  const back = { href: href(locale, `/staff?date=${day}`), label: t('export.back') };
  return (
    <PageShell locale={locale} path="/staff/export" audience="staff" heading={t('export.title')} lead={t('export.lead')} back={back}>
      {problem && (
        <Reply again={crypto.randomUUID()} title={t('export.refused')}>
          <p>{t(`export.${problem}`)}</p>
        </Reply>
      )}
      {(await isFresh(clinic)) ? (
        <form method="post" action={href(locale, '/staff/export/list.csv')} className="flow-tight">
          <Field label={t('export.day')} name="date" type="date" required min="2020-01-01" max="2099-12-31" defaultValue={day} />
          <Field
            label={t('export.reason')}
            hint={t('export.reasonHint')}
            name="reason"
            required
            minLength={5}
            maxLength={200}
            autoComplete="off"
          />
          <Button>{t('export.button')}</Button>
        </form>
      ) : (
        <SignInAgain
          action={href(locale, '/sign-in/start')}
          next={href(locale, here)}
          title={t('again.title')}
          text={t('again.text')}
          button={t('again.button')}
        />
      )}
    </PageShell>
  );
}
