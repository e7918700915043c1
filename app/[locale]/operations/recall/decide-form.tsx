import { Button } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { type Locale, words } from '@/lib/platform/words';
import { closeClinicAction, pauseProgrammeAction } from './actions';
import { ReasonFields } from './reason-fields';

interface DecideFormProps {
  locale: Locale;
  what: 'clinic' | 'programme';
  id: string;
  campaign?: string;
}

/** A clinic or the programme stands still from now on, or for a stretch of time; folded, since it is asked for seldom. */
export function DecideForm({ locale, what, id, campaign }: DecideFormProps) {
  const t = words(locale, 'recall');
  const times = what === 'clinic' ? (['from', 'to'] as const) : (['to'] as const);
  return (
    <details>
      <summary>{t(`${what}.open`)}</summary>
      <form action={what === 'clinic' ? closeClinicAction : pauseProgrammeAction} className="flow-tight">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="id" value={id} />
        {campaign && <input type="hidden" name="campaign" value={campaign} />}
        {what === 'clinic' && <Field label={t('field.clinic')} name="clinic" id="shut-clinic" required maxLength={64} autoComplete="off" />}
        {times.map((name) => (
          <Field
            key={name}
            label={t(`stretch.${name}`)}
            hint={t(`stretch.${name}Hint`)}
            name={name}
            id={`${what}-${name}`}
            type="datetime-local"
          />
        ))}
        <ChoiceGroup legend={t('move.legend')}>
          <Choice name="move" value="true" label={t('move.yes')} detail={t(`${what}.move`)} required defaultChecked={what === 'clinic'} />
          <Choice name="move" value="false" label={t('move.no')} detail={t('move.noHint')} required defaultChecked={what === 'programme'} />
        </ChoiceGroup>
        <ReasonFields locale={locale} of={what} />
        <Button variant="danger">{t(`${what}.yes`)}</Button>
      </form>
    </details>
  );
}
