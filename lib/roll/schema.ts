import { z } from 'zod';
import { typedName as name, typedPhone, typedReason } from '@/lib/identity/typed';

/** What people who are not found say of themselves. */
export const kinds = ['name-or-number', 'foreign', 'no-number', 'newly-eligible'] as const;

export const application = z.object({ kind: z.enum(kinds) });

const reason = typedReason(2);
const birthDate = z.iso.date().refine((date) => date >= '1850-01-01', 'not a birth date');
const region = z.string().regex(/^\d{5}$/);

export const officeSearch = z.object({ name, birthDate, reason });
export type OfficeSearch = z.infer<typeof officeSearch>;
export const joining = z.object({ person: z.uuid(), record: z.uuid(), reason });
export const adding = z.object({ person: z.uuid(), region, reason });
export const joiningTwice = z.object({ current: z.uuid(), other: z.uuid(), reason });
export const refusing = z.object({ person: z.uuid(), reason });
export const newRecord = z.object({
  name,
  birthDate,
  phone: typedPhone,
  region,
  reason,
  /** Ticked: somebody else than who stands on the roll under this name and birth date. */
  different: z
    .literal('1')
    .optional()
    .transform((ticked) => ticked === '1'),
});
export type NewRecord = z.infer<typeof newRecord>;
