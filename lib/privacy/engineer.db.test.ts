import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { database, Prisma } from '@/lib/platform/database';
import { engineerStatements, readable } from './engineer';

const role = `engineer_${randomBytes(5).toString('hex')}`;
const run = (statement: string) => database().$executeRaw(Prisma.raw(statement));

beforeAll(async () => {
  // What somebody granted by hand is taken back, too.
  await run(`CREATE ROLE "${role}" NOLOGIN`);
  await run(`GRANT SELECT ON person TO "${role}"`);
  for (const statement of engineerStatements(role)) await run(statement);
});
afterAll(async () => {
  await run(`DROP OWNED BY "${role}"`);
  await run(`DROP ROLE "${role}"`);
});

const asEngineer = (statement: string) =>
  database().$transaction(async (db) => {
    await db.$executeRaw(Prisma.raw(`SET LOCAL ROLE "${role}"`));
    return await db.$queryRaw(Prisma.raw(statement));
  });

test.each(Object.entries(readable))('an engineer reads %s as far as it is listed', async (table, columns) => {
  await asEngineer(`SELECT ${columns === 'all' ? '*' : columns.join(', ')} FROM "${table}" LIMIT 1`);
  if (columns !== 'all') await expect(asEngineer(`SELECT * FROM "${table}"`)).rejects.toThrow(/permission denied/);
});

test('nothing else: no other column, no other table, no change', async () => {
  const granted = await database().$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public'
      AND has_column_privilege(${role}, quote_ident(table_name), column_name, 'SELECT, INSERT, UPDATE, REFERENCES')`;
  const names = granted.map(({ name }) => name);
  const wanted = Object.entries(readable).flatMap(([table, columns]) =>
    columns === 'all' ? names.filter((name) => name.startsWith(`${table}.`)) : columns.map((column) => `${table}.${column}`),
  );
  expect(names.sort()).toEqual(wanted.sort());
  const closed = [
    'name FROM person',
    'birth_date FROM person',
    'ci_hash FROM person',
    'id FROM session',
    'helper_id FROM consent',
    'body FROM notice',
  ];
  for (const what of [...closed, 'pass_id FROM seat', 'reason FROM access_record', 'secret FROM round_secret'])
    await expect(asEngineer(`SELECT ${what}`), what).rejects.toThrow(/permission denied/);
  for (const change of ['DELETE FROM slot', 'UPDATE round SET paused_at = now()', 'TRUNCATE access_waiting'])
    await expect(asEngineer(change), change).rejects.toThrow(/permission denied/);
});

test('no table that is open as a whole has a column that names a person', async () => {
  const open = Object.entries(readable).flatMap(([table, columns]) => (columns === 'all' ? [table] : []));
  const rows = await database().$queryRaw<{ found: string }[]>`
    SELECT table_name || '.' || column_name AS found FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ANY (${open}) AND column_name ~ '(person_id|session|actor|helper_id|beneficiary|birth)'`;
  expect(rows).toEqual([]);
});
