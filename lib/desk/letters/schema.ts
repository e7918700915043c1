import { z } from 'zod';
import { typedReason } from '@/lib/identity/typed';

const kinds = ['helper', 'sign-in', 'notices'] as const;
export type LetterKind = (typeof kinds)[number];

/** The district of the office; empty for people of whom none is known. */
export const queueForm = z.object({ region: z.union([z.literal(''), z.string().regex(/^\d{5}$/)]), reason: typedReason(2) });

/** `<kind>:<id>`, as the list has named it. */
const letter = z
  .string()
  .max(60)
  .transform((text) => ({ kind: text.slice(0, text.indexOf(':')), id: text.slice(text.indexOf(':') + 1) }))
  .pipe(z.object({ kind: z.enum(kinds), id: z.uuid() }));

export const printForm = z.object({ letters: z.array(letter).min(1).max(50), reason: typedReason(2) });
