import { z } from 'zod';
import { typedReason } from '@/lib/identity/typed';

/** How somebody wishes to be told, as the form sends it. An empty address is none. */
export const wishes = z.object({
  way: z.enum(['text', 'voice']),
  email: z.union([z.literal(''), z.email().max(254)]),
  language: z.enum(['ko', 'en']),
});

export type Wishes = z.infer<typeof wishes>;

/** Everybody reads why nothing is sent. */
export const stopping = z.object({ reason: typedReason(5) });
