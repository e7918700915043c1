import { Notice } from '@/components/notice';
import { momentWords } from '@/lib/campaign/window-words';
import type { DrawRecord } from '@/lib/draw/record';
import { type Locale, words } from '@/lib/platform/words';

interface State {
  locale: Locale;
  record: DrawRecord;
  now: Date;
}

/** What a hurried reader wants to know first: drawn or not, and whether something about the round has changed. */
export function DrawState({ locale, record, now }: State) {
  const t = words(locale, 'draw');
  const moment = (at: string | number) => momentWords(locale, new Date(at), now);
  const find = <Kind extends string>(kind: Kind) => record.entries.findLast((entry) => entry.kind === kind);
  const [commit, reveal, postponed, cancelled] = [find('commit'), find('reveal'), find('postponed'), find('cancelled')];
  if (cancelled?.kind === 'cancelled')
    return (
      <Notice kind="warning" title={t('state.cancelled')}>
        <p>{t('state.cancelledDetail', { reason: cancelled.reason })}</p>
      </Notice>
    );
  const grace = commit?.kind === 'commit' ? commit.beaconGrace * 1_000 : 0;
  const deadline = Math.min(Date.parse(record.drawAt) + grace, Date.parse(record.opensAt));
  return (
    <>
      {postponed?.kind === 'postponed' && (
        <Notice kind="warning" title={t('state.postponed')}>
          <p>{t('state.postponedDetail', { reason: postponed.reason, opensAt: moment(record.opensAt) })}</p>
        </Notice>
      )}
      {reveal && <Notice kind="success" title={t('state.drawn', { at: moment(reveal.at) })} />}
      {!reveal && now < new Date(record.drawAt) && <Notice kind="info" title={t('state.ahead', { drawAt: moment(record.drawAt) })} />}
      {!reveal && now >= new Date(record.drawAt) && <Notice kind="info" title={t('state.waiting', { deadline: moment(deadline) })} />}
    </>
  );
}
