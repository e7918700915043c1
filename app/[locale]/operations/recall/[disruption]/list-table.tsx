import { momentWords } from '@/lib/campaign/window-words';
import { type Locale, words } from '@/lib/platform/words';
import type { Listed } from '@/lib/recall/queries';
import { nameIn } from '@/lib/supply/naming';

/** Numbers of bookings, as the clinic and the call centre know them. */
export function ListTable({ locale, caption, rows, now }: { locale: Locale; caption: string; rows: Listed[]; now: Date }) {
  const t = words(locale, 'recall');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than a phone is scrolled by keyboard, too
    <section className="overflow-x-auto" tabIndex={0} aria-label={caption}>
      <table className="dense">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {(['number', 'was', 'clinic', 'phone', 'state'] as const).map((head) => (
              <th key={head} scope="col">
                {t(`list.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bookingId, number, wasAt, clinic, state }) => (
            <tr key={bookingId}>
              <th scope="row">{number}</th>
              <td>{momentWords(locale, wasAt, now)}</td>
              <td>{nameIn(locale, clinic)}</td>
              <td>{clinic.phone}</td>
              <td>{t(`state.${state}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
