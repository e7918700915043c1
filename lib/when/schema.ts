import { z } from 'zod';
import type { District } from './district';

const ofDay = z.tuple([z.string(), z.number()]);

/** The body of `when_district`, as the leader wrote it. */
export const districtSchema: z.ZodType<District> = z.object({
  today: z.string(),
  uptake: z.object({ low: z.number(), high: z.number(), rounds: z.number() }),
  parts: z.array(
    z.object({
      round: z.string(),
      opensOn: z.string(),
      over: z.boolean(),
      front: z.number(),
      people: z.number(),
      taken: z.number(),
      received: z.number(),
      free: z.array(ofDay),
      announced: z.array(ofDay),
      shut: z.number(),
      heir: z.string().nullable(),
      handsOn: z.string(),
    }),
  ),
});
