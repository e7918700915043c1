import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Facts } from '@/components/facts';
import { LinkList } from '@/components/link-list';
import { PageShell } from '@/components/page-shell';
import { type RoundPlan, regionPlaces, roundPlan } from '@/lib/availability/queries';
import type { RoundView } from '@/lib/campaign/queries';
import { momentWords, windowWords } from '@/lib/campaign/window-words';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { found } from './found';

/** Published before the opening, for everybody: how many places, when they are released, what becomes of the rest. */
export const revalidate = 10;
export const generateStaticParams = () => [];

type Props = PageProps<'/[locale]/supply/[round]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'supply')('regions') } : {};
}

export default async function Supply({ params }: Props) {
  const { locale, campaign, round } = await found(params);
  const [plan, areas] = await Promise.all([roundPlan(round.id), regionPlaces(round.id, null)]);
  if (!plan) notFound();
  const t = words(locale, 'supply');
  return (
    <PageShell
      locale={locale}
      path={`/supply/${round.id}`}
      heading={t('title', { name: nameIn(locale, round) })}
      lead={windowWords(locale, round, campaign.now)}
      back={{ href: href(locale, `/when/${round.id}`), label: words(locale, 'common')('when') }}
      phone={campaign.phone}
    >
      <Rules locale={locale} round={round} plan={plan} />
      <p>
        <ButtonLink href={href(locale, `/line/${round.id}`)}>{t('toLine')}</ButtonLink>
      </p>
      <h2>{t('regions')}</h2>
      <LinkList
        items={areas.map(({ places, left, ...area }) => ({
          href: href(locale, `/supply/${round.id}/${area.code}`),
          label: nameIn(locale, area),
          detail: places > 0 ? t('area', { left, places }) : t('areaNone'),
        }))}
      />
      <p className="hint">{t('asOf', { at: momentWords(locale, plan.now, plan.now) })}</p>
    </PageShell>
  );
}

function Rules({ locale, round, plan }: { locale: Locale; round: RoundView; plan: RoundPlan }) {
  const t = words(locale, 'supply');
  const moment = (at: Date) => momentWords(locale, at, plan.now);
  const tranches = plan.tranches.length > 0 ? plan.tranches : [{ at: round.opensAt, permille: 1000 }];
  const said = ({ at, permille }: (typeof tranches)[number]) =>
    permille === 1000
      ? t('trancheAll', { at: moment(at) })
      : t('tranche', { at: moment(at), percent: (permille / 1000).toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 }) });
  return (
    <>
      <h2>{t('rules')}</h2>
      <Facts
        items={[
          { term: t('all'), value: t('allCount', { count: plan.places }) },
          { term: t('left'), value: round.opensAt > plan.now ? t('leftLater') : t('leftCount', { count: plan.left }) },
          {
            term: t('tranches'),
            value: (
              <ul>
                {tranches.map((tranche) => (
                  <li key={tranche.at.getTime()}>{said(tranche)}</li>
                ))}
              </ul>
            ),
          },
          { term: t('closing'), value: t('closingText', { at: moment(round.closesAt) }) },
          {
            term: t('rest'),
            value: plan.heir ? t('restNext', { at: moment(plan.handOnAt), next: nameIn(locale, plan.heir) }) : t('restNone'),
          },
          { term: t('split'), value: t(plan.inherits ? 'splitNone' : 'splitText') },
          { term: t('second'), value: t('secondText') },
        ]}
      />
    </>
  );
}
