import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { LinkList } from '@/components/link-list';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { currentCampaign } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { requireOperator } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { disruptions, recallSize } from '@/lib/recall/queries';
import { vaccineSchema } from '@/lib/recall/schema';
import { DecideForm } from './decide-form';
import { titleOf } from './titles';
import { VaccineForm } from './vaccine-form';

type Props = PageProps<'/[locale]/operations/recall'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'recall')('title') } : {};
}

const problems = ['foreign-origin', 'bad-request', 'nothing-meant', 'recalled-already', 'paused-already', 'not-open'] as const;
const timeOf = (text: unknown) => (typeof text === 'string' && text ? `${text}:00+09:00` : null);

/** Vaccine that must not be used, a programme or a clinic that stands still: first how many that concerns, then the decision. */
export default async function Recalls({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const operator = await requireOperator(locale, '/operations/recall');
  const asked = await searchParams;
  const t = words(locale, 'recall');
  const problem = problems.find((code) => code === asked.problem);
  const vaccine = vaccineSchema.safeParse({ ...asked, fromAt: timeOf(asked.from), toAt: timeOf(asked.to) });
  const [size, known, campaign] = await Promise.all([
    vaccine.success ? recallSize(operator, vaccine.data) : null,
    disruptions(operator),
    currentCampaign(),
  ]);
  const typed = (name: string) => (typeof asked[name] === 'string' ? asked[name] : '');
  const back = { href: href(locale, '/operations'), label: words(locale, 'operations')('title') };
  return (
    <PageShell locale={locale} path="/operations/recall" audience="staff" heading={t('title')} lead={t('lead')} back={back}>
      {problem && (
        <Reply again={crypto.randomUUID()} title={t('refused')}>
          <p>{t(`problem.${problem}`)}</p>
        </Reply>
      )}
      <h2>{t('recall.title')}</h2>
      <VaccineForm locale={locale} typed={typed} size={size} id={randomUUID()} />
      <h2>{t('clinic.title')}</h2>
      <p>{t('clinic.lead')}</p>
      <DecideForm locale={locale} what="clinic" id={randomUUID()} />
      {campaign && (
        <>
          <h2>{t('programme.title')}</h2>
          <p>{t('programme.lead')}</p>
          <DecideForm locale={locale} what="programme" id={randomUUID()} campaign={campaign.id} />
        </>
      )}
      <h2>{t('interval.title')}</h2>
      <p>{t('interval.lead')}</p>
      <p>
        <ButtonLink variant="secondary" href={href(locale, '/operations/interval')}>
          {t('interval.title')}
        </ButtonLink>
      </p>
      <h2>{t('known')}</h2>
      {known.length === 0 && <p>{t('none')}</p>}
      {known.length > 0 && (
        <LinkList
          items={known.map((one) => ({
            href: href(locale, `/operations/recall/${one.id}`),
            label: titleOf(locale, one),
            detail: t('since', { at: momentWords(locale, one.openedAt, one.now) }),
          }))}
        />
      )}
    </PageShell>
  );
}
