import { z } from 'zod';
import { typedReason } from '@/lib/identity/typed';

const reason = typedReason(5);
const name = z
  .string()
  .trim()
  .max(100)
  .transform((text) => text || null)
  .nullable()
  .default(null);
const instant = z.coerce.date().nullable().default(null);

/** Why, in both languages, and the id that keeps a second press of the same button from being a second decision. */
const decided = { id: z.uuid(), reasonKo: reason, reasonEn: reason };

export const liftingSchema = z.object(decided);
/** The recall `id` was a false alarm. */
export type Lifting = z.infer<typeof liftingSchema>;

const days = z.coerce.number().int().min(1).max(365);

export const changeSchema = z
  .object({ product: z.string().min(1).max(64), validFrom: z.iso.date(), interval: days, min: days, max: days })
  .refine(({ interval, min, max }) => min <= interval && interval <= max);

/** From the day `validFrom` the second dose is booked `interval` days after the first, and may be `min` to `max` days after it. */
export type Change = z.infer<typeof changeSchema>;

export const intervalSchema = z.object(decided).and(changeSchema);
export type IntervalChange = z.infer<typeof intervalSchema>;

const isAhead = ({ fromAt, toAt }: { fromAt: Date | null; toAt: Date | null }) => !fromAt || !toAt || fromAt < toAt;

export const vaccineSchema = z
  .object({ lot: name, shipment: name, carrier: name, clinic: name, fromAt: instant, toAt: instant })
  .refine(({ lot, shipment, carrier, clinic }) => [lot, shipment, carrier, clinic].some((one) => one !== null))
  .refine(isAhead);

/** Vaccine that is meant: what fulfils all of it. By carrier, of transports that left in that time; else come before `toAt`. */
export type Vaccine = z.infer<typeof vaccineSchema>;

export const recallSchema = z.object(decided).and(vaccineSchema);
export type Recall = z.infer<typeof recallSchema>;

export const pauseSchema = z
  .object({ ...decided, campaign: z.string().min(1).max(64), move: z.stringbool(), toAt: instant })
  .refine(({ move, toAt }) => !move || toAt !== null);
export type Pause = z.infer<typeof pauseSchema>;

/** A clinic is shut from `fromAt` (now when null) to `toAt` (nobody knows when null). */
export const closureSchema = z
  .object({ ...decided, clinic: z.string().min(1).max(64), move: z.stringbool(), fromAt: instant, toAt: instant })
  .refine(({ fromAt, toAt }) => fromAt === null || toAt !== null)
  .refine(isAhead);
export type Closure = z.infer<typeof closureSchema>;
