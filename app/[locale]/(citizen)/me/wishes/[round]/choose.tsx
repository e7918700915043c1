import type { ReactNode } from 'react';
import { Choice, ChoiceGroup } from '@/components/choice';
import { productWords } from '@/lib/booking/product-words';
import { addDays, seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import type { NamedPlace } from '@/lib/wish/queries';

interface SelectProps {
  id: string;
  name: string;
  label: string;
  value?: string | undefined;
  children: ReactNode;
}

function Select({ id, name, label, value, children }: SelectProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select className="input" id={id} name={name} defaultValue={value} required={name === 'district'}>
        {children}
      </select>
    </div>
  );
}

export interface Choices {
  provinces: (NamedPlace & { districts: NamedPlace[] })[];
  days: { first: string; last: string };
  products: readonly string[];
  now: Date;
}

interface ChooseProps extends Choices {
  locale: Locale;
  /** Tells the fields of several people's forms apart. */
  of: string;
}

/** The fields of a wish: where, on which days, when in the day, which vaccine. */
export function Choose({ locale, of, provinces, days, products, now }: ChooseProps) {
  const t = words(locale, 'wish');
  const all: string[] = [];
  for (let day = days.first; day <= days.last; day = addDays(day, 1)) all.push(day);
  const options = all.map((day) => (
    <option key={day} value={day}>
      {dayWords(locale, seoulInstant(day, '12:00'), now)}
    </option>
  ));
  return (
    <>
      <Select id={`district-${of}`} name="district" label={t('where')} value="">
        <option value="" disabled>
          {t('choose')}
        </option>
        {provinces.map((province) => (
          <optgroup key={province.code} label={nameIn(locale, province)}>
            {province.districts.map((district) => (
              <option key={district.code} value={district.code}>
                {nameIn(locale, district)}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
      <Select id={`from-${of}`} name="fromDay" label={t('fromDay')} value={days.first}>
        {options}
      </Select>
      <Select id={`to-${of}`} name="toDay" label={t('toDay')} value={days.last}>
        {options}
      </Select>
      <ChoiceGroup legend={t('hours')}>
        {(['any', 'morning', 'afternoon', 'evening'] as const).map((part) => (
          <Choice key={part} name="hours" value={part} label={t(`part.${part}`)} defaultChecked={part === 'any'} required />
        ))}
      </ChoiceGroup>
      {products.length > 1 && (
        <Select id={`product-${of}`} name="product" label={t('product')} value="">
          <option value="">{t('anyProduct')}</option>
          {products.map((product) => (
            <option key={product} value={product}>
              {productWords(locale, product)}
            </option>
          ))}
        </Select>
      )}
    </>
  );
}
