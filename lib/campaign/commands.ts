import { randomBytes } from 'node:crypto';
import { type BeaconPromise, commitTo } from '@/lib/draw/record';
import type { Database, Prisma } from '@/lib/platform/database';
import type { Cohort } from './cohort';
import { cohortSchema } from './schema';

type Settings = 'minSweep' | 'callHold' | 'passLength' | 'holdLength' | 'maxExtensions' | 'lateShare';
type Optional = 'cohortSizeAssumed' | 'lineOrder' | 'helpersAllowed' | 'shareWeight' | 'handOnAt' | Settings;

export interface NewRound extends Pick<Prisma.RoundUncheckedCreateInput, Optional> {
  /** A readable slug: it stands in addresses. */
  id: string;
  campaignId: string;
  sequence: number;
  nameKo: string;
  nameEn: string;
  cohort: Cohort;
  cohortSize: number;
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
  seatCount: number;
  /** A public value that will come from where nobody here decides it; without one the draw is commit–reveal alone. */
  beacon?: Omit<BeaconPromise, 'graceSeconds'> & Partial<BeaconPromise>;
}

const slug = /^[a-z0-9-]{1,40}$/;
const graceSecondsDefault = 600;

/** What is promised must lie ahead on the database's clock, and come while the draw can still wait for it. */
async function promiseOf(db: Database | Prisma.TransactionClient, round: NewRound): Promise<BeaconPromise | null> {
  if (!round.beacon) return null;
  const promise = { graceSeconds: graceSecondsDefault, ...round.beacon };
  const [clock] = await db.$queryRaw<{ now: Date }[]>`SELECT now()`;
  const deadline = Math.min(round.drawAt.getTime() + promise.graceSeconds * 1_000, round.opensAt.getTime());
  if (!promise.source.trim() || promise.source.length > 500) throw new Error('the source of a beacon is named in 1 to 500 characters');
  if (!clock || promise.from <= clock.now) throw new Error('a beacon is a value that nobody knows yet');
  if (promise.from.getTime() >= deadline) throw new Error('a beacon comes before the draw stops waiting for it');
  return promise;
}

/**
 * The single way to make a round: with its seats, with the secrets its draw will rest on, and with the public commitment
 * to them, all in one transaction, so that no round is ever seen without its commitment.
 */
export async function createRound(db: Database | Prisma.TransactionClient, round: NewRound): Promise<void> {
  if (!slug.test(round.id)) throw new Error('the id of a round is 1 to 40 of a-z, 0-9 and -');
  const { cohort, beacon: _, ...columns } = round;
  const promise = await promiseOf(db, round);
  const secret = new Uint8Array(randomBytes(32));
  const ticketKey = new Uint8Array(randomBytes(32));
  await db.round.create({
    data: {
      ...columns,
      cohort: { ...cohortSchema.parse(cohort) },
      secret: { create: { secret, ticketKey } },
      drawRecords: { create: { kind: 'commit', body: commitTo(secret, ticketKey, promise) } },
      seats: { createMany: { data: Array.from({ length: round.seatCount }, (_, index) => ({ number: index + 1 })) } },
    },
  });
}
