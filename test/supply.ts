import { randomBytes } from 'node:crypto';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { database, type Prisma } from '@/lib/platform/database';
import { databaseNow, openRound, type World } from './booking';

/** What the tests of supply need: a campaign with rounds of given weights, clinics with half hours and doses. */
const short = () => randomBytes(5).toString('hex');
const hours = (at: Date, count: number) => new Date(at.getTime() + count * 3_600_000);

export interface Supply extends World {
  rounds: string[];
  product: string;
  today: string;
}

/** Rounds of these weights: the first is open, each of the others opens an hour after the one before has closed. */
export async function supplyWorld(weights: number[], more: Partial<Prisma.RoundUncheckedCreateInput> = {}): Promise<Supply> {
  const now = await databaseNow();
  const product = `p-${short()}`;
  const names = { nameKo: '백신', nameEn: 'Vaccine' };
  await database().product.create({
    data: { code: product, ...names, cvx: '208', rules: { create: { validFrom: new Date('2021-01-01'), minAge: 18, doses: 1 } } },
  });
  const first = await openRound({ shareWeight: weights[0] ?? 1, sequence: 1, ...more });
  await database().campaign.update({ where: { id: first.campaignId }, data: { products: [product] } });
  const rounds = [first.roundId];
  for (const [index, shareWeight] of weights.slice(1).entries()) {
    const opensAt = hours(now, 2 * index + 2);
    const times = { drawAt: hours(opensAt, -1), opensAt, closesAt: hours(opensAt, 1) };
    rounds.push((await openRound({ campaignId: first.campaignId, sequence: index + 2, shareWeight, ...times, ...more })).roundId);
  }
  return { ...first, rounds, product, today: seoulDate(now) };
}

/** A clinic with so many places on each of the next days, and a delivery of doses that came yesterday. */
export async function stockedClinic(world: Supply, places: number[], doses: number): Promise<{ clinicId: string; deliveryId: number }> {
  const clinicId = `clinic-${short()}`;
  const names = { nameKo: '의원', nameEn: 'Clinic', addressKo: '중앙로 1', addressEn: '1 Jungang-ro', phone: '02-000-0000' };
  await database().clinic.create({
    data: { id: clinicId, regionCode: world.regionCode, ...names, latitude: 37, longitude: 127, hours: {}, vaccines: [world.product] },
  });
  await database().slot.createMany({
    data: places.map((capacity, ahead) => ({ clinicId, capacity, startsAt: seoulInstant(addDays(world.today, ahead + 1), '10:00') })),
  });
  const delivery = await database().delivery.create({
    data: {
      doses,
      arrivesAt: seoulInstant(addDays(world.today, -1), '10:00'),
      clinic: { connect: { id: clinicId } },
      shipment: { create: { id: `shipment-${short()}`, carrier: '운송' } },
      lot: { create: { number: `lot-${short()}`, productCode: world.product, expiresOn: new Date(addDays(world.today, 90)) } },
    },
  });
  return { clinicId, deliveryId: delivery.id };
}

/** `day of the future : round's position : quota : taken`, in order. */
export async function sharesAt(world: Supply, clinicId: string): Promise<string[]> {
  const shares = await database().share.findMany({ where: { clinicId }, orderBy: [{ day: 'asc' }, { roundId: 'asc' }] });
  const row = ({ day, roundId, quota, taken }: (typeof shares)[number]) =>
    `${(day.getTime() - Date.parse(world.today)) / 86_400_000}:${world.rounds.indexOf(roundId)}:${quota}:${taken}`;
  return shares.map(row).sort();
}

/** What must hold of supply after everything: a delivery is planned as its shares say, and nothing is planned twice. */
export const misplanned = (): Promise<unknown[]> => database().$queryRaw`
  SELECT delivery.id, planned, sum(quota) FROM delivery LEFT JOIN share ON share.delivery_id = delivery.id
   GROUP BY delivery.id HAVING planned <> coalesce(sum(quota), 0) OR planned > doses`;
