import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import type { leaderOf } from '@/lib/line/queries';
import { type Locale, words } from '@/lib/platform/words';
import type { Watched } from './round-table';

interface GlanceProps {
  locale: Locale;
  rounds: Watched[];
  /** In the whole country. */
  places: number;
  leader: Awaited<ReturnType<typeof leaderOf>>;
}

/** The few figures that say whether all is well. */
export function Glance({ locale, rounds, places, leader }: GlanceProps) {
  const t = words(locale, 'operations');
  const count = (...states: string[]) => t('glance.count', { count: rounds.filter(({ state }) => states.includes(state)).length });
  const items = [
    { term: t('glance.open'), value: count('open', 'full') },
    { term: t('glance.paused'), value: count('paused', 'pausedAhead') },
    { term: t('glance.places'), value: t('glance.count', { count: places }) },
  ];
  if (leader?.alive) {
    // The head of the id is enough to find the server in the log.
    const value = t('glance.alive', { holder: leader.holder.slice(0, 8), time: t('time', { at: leader.until }) });
    items.push({ term: t('glance.leader'), value });
  }
  return (
    <>
      {!leader?.alive && (
        <Notice kind="danger" title={t('glance.dead')}>
          {leader && <p>{t('glance.deadSince', { time: t('time', { at: leader.until }) })}</p>}
        </Notice>
      )}
      {places === 0 && <Notice kind="warning" title={t('glance.soldOut')} />}
      <Facts items={items} />
    </>
  );
}
