import { z } from 'zod';
import { typedName, typedPhone, typedText } from '@/lib/identity/typed';

/** What stands on the roll of a person. */
export const askForm = z.object({
  name: typedName,
  birthDate: typedText(20).min(6),
  phone: typedPhone,
});

export const codeForm = z.object({ code: z.string().min(1).max(40) });
