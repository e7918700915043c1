import { createHash } from 'node:crypto';

/** How often one ticket's estimate is kept, in milliseconds. */
export const sampleMs = 300_000;

/** 20 bits: enough to find a ticket's estimates among some ten thousand samples, too few to tell whose they are in a large round. */
export const estimateTag = (roundId: string, number: string): number =>
  createHash('sha256').update(`estimate ${roundId} ${number}`).digest().readUInt32BE(0) >>> 12;
