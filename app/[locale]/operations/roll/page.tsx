import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { RegionField } from '@/components/region-field';
import { Reply } from '@/components/reply';
import { Tick } from '@/components/tick';
import { requireAgent } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { districts } from '@/lib/roll/queries';
import { addRecordAction } from './actions';
import { RollSearch } from './roll-search';

type Props = PageProps<'/[locale]/operations/roll'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'roll')('office.title') } : {};
}

const done = ['joined', 'added', 'refused', 'twice'] as const;
const refused = [
  'not-joinable',
  'not-addable',
  'not-refusable',
  'not-twice',
  'own-record',
  'two-people',
  'both-booked',
  'heads-household',
  'namesake',
  'bad-request',
  'resident-number',
  'too-often',
] as const;

/** For a municipal office with somebody's papers before it. */
export default async function RollOffice({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  await requireAgent(locale);
  const t = words(locale, 'roll');
  const { remark } = await searchParams;
  const good = done.find((code) => code === remark);
  const bad = refused.find((code) => code === remark);
  const regions = (await districts()).map(({ code, nameKo, nameEn }) => ({ code, name: locale === 'ko' ? nameKo : nameEn }));
  const names = [
    'name',
    'birthDate',
    'search',
    'none',
    'records',
    'noRecords',
    'reason',
    'join',
    'region',
    'add',
    'late',
    'refuse',
    'refuseLead',
    'refuseReason',
    'refuseButton',
    'twice',
    'twiceLead',
    'twiceCurrent',
    'twiceOther',
    'twiceButton',
  ] as const;
  const plain = Object.fromEntries(names.map((name) => [name, t(`office.${name}`)])) as Record<(typeof names)[number], string>;
  return (
    <PageShell locale={locale} path="/operations/roll" audience="staff" heading={t('office.title')} lead={t('office.lead')}>
      {good && <Notice kind="success" title={t(`office.remark.${good}`)} />}
      {bad && <Reply again={crypto.randomUUID()} title={t(`office.remark.${bad}`)} />}
      <RollSearch locale={locale} words={plain} regions={regions} />
      <details>
        <summary>{t('office.new')}</summary>
        <form action={addRecordAction} className="flow-tight">
          <input type="hidden" name="locale" value={locale} />
          <Field id="new-name" label={t('office.name')} name="name" required maxLength={100} autoComplete="off" />
          <Field id="new-birth" label={t('office.birthDate')} name="birthDate" type="date" required autoComplete="off" />
          <Field id="new-phone" label={t('office.phone')} name="phone" type="tel" required maxLength={40} autoComplete="off" />
          <RegionField id="new-region" label={t('office.region')} regions={regions} />
          <Field id="new-reason" label={t('office.reason')} hint={t('office.late')} name="reason" required minLength={2} maxLength={200} />
          <Tick name="different" value="1" label={t('office.different')} />
          <Button variant="secondary">{t('office.add')}</Button>
        </form>
      </details>
      <p>
        <a className="back" href={href(locale, '/desk')}>
          {words(locale, 'desk')('title')}
        </a>
      </p>
    </PageShell>
  );
}
