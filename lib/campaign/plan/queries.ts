import { commitRecord } from '@/lib/draw/record';
import type { Prisma } from '@/lib/platform/database';
import { cohortSchema } from '../schema';
import type { KnownRound } from './changes';
import type { PlannedRule } from './plan';
import { formerWindow } from './schema';

/** Rounds of one campaign and those of these ids, locked for the transaction: no ticket is made and no round postponed meanwhile. */
export async function knownRounds(
  db: Prisma.TransactionClient,
  campaignId: string,
  ids: string[],
): Promise<(KnownRound & { campaignId: string })[]> {
  await db.$queryRaw`SELECT FROM round WHERE campaign_id = ${campaignId} AND opens_at > clock_timestamp() ORDER BY id FOR UPDATE`;
  await db.$queryRaw`SELECT FROM round WHERE campaign_id = ${campaignId} AND opens_at <= clock_timestamp() ORDER BY id FOR NO KEY UPDATE`;
  const rounds = await db.round.findMany({
    where: { OR: [{ campaignId }, { id: { in: ids } }] },
    include: { tranches: { orderBy: { at: 'asc' } }, drawRecords: { orderBy: { id: 'asc' } } },
  });
  const entered = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM round WHERE campaign_id = ${campaignId} AND (
      EXISTS (SELECT FROM ticket WHERE round_id = round.id) OR EXISTS (SELECT FROM household WHERE round_id = round.id)
      OR EXISTS (SELECT FROM provisional_place WHERE round_id = round.id))`;
  return rounds.map(({ drawRecords, tranches, cohort, ...round }) => {
    const bodyOf = (wanted: string) => drawRecords.filter(({ kind }) => kind === wanted).map(({ body }) => body);
    const [commit] = bodyOf('commit').map((body) => commitRecord.parse(body));
    const { beaconSource: source = null, beaconFrom: from = null, beaconGrace: graceSeconds = 0 } = commit ?? {};
    return {
      ...round,
      cohort: cohortSchema.parse(cohort),
      tranches: tranches.map(({ at, permille }) => ({ at, permille })),
      beacon: source !== null && from !== null ? { source, from: new Date(from), graceSeconds } : null,
      formerly: [...bodyOf('postponed'), ...bodyOf('cancelled')].map((body) => formerWindow.parse(body)),
      hasTickets: entered.some(({ id }) => id === round.id),
    };
  });
}

export interface KnownProduct {
  code: string;
  nameKo: string;
  nameEn: string;
  cvx: string;
  booked: boolean;
  rules: PlannedRule[];
}

export async function knownProducts(db: Prisma.TransactionClient, codes: string[]): Promise<KnownProduct[]> {
  const products = await db.product.findMany({ where: { code: { in: codes } }, include: { rules: { orderBy: { validFrom: 'asc' } } } });
  const booked = await db.$queryRaw<{ code: string }[]>`
    SELECT code FROM unnest(${codes}::text[]) AS one (code) WHERE EXISTS (SELECT FROM booking WHERE booking.product = one.code)`;
  return products.map(({ rules, ...product }) => ({
    ...product,
    booked: booked.some(({ code }) => code === product.code),
    rules: rules.map(({ productCode: _, validFrom, ...rule }) => ({
      ...rule,
      validFrom: validFrom.toISOString().slice(0, 10),
    })),
  }));
}
