import { Button } from '@/components/button';
import { Facts } from '@/components/facts';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { href, type Locale, words } from '@/lib/platform/words';
import type { Size } from '@/lib/recall/queries';
import { recallAction } from './actions';
import { ReasonFields } from './reason-fields';

interface VaccineFormProps {
  locale: Locale;
  typed: (name: string) => string;
  /** How much the typed vaccine is; null while none is named. */
  size: Size | null;
  id: string;
}

const names = ['lot', 'shipment', 'carrier', 'clinic'] as const;
const times = ['from', 'to'] as const;

/** Two steps: a look that changes nothing, then the recall of exactly that. */
export function VaccineForm({ locale, typed, size, id }: VaccineFormProps) {
  const t = words(locale, 'recall');
  return (
    <>
      <form action={href(locale, '/operations/recall')} className="flow-tight">
        <p>{t('recall.lead')}</p>
        {names.map((name) => (
          <Field key={name} label={t(`field.${name}`)} name={name} maxLength={100} autoComplete="off" defaultValue={typed(name)} />
        ))}
        {times.map((name) => (
          <Field
            key={name}
            label={t(`field.${name}`)}
            hint={t(`hint.${name}`)}
            name={name}
            type="datetime-local"
            defaultValue={typed(name)}
          />
        ))}
        <Button variant="secondary">{t('recall.count')}</Button>
      </form>
      {size && size.deliveries === 0 && <Notice kind="warning" title={t('problem.nothing-meant')} />}
      {size && size.deliveries > 0 && (
        <>
          <Notice kind="info" title={t('recall.counted')}>
            <Facts
              items={(['clinics', 'deliveries', 'doses', 'booked', 'vaccinated'] as const).map((name) => ({
                term: t(`size.${name}`),
                value: t(`unit.${name}`, { count: size[name] }),
              }))}
            />
          </Notice>
          <form action={recallAction} className="flow-tight">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="id" value={id} />
            {[...names, ...times].map((name) => (
              <input key={name} type="hidden" name={name} value={typed(name)} />
            ))}
            <ReasonFields locale={locale} of="recall" />
            <p>{t('recall.sure')}</p>
            <Button variant="danger">{t('recall.yes')}</Button>
          </form>
        </>
      )}
    </>
  );
}
