import { z } from 'zod';
import { plainName } from '@/lib/identity/match';
import { typedReason, typedText } from '@/lib/identity/typed';

const reason = typedReason(2);
const channel = z.enum(['phone', 'counter']);

/** By name and birth date, or by a booking's number; the other fields are empty then. */
export const searchForm = z.object({
  name: typedText(200).transform(plainName),
  birthDate: typedText(20),
  number: typedText(20),
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
