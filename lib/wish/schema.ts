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

const round = z.string().regex(/^[a-z0-9-]{1,40}$/);
const hours = { any: [0, 1440], morning: [0, 720], afternoon: [720, 1080], evening: [1080, 1440] } as const;
export type Hours = keyof typeof hours;

const fields = {
  district: z.string().max(20).default(''),
  clinic: z.string().max(40).default(''),
  fromDay: day,
  toDay: day,
  hours: z.enum(['any', 'morning', 'afternoon', 'evening']),
  product: z.string().max(40).default(''),
};

/** The fields of a form that say a wish: a district or a clinic, days, a part of the day, a product. */
export const wishRequest = z.object(fields).transform(({ district, clinic, hours: part, product, fromDay, toDay }, context): Wish => {
  const [fromMinute, toMinute] = hours[part];
  const where = clinic ? { clinic } : { district };
  const wish = wishSchema.safeParse({ where, fromDay, toDay, fromMinute, toMinute, ...(product && { product }) });
  if (wish.success) return wish.data;
  context.addIssue({ code: 'custom', message: 'no such wish' });
  return z.NEVER;
});

/** “A wish more”. */
export const addRequest = z.object({ person: z.uuid(), round }).and(wishRequest.transform((wish) => ({ wish })));

/** “Without this one”: by its number and its content, so that an old page takes away no other. */
export const dropRequest = z.object({
  person: z.uuid(),
  round,
  number: z.coerce.number().int().min(0).max(wishesMost),
  was: z.string().max(500),
});
export const withdrawRequest = z.object({ person: z.uuid(), round });

/** The part of the day that a wish names; null where it names other hours. */
export const hoursOf = ({ fromMinute, toMinute }: Wish): Hours | null => {
  const found = Object.entries(hours).find(([, [from, to]]) => from === fromMinute && to === toMinute);
  return found ? (found[0] as Hours) : null;
};
