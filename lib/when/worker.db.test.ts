import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { mintCitizen } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { planShares } from '@/lib/supply/commands';
import { databaseNow, somebody } from '@/test/booking';
import { type Supply, stockedClinic, supplyWorld } from '@/test/supply';
import { noteGiven } from './commands';
import { ownWhen, whenRecord } from './queries';
import { keepForecasts, refreshDistrict } from './worker';

const roundOf = (world: Supply, index = 0) => ({ id: world.rounds[index] ?? '', campaignId: world.campaignId, lineOrder: 'drawn' });
const plan = async (world: Supply) => planShares(database(), world.campaignId, await databaseNow());
const refresh = (world: Supply) => refreshDistrict(database(), world.campaignId, world.regionCode);
const day = (world: Supply, ahead: number) => addDays(world.today, ahead);

/** A person of the district who was shown their answer. */
async function shown(world: Supply, index = 0): Promise<string> {
  const personId = await somebody();
  await database().person.update({ where: { id: personId }, data: { regionCode: world.regionCode } });
  const facts = { name: '홍길동', birthDate: '1980-01-01', onRoll: true, createdAt: new Date(0), verified: true };
  const own = await ownWhen(personId, roundOf(world, index));
  if (!own) throw new Error('nothing has been worked out');
  await noteGiven(mintCitizen({ ...facts, personId, sessionId: 's' }), roundOf(world, index).id, own);
  return personId;
}

const answer = async (personId: string) => {
  const { fromDay, toDay, reason } = await database().whenAnswer.findFirstOrThrow({ where: { personId } });
  return { from: fromDay && seoulDate(fromDay), to: toDay && seoulDate(toDay), reason };
};
const told = (personId: string) => database().notice.findMany({ where: { personId, template: 'when-changed' } });
const version = async (world: Supply) =>
  (await database().whenWalk.findFirstOrThrow({ where: { roundId: roundOf(world).id, regionCode: world.regionCode } })).version;
const booked = async (world: Supply, personId: string, clinicId: string, startsAt: Date) => {
  const slot = await database().slot.create({ data: { clinicId, startsAt, capacity: 1, taken: 1 } });
  const roundId = roundOf(world).id;
  await database().booking.create({
    data: {
      campaignId: world.campaignId,
      roundId,
      personId,
      actorId: personId,
      product: world.product,
      clinicId,
      slotId: slot.id,
      status: 'confirmed',
      heldUntil: startsAt,
      number: personId,
      passId: randomUUID(),
      confirmedAt: new Date(),
    },
  });
};

/** 100 people; nobody knows how many of them book: 40 to 80. Of 5 places a day 4 are before whoever stands at a tenth, 72 and more at nine. */
const days = (count: number) => Array.from({ length: count }, () => 5);

test('an answer comes from the shares of the round, and each round has its own', async () => {
  const world = await supplyWorld([1, 1]);
  await stockedClinic(
    world,
    Array.from({ length: 40 }, () => 10),
    400,
  );
  await plan(world);
  await refresh(world);
  await shown(world);
  const personId = await shown(world);
  // 72 and 1.28 times its root before: the 84th place is on the 17th day, and a week to choose.
  expect(await answer(personId)).toEqual({ from: day(world, 1), to: day(world, 17 + 7), reason: null });
  const own = await ownWhen(personId, roundOf(world));
  expect(own).toMatchObject({
    isGiven: true,
    when: { rests: { places: 200, days: 40, people: 100, taken: 0, uptake: { low: 0.4, high: 0.8, rounds: 0 } } },
  });
  // The second has its own places, and what the first leaves if eighty book in it.
  expect((await ownWhen(personId, roundOf(world, 1)))?.when).toMatchObject({ to: day(world, 17 + 7), rests: { places: 200, handed: 120 } });
});

test('doses that are announced count from the day after their arrival, half of them where a second dose is due', async () => {
  const world = await supplyWorld([1]);
  const { deliveryId } = await stockedClinic(world, [], 300);
  await database().delivery.update({ where: { id: deliveryId }, data: { arrivesAt: seoulInstant(day(world, 5), '10:00') } });
  await refresh(world);
  const personId = await shown(world);
  expect((await ownWhen(personId, roundOf(world)))?.when).toMatchObject({
    from: day(world, 6),
    rests: { places: 0, announced: 300, arrivesOn: day(world, 5) },
  });
  await database().productRule.updateMany({
    where: { productCode: world.product },
    data: { doses: 2, interval: 21, intervalMin: 21, intervalMax: 42 },
  });
  await refresh(world);
  expect((await ownWhen(personId, roundOf(world)))?.when.rests).toMatchObject({ announced: 150 });
});

test('with no vaccine it says so, and the person is told once there is some', async () => {
  const world = await supplyWorld([1]);
  await refresh(world);
  const personId = await shown(world);
  expect(await answer(personId)).toEqual({ from: null, to: null, reason: null });
  await stockedClinic(world, days(40), 200);
  await plan(world);
  await refresh(world);
  await keepForecasts(database(), 1_000);
  expect(await answer(personId)).toEqual({ from: day(world, 1), to: day(world, 24), reason: 'supply-more' });
  expect(await told(personId)).toMatchObject([
    { facts: { from: day(world, 1), to: day(world, 24), reason: 'supply-more', roundId: roundOf(world).id } },
  ]);
});

