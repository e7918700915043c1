import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { decrypt, encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { untilWaiting } from '@/test/locks';
import { keysInUse, rotateKeys } from './commands';
import { otherBytes, sealedColumns } from './sealed-columns';

const keys = env().CHARYE_DATA_KEYS;
const before = [...keys];
afterEach(async () => {
  keys.splice(0, keys.length, ...before);
  await database().person.deleteMany();
});

const people = async (count: number) =>
  await database().person.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => ({
      matchHash: new Uint8Array([1]),
      birthDate: new Date('1980-01-01'),
      name: encrypt(`사람 ${index}`, 'person.name'),
      phone: encrypt(`0101234${index}`, 'person.phone'),
      onRoll: true,
    })),
  });

const newKey = () => keys.unshift({ id: '2', key: new Uint8Array(32).fill(5) });
const names = async () => (await database().person.findMany()).map((one) => decrypt(one.name, 'person.name')).sort();
const versions = async () => [...(await keysInUse())].sort();

test('everything is sealed with the new key and reads as before, and then the old key can go', async () => {
  await people(1_203);
  const said = await names();
  newKey();
  expect(await versions()).toEqual([['1', 2_406]]);
  const done = await rotateKeys();
  expect(done.slice(0, 2)).toMatchObject([
    { column: 'name', done: 1_203, unreadable: 0 },
    { column: 'phone', done: 1_203, unreadable: 0 },
  ]);
  expect(await versions()).toEqual([['2', 2_406]]);
  keys.pop();
  expect(await names()).toEqual(said);
});

test('so are the lines of a roll that is being imported', async () => {
  const bytes = new Uint8Array([1]);
  const hashes = { matchHash: bytes, nearName: bytes, nearPhone: bytes, birthDate: new Date('1980-01-01'), regionCode: '11' };
  const sealed = { name: encrypt('줄', 'person.name'), phone: encrypt('01000000000', 'person.phone') };
  await database().rollPending.create({ data: { line: 0, ...hashes, ...sealed } });
  newKey();
  expect((await rotateKeys()).filter(({ table }) => table === 'roll_pending')).toMatchObject([{ done: 1 }, { done: 1 }]);
  await database().rollPending.deleteMany();
});

test('stopped in the middle it goes on where it was, and two at once do each value once', async () => {
  await people(1_300);
  newKey();
  expect((await rotateKeys(() => false))[0]).toMatchObject({ done: 500 });
  expect(await versions()).toEqual([
    ['1', 2_100],
    ['2', 500],
  ]);
  const both = await Promise.all([rotateKeys(), rotateKeys()]);
  expect(both.flat().reduce((sum, { done }) => sum + done, 0)).toBe(2_100);
  expect(await versions()).toEqual([['2', 2_600]]);
});

test('what somebody changes between the reading and the writing stays as they changed it', async () => {
  await people(1);
  newKey();
  let rotating: Promise<unknown> = Promise.resolve();
  await database().$transaction(async (db) => {
    await db.person.updateMany({ data: { name: encrypt('새 이름', 'person.name') } });
    rotating = rotateKeys();
    await untilWaiting(1);
  });
  await rotating;
  expect(await names()).toEqual(['새 이름']);
  expect(await versions()).toEqual([['2', 2]]);
});

test('what no key opens is counted and left as it is', async () => {
  await people(2);
  await database().$executeRaw`UPDATE person SET name = '\\x09aabb' WHERE id = (SELECT id FROM person ORDER BY id LIMIT 1)`;
  newKey();
  expect((await rotateKeys())[0]).toMatchObject({ column: 'name', done: 1, unreadable: 1 });
  expect(await versions()).toContainEqual(['9', 1]);
});

test('every column of bytes is known: sealed with a context, or no secret of anybody', () => {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const columns = [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return [...body.matchAll(/^ {2}(\w+)\s+Bytes\??(.*)$/gm)].map(
      ([, field, more = '']) => `${table}.${/@map\("(\w+)"\)/.exec(more)?.[1] ?? field}`,
    );
  });
  expect(columns.sort()).toEqual([...sealedColumns.map(({ table, column }) => `${table}.${column}`), ...otherBytes].sort());
});
