import { Button, ButtonLink } from '@/components/button';
import { Field } from '@/components/field';
import { PrintButton } from '@/components/print-button';
import { addDays } from '@/lib/campaign/seoul';
import { href, type Locale, words } from '@/lib/platform/words';

/** To other days: one back, one on, or any by its date. */
export function DayNav({ locale, day }: { locale: Locale; day: string }) {
  const t = words(locale, 'staff');
  const list = href(locale, '/staff');
  return (
    <nav aria-label={t('days')} className="list-form no-print">
      <ButtonLink variant="secondary" href={`${list}?date=${addDays(day, -1)}`}>
        ‹ {t('previous')}
      </ButtonLink>
      <ButtonLink variant="secondary" href={`${list}?date=${addDays(day, 1)}`}>
        {t('next')} ›
      </ButtonLink>
      <form action={list} className="list-form">
        <Field label={t('date')} name="date" type="date" required min="2020-01-01" max="2099-12-31" defaultValue={day} />
        <Button variant="secondary">{t('show')}</Button>
      </form>
      <PrintButton label={t('print')} />
    </nav>
  );
}
