import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { cancelUntil, mayCancel } from '@/lib/booking/deadline';
import type { BookingView } from '@/lib/booking/queries';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { dayWords } from '@/lib/campaign/window-words';
import { href, type Locale, words } from '@/lib/platform/words';
import { Press } from '../../book/press';
import { cancelAction } from '../actions';

interface CancelPartProps {
  locale: Locale;
  booking: BookingView;
  /** Whether the person has asked to cancel and is to be sure of it. */
  asked: boolean;
}

/** How to change or cancel, and the question before it is done. Without script both are addresses. */
export function CancelPart({ locale, booking, asked }: CancelPartProps) {
  const t = words(locale, 'booking');
  const phone = <a href={`tel:${booking.clinic.phone}`}>{booking.clinic.phone}</a>;
  const path = href(locale, `/bookings/${booking.id}`);
  const late = !mayCancel(booking.startsAt, booking.now);
  if (booking.startsAt <= booking.now || booking.vaccinatedAt) {
    return (
      <Card heading={t('booking.change')}>
        <p>{t('booking.tooLate')}</p>
        <p>{phone}</p>
      </Card>
    );
  }
  if (asked) {
    return (
      <Notice kind="warning" title={t(late ? 'cancel.lateTitle' : 'cancel.title')}>
        <p>{t(late ? 'cancel.lateLead' : 'cancel.lead')}</p>
        {booking.dose === 1 && <p>{t('cancel.both')}</p>}
        <form action={cancelAction} className="flex flex-wrap gap-2">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="booking" value={booking.id} />
          <Press variant="danger">{t(late ? 'cancel.lateYes' : 'cancel.yes')}</Press>
          <ButtonLink variant="secondary" href={path}>
            {t('cancel.no')}
          </ButtonLink>
        </form>
      </Notice>
    );
  }
  const lastDay = addDays(seoulDate(cancelUntil(booking.startsAt)), -1);
  return (
    <Card heading={t('booking.change')}>
      <p>{t('booking.changeHow')}</p>
      {late ? (
        <p>{t('booking.late')}</p>
      ) : (
        <p>{t('booking.until', { at: dayWords(locale, seoulInstant(lastDay, '12:00'), booking.now) })}</p>
      )}
      <p>{phone}</p>
      <p className="flex flex-wrap gap-2">
        <ButtonLink variant="secondary" href={`${path}/move`}>
          {t('booking.move')}
        </ButtonLink>
        <ButtonLink variant="secondary" href={`${path}?cancel=1`}>
          {t(late ? 'booking.cannotCome' : 'booking.cancel')}
        </ButtonLink>
      </p>
    </Card>
  );
}
