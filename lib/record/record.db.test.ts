import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { database, Prisma } from '@/lib/platform/database';
import { newestHead, verifyRecord } from './queries';
import { nobody, recordAccess } from './sql';
import { chainRecord, forgetOldRecord, keepRecord } from './worker';

const actor = { role: 'clinic' as const, personId: randomUUID(), sessionId: 'session' };

const add = async (count: number) => {
  for (let index = 0; index < count; index += 1) {
    const one = { action: 'list.read', objectKind: 'clinic-day', objectId: `c ${index}`, reason: '확인' };
    await database().$executeRaw(recordAccess(actor, one, Prisma.sql`SELECT ${randomUUID()}::uuid`));
  }
};

/** As whoever may do anything in the database would: without triggers. */
const asIntruder = async (statement: Prisma.Sql) =>
  database().$transaction(async (db) => {
    await db.$executeRaw`SET LOCAL session_replication_role = replica`;
    expect(await db.$executeRaw(statement)).toBeGreaterThan(0);
  });

const found = async (...kept: Parameters<typeof verifyRecord>) =>
  (await verifyRecord(...kept)).findings.map(({ kind, seq }) => `${kind} ${seq}`);

beforeEach(async () => {
  await database().$transaction(async (db) => {
    await db.$executeRaw`SET LOCAL session_replication_role = replica`;
    await db.$executeRaw`TRUNCATE access_record, access_waiting, access_chain, access_head`;
  });
});

test('what is recorded is chained and signed, and found whole', async () => {
  await add(3);
  await keepRecord();
  await add(2);
  await chainRecord();
  expect(await verifyRecord()).toMatchObject({ length: 5, heads: 1, findings: [] });
  expect(await newestHead()).toMatchObject({ seq: 3 });
});

test('two leaders at once make one chain, and nothing is chained twice or lost', async () => {
  await add(20);
  await Promise.all(Array.from({ length: 6 }, () => chainRecord()));
  for (let tries = 0; (await database().accessWaiting.count()) > 0 && tries < 10; tries += 1) await chainRecord();
  expect(await verifyRecord()).toMatchObject({ length: 20, findings: [] });
});

test('a statement that fails leaves no record of what it has not done', async () => {
  const failing = database().$executeRaw`
    WITH noted AS (${recordAccess(actor, { action: 'list.read', objectKind: 'x', objectId: 'y' }, nobody)}) SELECT 1 / 0`;
  await expect(failing).rejects.toThrow();
  expect(await database().accessRecord.count()).toBe(0);
});

test.each([
  Prisma.sql`UPDATE access_record SET reason = NULL`,
  Prisma.sql`DELETE FROM access_record`,
  Prisma.sql`TRUNCATE access_record`,
  Prisma.sql`UPDATE access_chain SET hash = previous`,
  Prisma.sql`DELETE FROM access_chain`,
  Prisma.sql`TRUNCATE access_chain`,
  Prisma.sql`UPDATE access_head SET at = now()`,
  Prisma.sql`DELETE FROM access_head`,
  Prisma.sql`TRUNCATE access_head`,
])('%o is refused', async (statement) => {
  await add(1);
  await keepRecord();
  await expect(database().$executeRaw(statement)).rejects.toThrow(/append-only/);
});

describe('is found, though the triggers were off:', () => {
  beforeEach(async () => {
    await add(6);
    await keepRecord();
  });

  test('a changed reason', async () => {
    await asIntruder(Prisma.sql`UPDATE access_record SET reason = '다른 까닭' WHERE object_id = 'c 2'`);
    expect(await found()).toEqual(['change 3']);
  });
  test('another actor', async () => {
    await asIntruder(Prisma.sql`UPDATE access_record SET actor_id = gen_random_uuid() WHERE object_id = 'c 0'`);
    expect(await found()).toEqual(['change 1']);
  });
  test('an entry that is gone', async () => {
    await asIntruder(Prisma.sql`DELETE FROM access_record WHERE object_id = 'c 3'`);
    expect(await found()).toEqual(['cut 4']);
  });
  test('an entry that is gone with its link', async () => {
    await asIntruder(Prisma.sql`DELETE FROM access_record WHERE object_id = 'c 3'`);
    await asIntruder(Prisma.sql`DELETE FROM access_chain WHERE seq = 4`);
    expect(await found()).toEqual(['cut 5']);
  });
  test('a beginning that is gone before its time', async () => {
    await asIntruder(Prisma.sql`DELETE FROM access_chain WHERE seq <= 2`);
    expect(await found()).toContain('cut 3');
  });
  test('a tail that is gone', async () => {
    await asIntruder(Prisma.sql`DELETE FROM access_chain WHERE seq > 4`);
    expect(await found()).toContain('missing-tail 6');
  });
  test('everything gone', async () => {
    await asIntruder(Prisma.sql`DELETE FROM access_chain`);
    expect(await found()).toContain('missing-tail 6');
  });
  test('a tail that is gone with the heads in the database, by a head that was kept elsewhere', async () => {
    const head = await newestHead();
    await asIntruder(Prisma.sql`DELETE FROM access_chain WHERE seq > 4`);
    await asIntruder(Prisma.sql`DELETE FROM access_record WHERE object_id IN ('c 4', 'c 5')`);
    await asIntruder(Prisma.sql`DELETE FROM access_head`);
    expect(await found()).toEqual([]);
    expect(await found(head ? [head] : [])).toEqual(['missing-tail 6']);
  });
  test('a forged head', async () => {
    await asIntruder(Prisma.sql`UPDATE access_head SET seq = 5`);
    expect(await found()).toContain('forged-head 5');
  });
  test('an entry that was kept from being chained', async () => {
    await database().$executeRaw`
      INSERT INTO access_record (at, role, action, object_kind, object_id) VALUES (now() - interval '1 hour', 'console', 'list.read', 'x', 'y')`;
    await database().$executeRaw`DELETE FROM access_waiting`;
    expect((await found())[0]).toMatch(/^unchained/);
  });
});

test('after two years it goes, up to a signed head, and what is left is whole', async () => {
  const old = (years: number) => Prisma.sql`now() - make_interval(years => ${years})`;
  const entry = (at: Prisma.Sql) => database().$executeRaw`
    INSERT INTO access_record (at, role, action, object_kind, object_id) VALUES (${at}, 'console', 'list.read', 'x', 'y')`;
  await entry(old(3));
  await entry(old(3));
  await keepRecord();
  await asIntruder(Prisma.sql`UPDATE access_head SET at = ${old(3)}`);
  // Signed by the program at the time that the test pretends.
  const { signHead } = await import('./head');
  const { env } = await import('@/lib/platform/env');
  const [row] = await database().accessHead.findMany();
  const [key] = env().CHARYE_SIGNING_KEYS;
  if (!row || !key) throw new Error('no head');
  const signed = signHead({ seq: Number(row.seq), hash: Buffer.from(row.hash).toString('hex'), at: row.at }, key);
  await asIntruder(Prisma.sql`UPDATE access_head SET signature = decode(${signed.signature}, 'hex')`);
  await add(2);
  await chainRecord();
  expect(await found()).toEqual([]);
  expect(await forgetOldRecord()).toBe(2);
  expect(await database().accessRecord.count()).toBe(2);
  expect(await found(), 'chained to the head that is left').toEqual([]);
  expect(await forgetOldRecord(), 'what is young stays').toBe(0);
});
