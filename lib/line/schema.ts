import { z } from 'zod';
import type { LineState } from './tick';

const amount = z.number().min(0);
const fading = z.object({ sum: amount, weight: amount });
const counters = z.tuple([amount, amount, amount]);

const lineState = z.object({
  learned: z.object({
    seconds: amount,
    released: fading,
    lateEntries: fading,
    newcomers: fading,
    newcomersLong: fading,
    speed: fading,
    seatUse: fading,
    shown: fading,
    densities: z.array(amount),
  }),
  rate: z.object({ level: z.number().int().min(0), quietSeconds: amount }),
  recent: z.array(amount),
  nodes: z.record(z.string(), counters),
  ease: z.number().gt(0).max(1),
  lateCredit: amount,
  active: amount,
  front: amount,
  published: z.object({
    drawnWaiting: amount,
    lateWaiting: amount,
    pace: z.object({ before: amount, releases: amount, newcomers: amount, speed: amount, steady: z.boolean() }),
    report: z.number().int().min(0),
  }),
});

/** What the last leader left; null for nothing, and for what another version of this program wrote: learned anew within minutes. */
export function readState(body: unknown): LineState | null {
  const state = lineState.safeParse(body);
  return state.success ? state.data : null;
}
