import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import { momentWords } from '@/lib/campaign/window-words';
import type { OperatorProof } from '@/lib/identity/proof';
import { noticeFigures, noticeSwitch } from '@/lib/notice/queries';
import { type Locale, words } from '@/lib/platform/words';
import { NoticeSwitch } from './notice-switch';

/** What waits to be sent, what could not be, and the one switch. */
export async function NoticeCard({ locale, operator }: { locale: Locale; operator: OperatorProof }) {
  const t = words(locale, 'notice');
  const [{ queued, oldestSeconds, sent, dead, problems }, { stoppedAt, reason, now }] = await Promise.all([
    noticeFigures(operator),
    noticeSwitch(),
  ]);
  const count = (value: number) => t('operations.count', { count: value });
  const items = [
    { term: t('operations.queued'), value: count(queued) },
    { term: t('operations.oldest'), value: t('operations.seconds', { count: oldestSeconds }) },
    { term: t('operations.sent'), value: count(sent) },
    { term: t('operations.dead'), value: count(dead) },
  ];
  const list = problems.map((one) => `${one.problem} ${one.count}`).join(', ');
  return (
    <Card heading={t('operations.title')}>
      {stoppedAt && (
        <Notice kind="danger" title={t('operations.stopped')}>
          <p>{t('operations.stoppedWhy', { at: momentWords(locale, stoppedAt, now), reason: reason ?? '' })}</p>
        </Notice>
      )}
      <Facts items={items} />
      {list && <p className="hint">{t('operations.problems', { list })}</p>}
      <NoticeSwitch
        locale={locale}
        stopped={stoppedAt !== null}
        dead={dead > 0}
        labels={{
          reason: t('operations.reason'),
          hint: t('operations.reasonHint'),
          stop: t('operations.stop'),
          start: t('operations.start'),
          retry: t('operations.retry'),
          refused: words(locale, 'operations')('refusalTitle'),
        }}
      />
    </Card>
  );
}
