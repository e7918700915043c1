import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { overlap } from '@/lib/campaign/cohort';
import { currentCampaign, type RoundView, roundById } from '@/lib/campaign/queries';
import { roundState, shownWindow } from '@/lib/campaign/round';
import { seoulDate } from '@/lib/campaign/seoul';
import { cohortWords, momentWords, windowWords } from '@/lib/campaign/window-words';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { RoundList } from '../ask';
import { Likely } from './likely';

export const revalidate = 60;

/** Rounds that are made after the build get their page when somebody first asks for it. */
export const generateStaticParams = async () => ((await currentCampaign())?.rounds ?? []).map(({ id }) => ({ round: id }));

type Props = PageProps<'/[locale]/when/[round]'>;

const kindOfPhase = {
  scheduled: 'info',
  drawn: 'info',
  open: 'success',
  paused: 'warning',
  closed: 'warning',
  cancelled: 'warning',
} as const;

/** Once for the page and its title. An address that can't be a round's isn't looked up. */
const found = cache(async (id: string) => (/^[A-Za-z0-9-]{1,64}$/.test(id) ? roundById(id) : null));

const nameIn = (locale: Locale, round: RoundView): string => (locale === 'ko' ? round.nameKo : round.nameEn);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, round: id } = await params;
  const one = await found(id);
  return isLocale(locale) && one ? { title: words(locale, 'when')('round.title', { name: nameIn(locale, one.round) }) } : {};
}

export default async function RoundOfMine({ params }: Props) {
  const { locale, round: id } = await params;
  if (!isLocale(locale)) notFound();
  const one = await found(id);
  if (!one) notFound();
  const { campaign, round } = one;
  const { now, phone } = campaign;
  const t = words(locale, 'when');
  const phase = roundState(round, now);
  const isOver = phase === 'closed' || phase === 'cancelled';
  const ahead = campaign.rounds
    .filter((other) => other.id !== id && other.closesAt > now && other.opensAt >= round.opensAt && overlap(other.cohort, round.cohort))
    .slice(0, 3);
  const next = ahead.length > 0 && (
    <section className="flow-tight">
      <h2>{t(round.cancelled ? 'round.instead' : 'round.next')}</h2>
      <RoundList locale={locale} campaign={campaign} rounds={ahead} />
    </section>
  );
  return (
    <PageShell
      locale={locale}
      path={`/when/${id}`}
      heading={t('round.title', { name: nameIn(locale, round) })}
      lead={windowWords(locale, shownWindow(round), now)}
      back={{ href: href(locale, '/when'), label: t('round.again') }}
    >
      <Notice kind={kindOfPhase[phase]} title={t(`round.phase.${phase}`)}>
        {round.cancelled && (
          <>
            <p>{t('round.cancelledFor', { reason: round.cancelled.reason })}</p>
            <p>{t(ahead.length > 0 ? 'round.replaced' : 'round.notReplaced')}</p>
          </>
        )}
      </Notice>
      {round.cancelled && next}
      {!isOver && (
        <ButtonLink size="large" href={href(locale, '/me')}>
          {t(phase === 'open' ? 'round.book' : 'round.ticket')}
        </ButtonLink>
      )}
      <Facts
        items={[
          { term: t('round.who'), value: cohortWords(locale, round.cohort).map((rule) => <p key={rule}>{rule}</p>) },
          { term: t('round.helpers'), value: t(round.helpersAllowed ? 'round.helpersYes' : 'round.helpersNo') },
        ]}
      />
      <p>
        <a href={href(locale, `/supply/${round.id}`)}>{words(locale, 'supply')('link')}</a>
      </p>
      {!round.cancelled && <Likely locale={locale} roundId={round.id} isOver={isOver} />}
      {!isOver && <HowToCome locale={locale} round={round} now={now} />}
      <Card heading={t('round.phone.title')}>
        <p>{t('round.phone.text')}</p>
        <ButtonLink variant="secondary" size="large" href={`tel:${phone}`}>
          {t('round.phone.call', { phone })}
        </ButtonLink>
      </Card>
      {!round.cancelled && next}
    </PageShell>
  );
}

function HowToCome({ locale, round, now }: { locale: Locale; round: RoundView; now: Date }) {
  const t = words(locale, 'when');
  const overnight = seoulDate(round.opensAt) !== seoulDate(round.closesAt);
  return (
    <>
      <Card heading={t('round.early.title')}>
        {round.lineOrder === 'drawn' ? (
          <p>
            {t('round.early.drawn', { draw: momentWords(locale, round.drawAt, now), done: now >= round.drawAt ? 'yes' : 'no' })}{' '}
            <strong>{t(overnight ? 'round.early.overnight' : 'round.early.sameDay')}</strong>
          </p>
        ) : (
          <p>{t('round.early.arrival')}</p>
        )}
        <p>{t('round.early.place')}</p>
      </Card>
      <Card heading={t('round.ready.title')}>
        <ul>
          <li>{t('round.ready.identity')}</li>
          <li>{t('round.ready.where')}</li>
          <li>{t('round.ready.day')}</li>
        </ul>
      </Card>
    </>
  );
}
