import { afterEach, describe, expect, test } from 'vitest';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import { database, Prisma } from '@/lib/platform/database';
import {
  beneficiary,
  clinicWith,
  databaseNow,
  delivered,
  expectCountersToHold,
  heldBy,
  openRound,
  passesOf,
  passOf,
  shared,
  taken,
} from '@/test/booking';
import { cancelBooking, confirmHold, holdSlot, releaseHold } from './commands';
import { reapHolds } from './worker';

afterEach(expectCountersToHold);

const code = (answer: Awaited<ReturnType<typeof holdSlot>>) => (answer.ok ? 'held' : answer.code);
const bookingOf = (personId: string) => database().booking.findFirstOrThrow({ where: { personId } });
const shareTaken = async (id: number) => (await database().share.findUniqueOrThrow({ where: { id } })).taken;

/** A clinic with one half hour at ten o'clock of a day in Seoul, and no shares yet. */
async function bare(date?: string, places = 20) {
  const world = await openRound();
  const { clinicId, slots } = await clinicWith(world, [places], { vaccines: [] });
  const day = date ?? addDays(seoulDate(await databaseNow()), 5);
  const [slot = 0] = slots;
  await database().slot.update({ where: { id: slot }, data: { startsAt: seoulInstant(day, '10:00') } });
  return { world, clinicId, slot, day };
}

describe('a claim takes the first share that fits', () => {
  test('the campaign’s order of products, then what expires first; full ones are passed over', async () => {
    const { world, clinicId, slot, day } = await bare();
    const lots = [
      ['P2', '2098-01-01'],
      ['P1', '2099-01-01'],
      ['P1', '2098-01-01'],
    ] as const;
    const ids: number[] = [];
    for (const [product, expiresOn] of lots) {
      const deliveryId = await delivered(clinicId, product, { expiresOn });
      ids.push(await shared(world, { clinicId, day, product, deliveryId, quota: 1 }));
    }
    const chosen: (number | null)[] = [];
    for (const pass of await passesOf(world, 3)) {
      await heldBy(pass, slot);
      chosen.push((await bookingOf(pass.personId)).shareId);
    }
    expect(chosen).toEqual([ids[2], ids[1], ids[0]]);
    expect(code(await holdSlot(await passOf(world), slot))).toBe('slot-full');
  });

  test('40 race for three shares of 5, 4 and 3 of a half hour for 20: exactly twelve get one', async () => {
    const { world, clinicId, slot, day } = await bare();
    for (const quota of [5, 4, 3]) {
      await shared(world, { clinicId, day, product: 'P2', deliveryId: await delivered(clinicId, 'P2'), quota });
    }
    const answers = await Promise.all((await passesOf(world, 40)).map((pass) => holdSlot(pass, slot)));
    expect(answers.map(code).sort()).toEqual([...Array(12).fill('held'), ...Array(28).fill('slot-full')]);
    expect(await taken(slot)).toBe(12);
  });

  test('shares of another round, another day or the second dose are none', async () => {
    const { world, clinicId, slot, day } = await bare();
    const deliveryId = await delivered(clinicId, 'P2');
    const share = { clinicId, day, product: 'P2', deliveryId, quota: 9 };
    await shared(await openRound({ campaignId: world.campaignId }), share);
    await shared(world, { ...share, day: addDays(day, 1) });
    expect(code(await holdSlot(await passOf(world), slot))).toBe('slot-unknown');
    await shared(world, { ...share, dose: 2 });
    expect(code(await holdSlot(await passOf(world), slot))).not.toBe('held');
  });
});

