import { createHash, randomBytes } from 'node:crypto';
import type { Database, Prisma } from '@/lib/platform/database';
import type { Cohort } from './cohort';
import { cohortSchema } from './schema';

type Settings = 'minSweep' | 'callHold' | 'passLength' | 'holdLength' | 'maxExtensions' | 'lateShare';
type Optional = 'cohortSizeAssumed' | 'lineOrder' | 'helpersAllowed' | Settings;

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
}

const slug = /^[a-z0-9-]{1,40}$/;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The single way to make a round: with its seats, with the secrets its draw will rest on, and with the public commitment
 * to them, all in one transaction, so that no round is ever seen without its commitment.
 */
export async function createRound(db: Database | Prisma.TransactionClient, round: NewRound): Promise<void> {
  if (!slug.test(round.id)) throw new Error('the id of a round is 1 to 40 of a-z, 0-9 and -');
  const { cohort, ...columns } = round;
  const secret = new Uint8Array(randomBytes(32));
  const ticketKey = new Uint8Array(randomBytes(32));
  await db.round.create({
    data: {
      ...columns,
      cohort: { ...cohortSchema.parse(cohort) },
      secret: { create: { secret, ticketKey } },
      drawRecords: {
        create: { kind: 'commit', body: { secretHash: sha256(secret), ticketKeyHash: sha256(ticketKey), beaconSource: null } },
      },
      seats: { createMany: { data: Array.from({ length: round.seatCount }, (_, index) => ({ number: index + 1 })) } },
    },
  });
}
