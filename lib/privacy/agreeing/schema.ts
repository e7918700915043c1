import { z } from 'zod';
import { optional } from './purposes';

/** The page that asks once: what was ticked, and for whom else one has read it. */
export const consentForm = z.object({
  agreed: z.array(z.enum(optional)).max(optional.length),
  others: z.array(z.uuid()).max(50),
});

export const changeForm = z.object({ purpose: z.enum(optional), given: z.enum(['yes', 'no']) });
