import { Button } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Facts } from '@/components/facts';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { href, type Locale, words } from '@/lib/platform/words';
import type { CourseView, IntervalSize } from '@/lib/recall/interval/queries';
import { nameIn } from '@/lib/supply/naming';
import { ReasonFields } from '../recall/reason-fields';
import { intervalAction } from './actions';

interface ChangeFormProps {
  locale: Locale;
  courses: CourseView[];
  typed: (name: string) => string;
  /** What the typed change would do; null while none is typed. */
  size: IntervalSize | null;
  id: string;
}

const days = ['interval', 'min', 'max'] as const;
const counts = ['outside', 'sameWeekday', 'elsewhere', 'early', 'late'] as const;

/** Two steps: a look that changes nothing, then exactly that change. */
export function ChangeForm({ locale, courses, typed, size, id }: ChangeFormProps) {
  const t = words(locale, 'recall');
  return (
    <>
      <form action={href(locale, '/operations/interval')} className="flow-tight">
        <ChoiceGroup legend={t('interval.product')}>
          {courses.map((course) => (
            <Choice
              key={course.product}
              name="product"
              value={course.product}
              label={nameIn(locale, course)}
              detail={t('interval.now', { interval: course.interval, min: course.min, max: course.max })}
              required
              defaultChecked={typed('product') === course.product}
            />
          ))}
        </ChoiceGroup>
        <Field
          label={t('interval.validFrom')}
          hint={t('interval.validFromHint')}
          name="validFrom"
          type="date"
          required
          defaultValue={typed('validFrom')}
        />
        {days.map((name) => (
          <Field
            key={name}
            label={t(`interval.${name}`)}
            name={name}
            type="number"
            min={1}
            max={365}
            required
            inputMode="numeric"
            defaultValue={typed(name)}
          />
        ))}
        <Button variant="secondary">{t('interval.count')}</Button>
      </form>
      {size && (
        <>
          <Notice kind="info" title={t(size.outside > 0 ? 'interval.counted' : 'interval.none')}>
            {size.outside > 0 && (
              <Facts
                items={counts.map((name) => ({ term: t(`interval.size.${name}`), value: t('unit.bookings', { count: size[name] }) }))}
              />
            )}
            {size.early > 0 && <p>{t('interval.earlyHint')}</p>}
            {size.late > 0 && <p>{t('interval.lateHint')}</p>}
          </Notice>
          <form action={intervalAction} className="flow-tight">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="id" value={id} />
            {['product', 'validFrom', ...days].map((name) => (
              <input key={name} type="hidden" name={name} value={typed(name)} />
            ))}
            <ReasonFields locale={locale} of="interval" />
            <p>{t('interval.sure')}</p>
            <Button variant="danger">{t('interval.yes')}</Button>
          </form>
        </>
      )}
    </>
  );
}
