import { z } from 'zod';
import { readBirthDate } from '@/lib/campaign/birth-date';
import { typedName as name, typedPhone as phone, typedText } from '@/lib/identity/typed';
import { kinships } from './kinship';

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
  birthDate: typedText(20).min(6),
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
  birthDate: typedText(20).min(6),
  phone,
  kinship: z.enum(kinships),
  way: z.enum(['office', 'guardian']),
});