test('who was given an answer is told that it moved and why: once, by two leaders, and at most once a day', async () => {
  const world = await supplyWorld([1]);
  const { clinicId } = await stockedClinic(world, days(20), 100);
  const other = await stockedClinic(world, days(40), 200);
  await plan(world);
  await refresh(world);
  const people = [await shown(world), await shown(world)];
  const before = await version(world);
  await refresh(world);
  await keepForecasts(database(), 1_000);
  expect([await version(world), await told(people[0] ?? '')]).toEqual([before, []]);

  await database().clinic.update({ where: { id: clinicId }, data: { pausedAt: new Date() } });
  await refresh(world);
  await Promise.all([keepForecasts(database(), 100), keepForecasts(database(), 100)]);
  for (const personId of people) {
    expect(await answer(personId)).toMatchObject({ to: day(world, 24), reason: 'closure' });
    expect(await told(personId)).toMatchObject([{ facts: { reason: 'closure' } }]);
  }

  await database().clinic.update({ where: { id: other.clinicId }, data: { pausedAt: new Date() } });
  await refresh(world);
  await keepForecasts(database(), 1_000);
  expect(await told(people[0] ?? '')).toHaveLength(1);
  // What they were told stands until they can be told again.
  expect(await answer(people[0] ?? '')).toMatchObject({ to: day(world, 24) });
  await database().$executeRaw`UPDATE when_answer SET told_at = told_at - interval '25 hours'`;
  await database().$executeRaw`UPDATE notice SET subject = subject || '-before'`;
  await database().$executeRaw`UPDATE when_walk SET again_at = now() WHERE round_id = ${roundOf(world).id}`;
  await keepForecasts(database(), 1_000);
  expect(await told(people[0] ?? '')).toHaveLength(2);
  expect(await answer(people[0] ?? '')).toMatchObject({ from: null, to: null, reason: 'closure' });
});

test('a walk goes on where it was, over many batches, and reaches everybody once', async () => {
  const world = await supplyWorld([1]);
  await refresh(world);
  await shown(world);
  // What the tests before have left to do.
  await keepForecasts(database(), 1_000);
  await database().$executeRaw`
    WITH many AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll, region_code)
      SELECT gen_random_uuid(), '\\x01', '1980-01-01', '\\x01', '\\x01', true, ${world.regionCode} FROM generate_series(1, 1200) RETURNING id
    )
    INSERT INTO when_answer (round_id, person_id, region_code) SELECT ${roundOf(world).id}, id, ${world.regionCode} FROM many`;
  await stockedClinic(world, days(40), 200);
  await plan(world);
  await refresh(world);
  const count = () => database().notice.count({ where: { template: 'when-changed', subject: { startsWith: roundOf(world).id } } });
  // Walks of other tests' districts may come first; each turn is one batch.
  const seen = new Set<number>();
  for (let turn = 0; turn < 200 && !seen.has(1_201); turn += 1) {
    await keepForecasts(database(), 1);
    seen.add(await count());
  }
  expect([...seen].filter((one) => one > 0)).toEqual([500, 1_000, 1_201]);
});

test('who has booked is not told any more; when the day is past, what came true is counted once', async () => {
  const world = await supplyWorld([1]);
  const { clinicId } = await stockedClinic(world, days(40), 200);
  await plan(world);
  await refresh(world);
  const [ahead, past, cancelled] = [await shown(world), await shown(world), await shown(world)];
  await booked(world, ahead, clinicId, seoulInstant(day(world, 3), '11:00'));
  await booked(world, past, clinicId, seoulInstant(day(world, -1), '11:00'));
  await database()
    .$executeRaw`UPDATE when_answer SET from_day = ${day(world, -5)}::date, to_day = ${day(world, 1)}::date WHERE person_id = ${past}::uuid`;
  await booked(world, cancelled, clinicId, seoulInstant(day(world, -2), '11:00'));
  await database().booking.updateMany({ where: { personId: cancelled }, data: { status: 'cancelled' } });
  await database().clinic.update({ where: { id: clinicId }, data: { pausedAt: new Date() } });
  await refresh(world);
  await keepForecasts(database(), 1_000);
  await database().$executeRaw`UPDATE when_walk SET again_at = now() WHERE round_id = ${roundOf(world).id}`;
  await keepForecasts(database(), 1_000);
  expect(await database().whenOutcome.findMany()).toEqual([{ roundId: roundOf(world).id, daysOff: 1, inside: true, people: 1 }]);
  expect([await told(ahead), await told(past)]).toEqual([[], []]);
  expect(await told(cancelled)).toHaveLength(1);
  await database().whenOutcome.updateMany({ data: { people: 100 } });
  expect(await whenRecord(roundOf(world).id)).toEqual({ known: true, compared: 100, insideRange: 1, medianErrorDays: 1 });
});
