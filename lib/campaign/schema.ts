import { z } from 'zod';
import type { Cohort } from './cohort';
import type { Cancelled } from './round';
import { isDate } from './seoul';

/** A day of the calendar, `YYYY-MM-DD`: 29 February only in leap years. */
export const calendarDate = z.string().max(10).refine(isDate, 'not a day of the calendar');

const digits = z
  .array(z.int().min(0).max(9))
  .min(1)
  .max(10)
  .refine((list) => new Set(list).size === list.length, 'a digit twice');

/** What stands in `round.cohort`. Strict: a misspelt rule would let everybody in. */
export const cohortSchema: z.ZodType<Cohort> = z
  .strictObject({
    bornFrom: calendarDate.optional(),
    bornTo: calendarDate.optional(),
    dayDigits: digits.optional(),
    yearDigits: digits.optional(),
  })
  .refine(({ bornFrom, bornTo }) => !bornFrom || !bornTo || bornFrom <= bornTo, 'bornFrom is after bornTo');

/** The three fields of the form of `/when`. Long text is cut off here; readBirthDate refuses the rest. */
const field = z.string().max(20);
export const birthDateForm = z.object({ year: field, month: field, day: field });

const window = z.object({ opensAt: z.coerce.date(), closesAt: z.coerce.date() });

/** The entry of the public record that cancels a round; null where there is none. */
export const cancelledSchema: z.ZodType<Cancelled | null> = z
  .object({ reason: z.string(), before: window })
  .transform(({ reason, before }) => ({ reason, ...before }))
  .nullable();
