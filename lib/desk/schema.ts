import { z } from 'zod';
import { plainName } from '@/lib/identity/match';

const reason = z.string().trim().min(2).max(200);
const channel = z.enum(['phone', 'counter']);

/** By name and birth date, or by a booking's number; the other fields are empty then. */
export const searchForm = z.object({
  name: z.string().max(200).transform(plainName),
  birthDate: z.string().max(20),
  number: z.string().max(20),
  reason,
  channel,
});

export const openForm = z.object({ person: z.uuid(), reason, channel });
export const personForm = z.object({ person: z.uuid() });
export const roundForm = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const settleForm = z.object({ person: z.uuid(), round: roundForm, reason });
export const letterForm = z.object({ asking: z.uuid() });
/** Ticked in one form. */
export const severalForm = z.array(z.uuid()).min(1).max(20);
