import { z } from 'zod';

const person = z.uuid();
const round = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** Twelve digits, with whatever stands between them for the eye. */
const code = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{12}$/));

export const declareRequest = z.object({ head: person, round, with: z.array(person).max(20) });
export const householdRequest = z.object({ person, round });
export const leaveRequest = z.object({ by: person, person, round });
export const joinRequest = z.object({ person, code });
