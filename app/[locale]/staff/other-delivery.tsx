import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Choice, ChoiceGroup } from '@/components/choice';
import { productWords } from '@/lib/booking/product-words';
import type { ListedBooking } from '@/lib/booking/queries';
import type { ClinicProof } from '@/lib/identity/proof';
import { type Locale, words } from '@/lib/platform/words';
import { stockToday } from '@/lib/waiting/queries';
import { givenAction } from './actions';

interface OtherDeliveryProps {
  locale: Locale;
  clinic: ClinicProof;
  day: string;
  booking: ListedBooking;
}

/** The planned vaccine must not be used: from which of the same product the clinic gave instead. */
export async function OtherDelivery({ locale, clinic, day, booking }: OtherDeliveryProps) {
  const t = words(locale, 'staff');
  const stock = (await stockToday(clinic)).filter(({ product }) => product === booking.product);
  return (
    <Card heading={t('mark.other.title')}>
      {stock.length === 0 && <p>{t('mark.other.none')}</p>}
      {stock.length > 0 && (
        <form action={givenAction} className="flow-tight">
          {Object.entries({ locale, booking: booking.id, date: day, undo: '' }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <ChoiceGroup legend={t('mark.other.lead', { name: booking.name, product: productWords(locale, booking.product) })}>
            {stock.map(({ id, lot }) => (
              <Choice key={id} name="delivery" value={String(id)} label={t('mark.other.lot', { lot })} required />
            ))}
          </ChoiceGroup>
          <Button variant="secondary">{t('mark.other.give')}</Button>
        </form>
      )}
    </Card>
  );
}
