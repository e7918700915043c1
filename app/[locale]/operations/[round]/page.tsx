import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { roundById } from '@/lib/campaign/queries';
import { momentWords, windowWords } from '@/lib/campaign/window-words';
import { triesFor } from '@/lib/helping/queries';
import { requireOperator } from '@/lib/identity/gate';
import { callRateOf } from '@/lib/line/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { pauseAction, rateAction, resumeAction } from '../actions';
import { mayPause, mayResume, stateOf } from '../overview';
import { RoundForm } from './round-form';

const reason = { name: 'reason', required: true, minLength: 5, maxLength: 200 };
const rate = { name: 'rate', inputMode: 'decimal', maxLength: 9 } as const;

type Props = PageProps<'/[locale]/operations/[round]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'operations')('title') } : {};
}

/** The question before a round is paused or resumed. */
export default async function ChangeRound({ params }: Props) {
  const { locale, round: id } = await params;
  if (!isLocale(locale)) notFound();
  const operator = await requireOperator(locale);
  const found = await roundById(id);
  if (!found) notFound();
  const { round, campaign } = found;
  const { now } = campaign;
  const t = words(locale, 'operations');
  const name = nameIn(locale, round);
  // Of the seats nothing hangs here: they tell `full` from `open` alone.
  const state = stateOf(round, 0, now);
  const kind = mayPause(state) ? 'pause' : 'resume';
  const back = { href: href(locale, '/operations'), label: t('title') };
  const form = { locale, round: round.id, refused: t('refusalTitle') };
  const facts = [
    { term: t('table.state'), value: t(`state.${state}`) },
    { term: t('table.window'), value: windowWords(locale, round, now) },
    { term: t('tries.term'), value: t('tries.value', { ...(await triesFor(round.id)) }) },
    ...(round.pausedAt && mayResume(state)
      ? [
          { term: t('resume.since'), value: momentWords(locale, round.pausedAt, now) },
          { term: t('resume.reason'), value: round.pauseReason },
        ]
      : []),
  ];
  return (
    <PageShell locale={locale} path={`/operations/${round.id}`} audience="staff" heading={t(`${kind}.title`, { round: name })} back={back}>
      <Facts items={facts} />
      {state === 'closed' ? (
        <Notice kind="info" title={t('over')} />
      ) : (
        <>
          <p>{t(`${kind}.lead`)}</p>
          <RoundForm
            {...form}
            action={kind === 'pause' ? pauseAction : resumeAction}
            field={kind === 'pause' ? { ...reason, label: t('pause.reason'), hint: t('pause.hint') } : undefined}
            yes={{ label: t(`${kind}.yes`), variant: kind === 'pause' ? 'danger' : 'primary' }}
            no={{ href: back.href, label: t(`${kind}.no`) }}
          />
          <h2>{t('rate.title')}</h2>
          <RoundForm
            {...form}
            action={rateAction}
            field={{ ...rate, label: t('rate.label'), hint: t('rate.hint'), defaultValue: (await callRateOf(operator, round.id)) ?? '' }}
            yes={{ label: t('rate.yes'), variant: 'secondary' }}
          />
        </>
      )}
    </PageShell>
  );
}
