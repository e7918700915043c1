import { z } from 'zod';
import { isDate } from '@/lib/campaign/seoul';
import { type Wish, wishesMost } from './wish';

const day = z.string().refine(isDate);
const minute = z.int().min(0).max(1440).multipleOf(30);

export const wishSchema: z.ZodType<Wish> = z
  .strictObject({
    where: z.union([
      z.strictObject({ district: z.string().regex(/^\w{1,20}$/) }),
      z.strictObject({ clinic: z.string().regex(/^[\w-]{1,40}$/) }),
    ]),
    fromDay: day,
    toDay: day,
    fromMinute: minute,
    toMinute: minute,
    product: z
      .string()
      .regex(/^[\w-]{1,40}$/)
      .optional(),
  })
  .refine(({ fromDay, toDay, fromMinute, toMinute }) => fromDay <= toDay && fromMinute < toMinute);

/** As they stand in the database. */
export const wishesSchema = z.array(wishSchema).min(1).max(wishesMost);
