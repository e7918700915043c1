import { href, type Locale, words } from '@/lib/platform/words';
import { type Account, unusualIn } from '@/lib/record/review';

const roles = ['helper', 'clinic', 'agent', 'operator', 'console', 'self'] as const;

/** Everybody who read or changed somebody else's data in a month, most people first. */
export function AccountTable({ locale, month, accounts }: { locale: Locale; month: string; accounts: Account[] }) {
  const t = words(locale, 'privacy');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than a phone is scrolled by keyboard, too
    <section className="overflow-x-auto" tabIndex={0} aria-label={t('record.caption', { month })}>
      <table className="dense">
        <caption>{t('record.caption', { month })}</caption>
        <thead>
          <tr>
            {(['actor', 'role', 'accesses', 'people', 'exports', 'nights', 'networks', 'look'] as const).map((head) => (
              <th key={head} scope="col">
                {t(`record.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => {
            const { actorId, role, accesses, people, exports, nights, networks } = account;
            const known = roles.find((one) => one === role);
            return (
              <tr key={`${actorId} ${role}`}>
                <th scope="row">
                  {actorId ? (
                    <a href={`${href(locale, '/operations/record')}?month=${month}&actor=${actorId}`}>{actorId}</a>
                  ) : (
                    t('record.console')
                  )}
                </th>
                <td>{known ? t(`record.roles.${known}`) : role}</td>
                <td>{accesses}</td>
                <td>{people}</td>
                <td>{exports}</td>
                <td>{nights}</td>
                <td>{networks}</td>
                <td>
                  {unusualIn(account)
                    .map((one) => t(`record.unusual.${one}`))
                    .join(', ')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
