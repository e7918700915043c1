import { createHash } from 'node:crypto';
import { z } from 'zod';

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

/** What is published when a round is made: nobody can choose the draw's outcome afterwards. */
export const commitRecord = z.object({
  secretHash: hex(64),
  ticketKeyHash: hex(64),
  /** A public value that nobody here controls, and which one of its future values; null: commit–reveal alone. */
  beaconSource: z.string().nullable(),
});

/** What is published at the draw. The seed follows from it: see `drawSeed`. */
export const revealRecord = z.object({ secret: hex(64), beacon: z.string().nullable() });

export type CommitRecord = z.infer<typeof commitRecord>;
export type RevealRecord = z.infer<typeof revealRecord>;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export const commitTo = (secret: Uint8Array, ticketKey: Uint8Array, beaconSource: string | null): CommitRecord => ({
  secretHash: sha256(secret),
  ticketKeyHash: sha256(ticketKey),
  beaconSource,
});
