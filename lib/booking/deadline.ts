import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';

/**
 * An appointment can be cancelled here until 24:00 in Seoul of the second calendar day before it, that is until
 * the day before it begins. Afterwards the clinic has set its vials aside, and a call to it is needed.
 */
export const cancelUntil = (startsAt: Date): Date => seoulInstant(addDays(seoulDate(startsAt), -1), '00:00');

export const mayCancel = (startsAt: Date, now: Date): boolean => now < cancelUntil(startsAt);
