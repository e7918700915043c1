import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { connect, database, isOverloaded, isStarved, Prisma, rowsOf } from './database';
import { env } from './env';

const at = new Date('2026-03-01T11:00:00Z');
const round = {
  campaignId: 'flu',
  sequence: 1,
  nameKo: '첫째',
  nameEn: 'First',
  cohort: {},
  cohortSize: 10,
  drawAt: at,
  opensAt: at,
  seatCount: 2,
};

beforeAll(async () => {
  await database().campaign.create({ data: { id: 'flu', nameKo: '독감', nameEn: 'Flu', products: ['flu'], phone: '1339' } });
  await database().round.create({ data: { ...round, id: 'one', closesAt: new Date('2026-03-02T09:00:00Z') } });
});

test('a record of the draw, once written, is neither changed nor removed', async () => {
  const record = await database().drawRecord.create({ data: { roundId: 'one', kind: 'commit', body: { secret: 'hash' } } });
  const where = { id: record.id };
  await expect(database().drawRecord.update({ where, data: { body: {} } })).rejects.toThrow();
  await expect(database().drawRecord.delete({ where })).rejects.toThrow();
});

test('a round can not close before it opens', async () => {
  const data = { ...round, id: 'two', sequence: 2, closesAt: new Date('2026-03-01T10:00:00Z') };
  await expect(database().round.create({ data })).rejects.toThrow(/round_window/);
});

test('no slot is oversold, whatever the statement', async () => {
  const db = database();
  await db.region.create({ data: { code: '11', nameKo: '서울', nameEn: 'Seoul', population: 1 } });
  const words = { nameKo: '의원', nameEn: 'Clinic', addressKo: '서울', addressEn: 'Seoul', phone: '02', latitude: 37, longitude: 127 };
  const clinic = await db.clinic.create({ data: { ...words, id: 'a', regionCode: '11', hours: {}, vaccines: [] } });
  await expect(db.slot.create({ data: { clinicId: clinic.id, startsAt: at, capacity: 2, taken: 3 } })).rejects.toThrow(
    /slot_never_oversold/,
  );
});

test('the migration holds the schema: nothing of it is missing in the database', async () => {
  const tables = await database().$queryRaw<
    { name: string }[]
  >`select table_name as name from information_schema.tables where table_schema = 'public'`;
  const mapped = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/^model[^}]*?@@map\("(\w+)"\)/gms)].map((match) => match[1]);
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(mapped));
});

const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (fault: unknown) => fault,
  );

test('what only lacked time is told from what is wrong', async () => {
  const cut = [database().$executeRaw`SET LOCAL statement_timeout = 20`, database().$queryRaw`SELECT pg_sleep(8)::text`];
  expect(isOverloaded(await faultOf(database().$transaction(cut)))).toBe(true);
  expect(isOverloaded(await faultOf(rowsOf(Prisma.sql`SELECT 1 / 0`)))).toBe(false);
  expect(isOverloaded(await faultOf(database().$queryRaw`SELECT 1 / 0`))).toBe(false);
  // The one connection is in use for longer than anybody waits for it.
  const alone = connect(env().DATABASE_URL, 1);
  const using = faultOf(alone.$queryRaw`SELECT pg_sleep(9)::text`);
  const waited = await faultOf(alone.round.findMany());
  expect([isStarved(waited), isOverloaded(waited)]).toEqual([true, true]);
  await using;
  await alone.$disconnect();
}, 60_000);
