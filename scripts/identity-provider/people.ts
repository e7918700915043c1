import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** The roll of the demo: numbers 0 to 99,999. */
export const citizens = 100_000;

const person = z.object({
  who: z.string(),
  index: z
    .number()
    .int()
    .min(0)
    .max(citizens - 1),
  name: z.string(),
  birthDate: z.iso.date(),
  note_ko: z.string(),
  note_en: z.string(),
});
export type ReadyMade = z.infer<typeof person>;

/** Read anew for each page: the seed may have written others since. None before the first seed. */
export const readyMadePeople = (file: string): ReadyMade[] =>
  existsSync(file) ? z.array(person).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];

export function numberOf(text: string | null): number | null {
  const number = text !== null && /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number < citizens ? number : null;
}
