import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { confirmHold, holdSlot } from '@/lib/booking/commands';
import { seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { type BeneficiaryProof, mintBeneficiary } from '@/lib/identity/proof';
import { mintPass, type PassProof } from '@/lib/line/proof';
import { database, type Prisma } from '@/lib/platform/database';

/** What the tests of booking need: an open round around the database's now, clinics with places, people with passes. */
export interface World {
  campaignId: string;
  roundId: string;
  regionCode: string;
}

export async function databaseNow(): Promise<Date> {
  const [row] = await database().$queryRaw<{ now: Date }[]>`SELECT now()`;
  if (!row) throw new Error('no clock');
  return row.now;
}

const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);
const short = () => randomBytes(5).toString('hex');

export async function openRound(round: Partial<Prisma.RoundUncheckedCreateInput> = {}): Promise<World> {
  const now = await databaseNow();
  const campaignId = round.campaignId ?? `campaign-${short()}`;
  const roundId = `round-${short()}`;
  const regionCode = short();
  await database().region.create({ data: { code: regionCode, nameKo: '구', nameEn: 'District', population: 1 } });
  if (!round.campaignId) {
    await database().campaign.create({
      data: { id: campaignId, nameKo: '사업', nameEn: 'Campaign', products: ['P1', 'P2'], phone: '1339' },
    });
  }
  await database().round.create({
    data: {
      id: roundId,
      campaignId,
      sequence: Math.floor(Math.random() * 1e9),
      nameKo: '회차',
      nameEn: 'Round',
      cohort: {},
      cohortSize: 100,
      drawAt: later(now, -60),
      opensAt: later(now, -30),
      closesAt: later(now, 30),
      seatCount: 1000,
      ...round,
    },
  });
  return { campaignId, roundId, regionCode };
}

/** Four days ahead; a little less where so many half hours would run over a midnight of Seoul: adjacent ones are of one day. */
function minutesToOneDay(now: Date, halfHours: number): number {
  const fourDays = 4 * 24 * 60;
  const [first, last] = [later(now, fourDays), later(now, fourDays + (halfHours - 1) * 30)];
  return seoulDate(first) === seoulDate(last) ? fourDays : fourDays - halfHours * 30;
}

/**
 * A clinic with half hours of these capacities, the first one `fromMinutes` ahead, and of each vaccine a delivery of which the round
 * has as much each day as the half hours, or `quota`. Gives the slots' ids.
 */
export async function clinicWith(
  world: World,
  capacities: number[],
  { fromMinutes: asked, vaccines = ['P2'], quota }: { fromMinutes?: number; vaccines?: string[]; quota?: number } = {},
): Promise<{ clinicId: string; slots: number[] }> {
  const clinicId = `clinic-${short()}`;
  const names = { nameKo: '의원', nameEn: 'Clinic', addressKo: '주소', addressEn: 'Address', phone: '02-000-0000' };
  const now = await databaseNow();
  const fromMinutes = asked ?? minutesToOneDay(now, capacities.length);
  await database().clinic.create({
    data: { id: clinicId, regionCode: world.regionCode, ...names, latitude: 37, longitude: 127, hours: {}, vaccines },
  });
  const rows = await database().slot.createManyAndReturn({
    data: capacities.map((capacity, index) => ({ clinicId, startsAt: later(now, fromMinutes + index * 30), capacity })),
  });
  const days = new Map<string, number>();
  for (const { startsAt, capacity } of rows) days.set(seoulDate(startsAt), (days.get(seoulDate(startsAt)) ?? 0) + capacity);
  for (const product of vaccines) {
    const doses = capacities.reduce((sum, capacity) => sum + capacity, 0) + (quota ?? 0) * days.size;
    const deliveryId = await delivered(clinicId, product, { doses });
    for (const [day, places] of days) await shared(world, { clinicId, day, product, deliveryId, quota: quota ?? places });
  }
  return { clinicId, slots: rows.map((row) => row.id) };
}

/** From now on, for everybody from five years on; two doses three weeks apart. */
const rule = { validFrom: new Date('2020-01-01'), minAge: 5, doses: 2, interval: 21, intervalMin: 21, intervalMax: 42 };

/** A delivery to the clinic, of a lot of its own, that has come. Its id. */
export async function delivered(
  clinicId: string,
  product: string,
  { doses = 1000, expiresOn = '2099-12-31' }: { doses?: number; expiresOn?: string } = {},
): Promise<number> {
  const id = short();
  await database().product.createMany({ data: { code: product, nameKo: '백신', nameEn: 'Vaccine', cvx: '208' }, skipDuplicates: true });
  await database().productRule.createMany({ data: { productCode: product, ...rule }, skipDuplicates: true });
  await database().shipment.create({ data: { id, carrier: '운송' } });
  await database().lot.create({ data: { number: id, productCode: product, expiresOn: new Date(expiresOn) } });
  const row = { shipmentId: id, lotNumber: id, clinicId, doses, planned: doses, arrivesAt: new Date('2020-01-01') };
  return (await database().delivery.create({ data: row })).id;
}

/** What a round may book of a clinic's day (`YYYY-MM-DD`, Seoul). */
export async function shared(
  world: Pick<World, 'roundId'>,
  { day, product, ...share }: { clinicId: string; day: string; product: string; deliveryId: number; quota: number; dose?: number },
): Promise<number> {
  const data = { ...share, day: new Date(day), productCode: product, roundId: world.roundId };
  return (await database().share.create({ data })).id;
}

