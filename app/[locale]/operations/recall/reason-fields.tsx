import { Field } from '@/components/field';
import { type Locale, words } from '@/lib/platform/words';

/** Why, in both languages: everybody whom it concerns reads it. */
export function ReasonFields({ locale, of }: { locale: Locale; of: string }) {
  const t = words(locale, 'recall');
  return (['reasonKo', 'reasonEn'] as const).map((name) => (
    <Field
      key={name}
      label={t(`field.${name}`)}
      hint={t('hint.reason')}
      name={name}
      id={`${of}-${name}`}
      required
      minLength={5}
      maxLength={200}
      autoComplete="off"
    />
  ));
}
