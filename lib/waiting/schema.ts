import { z } from 'zod';

const code = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

export const joinSchema = z
  .object({ round: code, person: z.uuid(), where: z.string().regex(/^(?:clinic|region):[A-Za-z0-9-]{1,64}$/) })
  .transform(({ where, ...rest }) => {
    const [kind, id = ''] = where.split(':');
    return { ...rest, where: kind === 'clinic' ? { clinic: id } : { region: id } };
  });

export type Where = { clinic: string } | { region: string };

/** A delivery, and the programme for which its doses are where there are several: `12` or `12/summer`. */
const vaccine = z.string().regex(/^\d{1,9}(?:\/[A-Za-z0-9-]{1,64})?$/);

/** The id keeps a second press of the same button from announcing the same doses twice. */
export const leftoverSchema = z
  .object({
    id: z.uuid(),
    delivery: vaccine,
    doses: z.coerce.number().int().min(1).max(100),
    until: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  })
  .transform(({ delivery, ...rest }) => {
    const [id, campaign = null] = delivery.split('/');
    return { ...rest, delivery: Number(id), campaign };
  });
export type Leftover = z.infer<typeof leftoverSchema>;