/** A half hour at ten of a day (`YYYY-MM-DD`, Seoul) at a clinic, of which the round has a share for second doses. Its id. */
export async function secondAt(
  world: World,
  clinicId: string,
  { day, places, product = 'P2', time = '10:00' }: { day: string; places: number; product?: string; time?: string },
): Promise<number> {
  const { id } = await database().slot.create({ data: { clinicId, startsAt: seoulInstant(day, time), capacity: places } });
  await shared(world, { clinicId, day, product, deliveryId: await delivered(clinicId, product), quota: places, dose: 2 });
  return id;
}

export async function somebody(): Promise<string> {
  const bytes = new Uint8Array([1]);
  const data = { matchHash: bytes, birthDate: new Date('1980-01-01'), name: bytes, phone: bytes, onRoll: true };
  return (await database().person.create({ data })).id;
}

// Beyond those that a round is made with.
let seats = 1_000_000;

/** A seat of the round and the proof of its pass, for a new person unless one is named. */
export async function passOf(world: World, given: { personId?: string; expiresAt?: Date } = {}): Promise<PassProof> {
  const now = await databaseNow();
  const personId = given.personId ?? (await somebody());
  const expiresAt = given.expiresAt ?? later(now, 10);
  const pass = { passId: randomUUID(), sessionId: short(), roundId: world.roundId, personId };
  seats += 1;
  await database().seat.create({ data: { ...pass, number: seats, grantedAt: later(now, -20), expiresAt } });
  return mintPass({
    ...pass,
    campaignId: world.campaignId,
    actorId: personId,
    beneficiaryName: '홍길동',
    birthDate: '1980-01-01',
    relation: 'self',
    party: [{ personId, name: '홍길동', birthDate: '1980-01-01' }],
    expiresAt,
    now,
    extensionsLeft: 10,
    wanted: false,
  });
}

export const passesOf = async (world: World, people: number): Promise<PassProof[]> => {
  const passes: PassProof[] = [];
  for (let index = 0; index < people; index += 1) passes.push(await passOf(world));
  return passes;
};

export const beneficiary = (personId: string, actorId = personId): BeneficiaryProof =>
  mintBeneficiary({
    personId,
    actorId,
    sessionId: 'session',
    name: '홍길동',
    birthDate: '1980-01-01',
    onRoll: true,
    createdAt: new Date(0),
    verified: true,
    relation: personId === actorId ? 'self' : 'helper',
    lead: false,
  });

export const taken = async (slotId: number) => (await database().slot.findUniqueOrThrow({ where: { id: slotId } })).taken;

/** The kinds of what happened to a booking, in order. */
export const eventsOf = async (bookingId: string) =>
  (await database().bookingEvent.findMany({ where: { bookingId }, orderBy: { id: 'asc' } })).map((event) => event.kind);

/** The id of a hold that must succeed. */
export async function heldBy(pass: PassProof, slotId: number): Promise<string> {
  const held = await holdSlot(pass, slotId);
  if (!held.ok) throw new Error(held.code);
  return held.bookingId;
}

export async function booked(fromMinutes?: number) {
  const world = await openRound();
  const { slots } = await clinicWith(world, [3], fromMinutes ? { fromMinutes } : {});
  const [slot = 0] = slots;
  const pass = await passOf(world);
  const id = await heldBy(pass, slot);
  await confirmHold(pass, id);
  return { world, slot, pass, id };
}

/**
 * What must hold after everything: each counter equals its bookings that are held, offered or confirmed, nothing is past its limit,
 * each booking is of its half hour's clinic and day and of its share, and nobody has two.
 */
export async function expectCountersToHold(): Promise<void> {
  const drifted = await database().$queryRaw`
    SELECT 'slot' AS what, slot.id, slot.taken, count(booking.id)::int AS active
      FROM slot LEFT JOIN booking ON booking.slot_id = slot.id AND booking.status IN ('held', 'offered', 'confirmed')
     GROUP BY slot.id HAVING slot.taken <> count(booking.id) OR slot.taken > slot.capacity
    UNION ALL
    SELECT 'share', share.id, share.taken, count(booking.id)::int
      FROM share LEFT JOIN booking ON booking.share_id = share.id AND booking.status IN ('held', 'offered', 'confirmed')
     GROUP BY share.id HAVING share.taken - share.kept <> count(booking.id) OR share.taken > share.quota`;
  expect(drifted).toEqual([]);
  const misplaced = await database().$queryRaw`
    SELECT booking.id FROM booking JOIN slot ON slot.id = booking.slot_id LEFT JOIN share ON share.id = booking.share_id
     WHERE booking.clinic_id <> slot.clinic_id OR booking.clinic_id <> share.clinic_id OR booking.product <> share.product_code
        OR booking.dose <> share.dose OR share.day <> (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date`;
  expect(misplaced).toEqual([]);
  const doubled = await database().$queryRaw`
    SELECT person_id FROM booking WHERE status IN ('held', 'confirmed') GROUP BY campaign_id, person_id, dose HAVING count(*) > 1`;
  expect(doubled).toEqual([]);
}
