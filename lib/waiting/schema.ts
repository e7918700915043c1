import { z } from 'zod';

const code = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

export const joinSchema = z
  .object({ round: code, person: z.uuid(), where: z.string().regex(/^(?:clinic|region):[A-Za-z0-9-]{1,64}$/) })
  .transform(({ where, ...rest }) => {
    const [kind, id = ''] = where.split(':');
    return { ...rest, where: kind === 'clinic' ? { clinic: id } : { region: id } };
  });

export type Where = { clinic: string } | { region: string };

/** The id keeps a second press of the same button from announcing the same doses twice. */
export const leftoverSchema = z.object({
  id: z.uuid(),
  delivery: z.coerce.number().int().positive().max(2_147_483_647),
  doses: z.coerce.number().int().min(1).max(100),
  until: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
});
export type Leftover = z.infer<typeof leftoverSchema>;
