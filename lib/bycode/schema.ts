import { z } from 'zod';
import { plainName, plainPhone } from '@/lib/identity/match';

/** What stands on the roll of a person. */
export const askForm = z.object({
  name: z.string().max(200).transform(plainName).pipe(z.string().min(1).max(100)),
  birthDate: z.string().min(6).max(20),
  phone: z
    .string()
    .max(40)
    .transform(plainPhone)
    .pipe(z.string().regex(/^\d{8,15}$/)),
});

export const codeForm = z.object({ code: z.string().min(1).max(40) });
