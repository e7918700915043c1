import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import type { BookingView } from '@/lib/booking/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { type Locale, words } from '@/lib/platform/words';
import { displacementOf } from '@/lib/recall/queries';
import { stopLookingAction } from '../actions';

/** What took the booking's place away, why, and what becomes of it. */
export async function Displaced({ locale, booking }: { locale: Locale; booking: BookingView }) {
  const what = await displacementOf(booking.id);
  if (!what) return null;
  const t = words(locale, 'recall');
  const at = momentWords(locale, what.wasAt, booking.now);
  const reason = locale === 'ko' ? what.reasonKo : what.reasonEn;
  const lifted = locale === 'ko' ? what.liftKo : what.liftEn;
  const confirmed = booking.status === 'confirmed';
  if (what.state === 'moved' && confirmed && !booking.vaccinatedAt)
    return (
      <Notice kind="info" title={t('mine.moved')}>
        <p>{t('mine.movedLead', { at, reason })}</p>
        <p>{t('mine.decline')}</p>
      </Notice>
    );
  if (what.state === 'waiting' || (what.state === 'found' && confirmed))
    return (
      <Notice kind="warning" title={t('mine.waiting')}>
        <p>{lifted ? t('mine.waitingLifted', { at, reason: lifted }) : t('mine.waitingLead', { at, reason })}</p>
        <p>{t('mine.waitingHow')}</p>
        {what.state === 'waiting' && (
          <form action={stopLookingAction}>
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="booking" value={booking.id} />
            <Button variant="secondary">{t('mine.stop')}</Button>
          </form>
        )}
      </Notice>
    );
  if (what.state === 'kept' && what.kind === 'interval' && confirmed && !booking.vaccinatedAt)
    return (
      <Notice kind="info" title={t('mine.keptTitle')}>
        <p>{t('mine.keptLead', { reason })}</p>
      </Notice>
    );
  if (what.state === 'cleared')
    return (
      <Notice kind="success" title={t('mine.cleared')}>
        <p>{t('mine.clearedLead', { reason: lifted ?? '' })}</p>
      </Notice>
    );
  if (what.state === 'told' || what.state === 'vaccinated')
    return (
      <Notice kind="warning" title={t(`mine.${what.state}`)}>
        <p>{t(`mine.${what.state}Lead`, { reason })}</p>
      </Notice>
    );
  return null;
}
