import { z } from 'zod';
import { readBirthDate } from '@/lib/campaign/birth-date';
import { plainName, plainPhone } from '@/lib/identity/match';
import { kinships } from './kinship';

const name = z.string().max(200).transform(plainName).pipe(z.string().min(1).max(100));
const phone = z
  .string()
  .max(40)
  .transform(plainPhone)
  .pipe(z.string().regex(/^\d{8,15}$/));

/** `19440302`, `1944-03-02`, `1944. 3. 2.`; `today` is the day in Seoul. Null for what is no birth date. */
export function typedBirthDate(text: string, today: string): string | null {
  const digits = text.normalize('NFKC').trim();
  const [, year = '', month = '', day = ''] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(digits) ?? /^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?$/.exec(digits) ?? [];
  const read = readBirthDate(year, month, day, today);
  return read.ok ? read.birthDate : null;
}

/** The form by which a helper asks for somebody. */
export const askingForm = z.object({
  name,
  birthDate: z.string().min(6).max(20),
  phone,
  kinship: z.enum(kinships).exclude(['guardian']),
  way: z.enum(['phone', 'letter']),
});

export const codeForm = z.object({ asking: z.uuid(), code: z.string().min(1).max(40) });
export const personForm = z.object({ person: z.uuid() });

/** The form by which an agent writes down who agreed at the counter. */
export const officeForm = z.object({
  person: z.uuid(),
  name,
  birthDate: z.string().min(6).max(20),
  phone,
  kinship: z.enum(kinships),
  way: z.enum(['office', 'guardian']),
});
