import { type Locale, words } from '@/lib/platform/words';
import type { AccessEntry } from '@/lib/record/chain';

/** What one of them did, entry by entry. */
export function EntryTable({ locale, actor, entries }: { locale: Locale; actor: string; entries: AccessEntry[] }) {
  const t = words(locale, 'privacy');
  const caption = t('record.entries', { actor });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than a phone is scrolled by keyboard, too
    <section className="overflow-x-auto" tabIndex={0} aria-label={caption}>
      <table className="dense">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {(['at', 'action', 'people', 'object', 'networks', 'reason'] as const).map((head) => (
              <th key={head} scope="col">
                {t(`record.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, at, action, subjects, objectKind, objectId, network, reason }) => (
            <tr key={id}>
              <td>{t('record.when', { at })}</td>
              <td>{action}</td>
              <td>{subjects.length}</td>
              <td>{`${objectKind} ${objectId}`}</td>
              <td>{network}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
