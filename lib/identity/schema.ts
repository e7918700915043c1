import { z } from 'zod';
import { plainName } from './match';
import { isResidentNumber, residentNumber } from './resident-number';
import { typedPhone, typedText } from './typed';

/** What an OpenID provider must say of a person. `birthdate` may be a year alone in the standard; not here. */
export const claims = z.object({
  sub: z.string().min(1).max(255),
  // A provider that says a resident number in place of what it should is believed nothing.
  ci: z
    .string()
    .min(1)
    .max(200)
    .refine((ci) => !isResidentNumber(ci), residentNumber),
  name: typedText(400)
    .transform((text) => text.trim())
    .refine((text) => plainName(text).length >= 1 && plainName(text).length <= 100),
  birthdate: z.iso.date().refine((date) => date >= '1850-01-01', 'not a birth date'),
  /** Seconds since 1970. A provider says it when it is asked to ask anew (`max_age`). */
  auth_time: z.number().int().positive().optional(),
  phone_number: typedPhone,
});

/** What one that proves nothing must say: it has no CI, and where it says one that is not believed. */
export const accountClaims = claims.omit({ ci: true });
export type Claims = z.infer<typeof accountClaims> & { ci?: string };

/** The form that asks for a place. */
export const ticketRequest = z.object({
  beneficiary: z.uuid(),
  round: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
});
