import { LinkList } from '@/components/link-list';
import { href, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { provinces, whenRecord } from '@/lib/when/queries';

/** When one is likely to be vaccinated: by region, with what such answers have been worth so far. */
export async function Likely({ locale, roundId, isOver }: { locale: Locale; roundId: string; isOver: boolean }) {
  const t = words(locale, 'when');
  const [areas, record] = await Promise.all([isOver ? [] : provinces(), whenRecord(roundId)]);
  const share = record.known && record.insideRange.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <section className="flow-tight">
      <h2>{t('likely.title')}</h2>
      {!isOver && <p>{t('likely.lead')}</p>}
      {areas.length > 0 && (
        <details>
          <summary>{t('likely.choose')}</summary>
          <LinkList items={areas.map((area) => ({ href: href(locale, `/when/${roundId}/${area.code}`), label: nameIn(locale, area) }))} />
        </details>
      )}
      <details>
        <summary>{t('likely.record')}</summary>
        <p>
          {record.known
            ? t('likely.recordText', { compared: record.compared, share: share || '', days: record.medianErrorDays })
            : t('likely.recordNone')}
        </p>
      </details>
    </section>
  );
}