describe('what is not given out', () => {
  test.each([
    ['the clinic is paused', 'slot-closed', Prisma.sql`UPDATE clinic SET paused_at = now()`],
    ['the programme is paused', 'slot-closed', Prisma.sql`UPDATE campaign SET paused_at = now()`],
    ['the half hour is closed', 'slot-closed', Prisma.sql`UPDATE slot SET closed_at = now()`],
    ['the delivery is quarantined', 'slot-closed', Prisma.sql`UPDATE delivery SET quarantined_at = now()`],
  ])('%s: nothing is held, and nothing held is confirmed', async (_, said, spoil) => {
    const world = await openRound();
    const [slot = 0] = (await clinicWith(world, [3])).slots;
    const pass = await passOf(world);
    const id = await heldBy(pass, slot);
    await database().$executeRaw(spoil);
    expect(code(await holdSlot(await passOf(world), slot))).toBe(said);
    expect(await confirmHold(pass, id)).toEqual({ ok: false, code: said });
  });

  test('what has expired the day before', async () => {
    const world = await openRound();
    const { clinicId, slots } = await clinicWith(world, [3]);
    const { day, delivery } = await database().share.findFirstOrThrow({ where: { clinicId }, include: { delivery: true } });
    const expires = (on: Date) => database().lot.update({ where: { number: delivery.lotNumber }, data: { expiresOn: on } });
    await expires(new Date(day.getTime() - 86_400_000));
    expect(code(await holdSlot(await passOf(world), slots[0] ?? 0))).toBe('slot-closed');
    await expires(day);
    expect(code(await holdSlot(await passOf(world), slots[0] ?? 0))).toBe('held');
  });

  test('of a share what is not released yet: none before the first tranche', async () => {
    const world = await openRound();
    const [slot = 0] = (await clinicWith(world, [3])).slots;
    await database().tranche.create({ data: { roundId: world.roundId, at: new Date('2099-01-01'), permille: 1000 } });
    expect(code(await holdSlot(await passOf(world), slot))).toBe('slot-full');
  });

  test('of a share what is not released yet: six of ten at the opening, the rest when its time has come', async () => {
    const { world, clinicId, slot, day } = await bare();
    const share = await shared(world, { clinicId, day, product: 'P2', deliveryId: await delivered(clinicId, 'P2'), quota: 10 });
    const now = await databaseNow();
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    await database().tranche.createMany({
      data: [
        { roundId: world.roundId, at: at(-30), permille: 600 },
        { roundId: world.roundId, at: at(60), permille: 1000 },
      ],
    });
    const answers = await Promise.all((await passesOf(world, 12)).map((pass) => holdSlot(pass, slot)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(6);
    await database().tranche.updateMany({ where: { permille: 1000 }, data: { at: at(-1) } });
    await Promise.all((await passesOf(world, 12)).map((pass) => holdSlot(pass, slot)));
    expect(await shareTaken(share)).toBe(10);
  });

  test('of many small shares together what was announced, of each never less later, and all of it at the end', async () => {
    const sums = await database().$queryRaw<{ quota: number; permille: number; places: number }[]>`
      SELECT quota, permille, sum(released_places(quota, id, permille))::int AS places
        FROM generate_series(71, 1070) AS id, unnest(ARRAY[1, 2, 3, 7]) AS quota, unnest(ARRAY[0, 250, 600, 999, 1000]) AS permille
       GROUP BY quota, permille ORDER BY quota, permille`;
    // Of a thousand shares.
    for (const { quota, permille, places } of sums) expect(Math.abs(places - quota * permille)).toBeLessThanOrEqual(2);
    expect(sums.filter(({ permille }) => permille === 0).map(({ places }) => places)).toEqual([0, 0, 0, 0]);
    expect(sums.filter(({ permille }) => permille === 1_000).map(({ places }) => places)).toEqual([1_000, 2_000, 3_000, 7_000]);
    const [falls] = await database().$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM generate_series(1, 200) AS id, generate_series(1, 1000) AS permille
       WHERE released_places(3, id, permille) < released_places(3, id, permille - 1) OR released_places(3, id, permille) NOT BETWEEN 0 AND 3`;
    expect(falls?.count).toBe(0);
  });

  test.each([
    // Born on a leap day: a year older on 1 March of a common year (Civil Act, article 160).
    ['2012-02-29', '2097-02-28', 84, 'held'],
    ['2012-02-29', '2097-02-28', 85, 'not-for-age'],
    ['2012-02-29', '2097-03-01', 85, 'held'],
    ['2012-02-29', '2096-02-29', 84, 'held'],
    ['2012-03-01', '2096-02-29', 84, 'not-for-age'],
  ])('born %s, on %s, from %i on: %s', async (birthDate, day, minAge, said) => {
    const { world, clinicId, slot } = await bare(day);
    await shared(world, { clinicId, day, product: 'P1', deliveryId: await delivered(clinicId, 'P1'), quota: 9 });
    const rule = { productCode: 'P1', validFrom: new Date(day), minAge, doses: 1 };
    await database().productRule.create({ data: rule });
    expect(code(await holdSlot({ ...(await passOf(world)), birthDate }, slot))).toBe(said);
    await database().productRule.deleteMany({ where: { productCode: 'P1', validFrom: new Date(day) } });
  });
});

test('moving, giving up, running out and cancelling give the share back with the half hour', async () => {
  const world = await openRound();
  const near = await clinicWith(world, [2]);
  const far = await clinicWith(world, [2], { fromMinutes: 9 * 24 * 60 });
  const [one = 0, other = 0] = [...near.slots, ...far.slots];
  const share = async (clinicId: string) => (await database().share.findFirstOrThrow({ where: { clinicId } })).taken;
  const both = async () => [await share(near.clinicId), await share(far.clinicId)];
  const pass = await passOf(world);
  await heldBy(pass, one);
  expect(await both()).toEqual([1, 0]);
  await heldBy(pass, other);
  expect(await both()).toEqual([0, 1]);
  await releaseHold(pass);
  expect(await both()).toEqual([0, 0]);
  await heldBy(pass, one);
  await database().booking.updateMany({ where: { personId: pass.personId }, data: { heldUntil: new Date(0) } });
  await reapHolds(database());
  expect(await both()).toEqual([0, 0]);
  const id = await heldBy(pass, one);
  await confirmHold(pass, id);
  expect(await both()).toEqual([1, 0]);
  await cancelBooking(beneficiary(pass.personId), id);
  expect(await both()).toEqual([0, 0]);
});

test('whoever holds the last of a share keeps it when choosing it again, and may move within the day', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [2, 2], { fromMinutes: 4 * 24 * 60, quota: 1 });
  const [one = 0, other = 0] = slots;
  await database().slot.update({ where: { id: other }, data: { startsAt: await oneMinuteAfter(one) } });
  const pass = await passOf(world);
  for (const slot of [one, one, other, one]) await heldBy(pass, slot);
  expect(code(await holdSlot(await passOf(world), other))).toBe('slot-full');
});

const oneMinuteAfter = async (slot: number) =>
  new Date((await database().slot.findUniqueOrThrow({ where: { id: slot } })).startsAt.getTime() + 60_000);

test('the last defence: no statement can count a share past its quota or below nothing', async () => {
  const { clinicId } = await clinicWith(await openRound(), [1]);
  for (const by of [2, -1]) {
    await expect(database().$executeRaw`UPDATE share SET taken = taken + ${by} WHERE clinic_id = ${clinicId}`).rejects.toThrow(
      'share_never_oversold',
    );
  }
});
