import { createHash } from 'node:crypto';
import { z } from 'zod';

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));
const moment = z.iso.datetime();

/** What is published when a round is made: nobody can choose the draw's outcome afterwards. */
export const commitRecord = z.object({
  secretHash: hex(64),
  ticketKeyHash: hex(64),
  /** A public value that nobody here controls, and which one of its future values; null: commit–reveal alone. */
  beaconSource: z.string().nullable(),
  /** When that value will be public; it is recorded from then on. */
  beaconFrom: moment.nullable().default(null),
  /** Seconds after the time of the draw for which the reveal waits for the value. */
  beaconGrace: z.number().int().nonnegative().default(0),
});

const beaconRecord = z.object({ value: z.string() });

/** What is published at the draw. The seed follows from it: see `drawSeed`. */
export const revealRecord = z.object({
  secret: hex(64),
  beacon: z.string().nullable(),
  /** A source was named, and no value of it was recorded in time. */
  beaconMissing: z.boolean().default(false),
});

const windowRecord = z.object({ drawAt: moment, opensAt: moment, closesAt: moment });
const postponedRecord = z.object({ reason: z.string(), before: windowRecord, after: windowRecord });
const cancelledRecord = z.object({ reason: z.string(), before: windowRecord });
/** Each has its sentence under `refusal` of the messages. */
const attemptCodes = [
  'round-cancelled',
  'round-opened',
  'round-over',
  'window-not-later',
  'beacon-not-named',
  'beacon-recorded',
  'beacon-after-reveal',
  'beacon-too-early',
] as const;

/** Something that an operator tried and the rules refused. */
const attemptRecord = z.object({
  what: z.enum(['beacon', 'postpone', 'cancel']),
  code: z.enum(attemptCodes),
  wanted: z.record(z.string(), z.string()).default({}),
});

const entry = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, body: z.ZodObject<Shape>) =>
  z.object({ kind: z.literal(kind), at: moment, ...body.shape });

const drawEntry = z.discriminatedUnion('kind', [
  entry('commit', commitRecord),
  entry('beacon', beaconRecord),
  entry('reveal', revealRecord),
  entry('postponed', postponedRecord),
  entry('cancelled', cancelledRecord),
  entry('attempt', attemptRecord),
]);

/** The public record of a round's draw: see docs/draw.md. */
export const drawRecord = z.object({
  format: z.literal('charye-draw-1'),
  round: z.string(),
  /** The window as it stands now, or stood when the round was cancelled. */
  ...windowRecord.shape,
  /** In the order in which they were written. */
  entries: z.array(drawEntry),
  /** As this server derived it; null before the reveal. */
  seed: hex(64).nullable(),
});

export type CommitRecord = z.infer<typeof commitRecord>;
export type DrawEntry = z.infer<typeof drawEntry>;
export type DrawRecord = z.infer<typeof drawRecord>;
export type Window = z.infer<typeof windowRecord>;
export type Body<Kind extends DrawEntry['kind']> = Omit<Extract<DrawEntry, { kind: Kind }>, 'kind' | 'at'>;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export interface BeaconPromise {
  /** Names the source and which of its values will be taken. */
  source: string;
  from: Date;
  graceSeconds: number;
}

export const commitTo = (secret: Uint8Array, ticketKey: Uint8Array, beacon: BeaconPromise | null): CommitRecord => ({
  secretHash: sha256(secret),
  ticketKeyHash: sha256(ticketKey),
  beaconSource: beacon?.source ?? null,
  beaconFrom: beacon?.from.toISOString() ?? null,
  beaconGrace: beacon?.graceSeconds ?? 0,
});
