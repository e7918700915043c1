import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Tick } from '@/components/tick';
import { type Locale, words } from '@/lib/platform/words';
import { keptAfterErasing } from '@/lib/privacy/retention';
import { eraseAction } from './actions';

/** What goes and what stays, and why, before the button; the button for whoever has signed in a moment ago. */
export function EraseCard({ locale, isRecent }: { locale: Locale; isRecent: boolean }) {
  const t = words(locale, 'privacy');
  const kept = words(locale, 'retention');
  return (
    <Card heading={t('erase.title')}>
      <p>{t('erase.lead')}</p>
      <ul>
        {(['1', '2', '3'] as const).map((number) => (
          <li key={number}>{t(`erase.gone.${number}`)}</li>
        ))}
      </ul>
      <h3>{t('erase.keptTitle')}</h3>
      <ul>
        {keptAfterErasing.map(({ what, days }) => (
          <li key={what}>
            {kept(`what.${what}`)}: {kept('days', { days, years: Math.round(days / 365) })}. {kept(`basis.${what}`)}
          </li>
        ))}
      </ul>
      {isRecent ? (
        <form action={eraseAction} className="flow">
          <input type="hidden" name="locale" value={locale} />
          <Tick name="sure" value="yes" label={t('erase.sure')} />
          <Button variant="danger">{t('erase.button')}</Button>
        </form>
      ) : (
        <p>{t('erase.again')}</p>
      )}
    </Card>
  );
}
