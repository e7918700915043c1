'use server';

import { momentWords } from '@/lib/campaign/window-words';
import { findBooking } from '@/lib/find/queries';
import { today } from '@/lib/helping/queries';
import { typedBirthDate } from '@/lib/helping/schema';
import { sameOrigin, whence } from '@/lib/identity/gate';
import { allow } from '@/lib/platform/limits';
import { isLocale, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';

export interface FindAnswer {
  /** Nothing of the kind: the same for every reason. */
  none: boolean;
  sentence: string;
  facts: { term: string; value: string }[];
}

/** A date that nobody was born on, so that a mistyped one goes the same way. */
const nobodysDate = '1800-01-01';

/** A POST, so that number and birth date stand in no address. It shows, and changes nothing. */
export async function findAction(_before: FindAnswer | null, form: FormData): Promise<FindAnswer> {
  const named = form.get('locale');
  const locale = typeof named === 'string' && isLocale(named) ? named : 'ko';
  const t = words(locale, 'find');
  const refused = (sentence: string): FindAnswer => ({ none: true, sentence, facts: [] });
  if (!(await sameOrigin())) return refused(t('refusal.foreign-origin'));
  const from = Buffer.from((await whence()).hash).toString('hex');
  if (!(await allow('find-from', from)).ok) return refused(t('refusal.too-often'));
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 40);
  const birthDate = typedBirthDate(text('birthDate'), await today()) ?? nobodysDate;
  const booking = await findBooking(text('number'), birthDate, from);
  if (!booking) return refused(t('noneText'));
  const { clinic, phone } = booking;
  return {
    none: false,
    sentence: t('change', { phone }),
    facts: [
      { term: t('state'), value: t(`status.${booking.status}`) },
      { term: t('when'), value: momentWords(locale, booking.startsAt, booking.now) },
      { term: t('where'), value: nameIn(locale, clinic) },
      { term: t('address'), value: addressIn(locale, clinic) },
      { term: t('phone'), value: clinic.phone },
    ],
  };
}
