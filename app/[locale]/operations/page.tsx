import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { type CampaignView, currentCampaign } from '@/lib/campaign/queries';
import { dayWords } from '@/lib/campaign/window-words';
import { requireOperator } from '@/lib/identity/gate';
import type { OperatorProof } from '@/lib/identity/proof';
import { leaderOf, roundFigures } from '@/lib/line/queries';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { provinces } from '@/lib/supply/queries';
import { Glance } from './glance';
import { NoticeCard } from './notice-card';
import { sectionOf, stateOf } from './overview';
import { RoundTable, type Watched } from './round-table';
import '../dense.css';
import './operations.css';

export async function generateMetadata({ params }: PageProps<'/[locale]/operations'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'operations')('title') } : {};
}

export default async function Operations({ params, searchParams }: PageProps<'/[locale]/operations'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const operator = await requireOperator(locale);
  const campaign = await currentCampaign();
  const { watch, done } = await searchParams;
  const t = words(locale, 'operations');
  const address = href(locale, '/operations');
  const watching = watch === '1';
  return (
    <PageShell locale={locale} path="/operations" audience="staff" heading={t('title')} lead={campaign && asOf(locale, campaign)}>
      {watching && <meta httpEquiv="refresh" content="10" />}
      {(done === 'paused' || done === 'resumed' || done === 'rated') && <Notice kind="success" title={t(`done.${done}`)} />}
      <p className="flex flex-wrap gap-2">
        <ButtonLink variant="secondary" href={watching ? `${address}?watch=1` : address}>
          {t('reload')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={watching ? address : `${address}?watch=1`}>
          {t(watching ? 'unwatch' : 'watch')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={href(locale, '/operations/record')}>
          {words(locale, 'privacy')('record.title')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={href(locale, '/operations/recall')}>
          {words(locale, 'recall')('title')}
        </ButtonLink>
      </p>
      {campaign ? <Rounds locale={locale} operator={operator} campaign={campaign} /> : <Notice kind="info" title={t('none')} />}
      <NoticeCard locale={locale} operator={operator} />
    </PageShell>
  );
}

function asOf(locale: Locale, campaign: CampaignView): string {
  const t = words(locale, 'operations');
  const { now } = campaign;
  return t('asOf', { campaign: nameIn(locale, campaign), day: dayWords(locale, now, now), time: t('time', { at: now }) });
}

async function Rounds({ locale, operator, campaign }: { locale: Locale; operator: OperatorProof; campaign: CampaignView }) {
  const t = words(locale, 'operations');
  const { now } = campaign;
  const [figures, leader, areas] = await Promise.all([
    roundFigures(operator, campaign.id),
    leaderOf(operator),
    provinces({ campaignId: campaign.id }),
  ]);
  const byRound = new Map(figures.map((one) => [one.id, one]));
  const rounds = campaign.rounds.flatMap((round): Watched[] => {
    const own = byRound.get(round.id);
    return own ? [{ round, figures: own, state: stateOf(round, own.seatsInUse, now) }] : [];
  });
  const [current, ahead, over] = (['now', 'ahead', 'over'] as const).map((section) => {
    const some = rounds.filter(({ state }) => sectionOf(state) === section);
    return some.length > 0 && <RoundTable locale={locale} section={section} rounds={some} now={now} />;
  });
  return (
    <>
      <Glance locale={locale} rounds={rounds} places={areas.reduce((sum, area) => sum + area.places, 0)} leader={leader} />
      {current || <p>{t('table.nowNone')}</p>}
      {ahead}
      {over && (
        <details>
          <summary>{t('table.over')}</summary>
          {over}
        </details>
      )}
    </>
  );
}
