import type { ReactNode } from 'react';
import { dayWords, momentWords, windowWords } from '@/lib/campaign/window-words';
import type { DrawEntry, DrawRecord, Window } from '@/lib/draw/record';
import { type Locale, words } from '@/lib/platform/words';

interface Table {
  locale: Locale;
  record: DrawRecord;
  now: Date;
}

/** Everything on record, in the order in which it happened. */
export function RecordTable({ locale, record, now }: Table) {
  const t = words(locale, 'draw');
  return (
    <table>
      <caption className="hint text-start">{t('record.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('record.when')}</th>
          <th scope="col">{t('record.what')}</th>
        </tr>
      </thead>
      <tbody>
        {record.entries.map((entry) => (
          <tr key={`${entry.at} ${entry.kind}`}>
            <td>
              <time dateTime={entry.at}>{t('record.at', { day: dayWords(locale, new Date(entry.at), now), at: new Date(entry.at) })}</time>
            </td>
            <td className="flow-tight">
              <strong>{t(`record.${entry.kind}`)}</strong>
              <Entry locale={locale} record={record} now={now} entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Value = ({ term, children }: { term: string; children: ReactNode }) => (
  <p>
    {term}: <code>{children}</code>
  </p>
);

function Entry({ locale, record, now, entry }: Table & { entry: DrawEntry }) {
  const t = words(locale, 'draw');
  const moment = (at: string) => momentWords(locale, new Date(at), now);
  const window = ({ opensAt, closesAt }: Window) => windowWords(locale, { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }, now);
  switch (entry.kind) {
    case 'commit':
      return (
        <>
          <Value term={t('record.secretHash')}>{entry.secretHash}</Value>
          <Value term={t('record.ticketKeyHash')}>{entry.ticketKeyHash}</Value>
          <p>{entry.beaconSource ? `${t('record.source')}: ${entry.beaconSource}` : t('record.noSource')}</p>
          {entry.beaconFrom && <p>{t('record.from', { at: moment(entry.beaconFrom) })}</p>}
        </>
      );
    case 'beacon':
      return <Value term={t('record.value')}>{entry.value}</Value>;
    case 'reveal':
      return (
        <>
          <Value term={t('record.secret')}>{entry.secret}</Value>
          {entry.beacon !== null && <Value term={t('record.used')}>{entry.beacon}</Value>}
          {entry.beaconMissing && <p>{t('record.missing')}</p>}
          <Value term={t('record.seed')}>{record.seed}</Value>
        </>
      );
    case 'postponed':
      return (
        <>
          <p>{t('record.reason', { reason: entry.reason })}</p>
          <p>{t('record.wasWindow', { window: window(entry.before) })}</p>
          <p>{t('record.isWindow', { window: window(entry.after) })}</p>
        </>
      );
    case 'cancelled':
      return (
        <>
          <p>{t('record.reason', { reason: entry.reason })}</p>
          <p>{t('record.wasWindow', { window: window(entry.before) })}</p>
        </>
      );
    case 'attempt': {
      const { value = '', opensAt } = entry.wanted;
      return (
        <>
          <p>{t(`record.wanted.${entry.what}`, { value, opensAt: opensAt ? moment(opensAt) : '' })}</p>
          <p>{t(`refusal.${entry.code}`)}</p>
        </>
      );
    }
  }
}
