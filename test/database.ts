import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { onServer } from './template';

/**
 * Every `*.db.test.ts` gets a freshly migrated database of its own. `database()` of '@/lib/platform/database' reaches it;
 * what else connects, with `connect(process.env.DATABASE_URL, pool)`, disconnects by itself.
 */
const name = `charye_test_${randomBytes(6).toString('hex')}`;
const server = inject('databaseServer');
await onPostgres(`create database ${name} template ${inject('databaseTemplate')}`);
process.env.DATABASE_URL = onServer(server, name);

afterAll(async () => {
  const { charyeDatabase } = globalThis as { charyeDatabase?: { $disconnect(): Promise<void> } };
  await charyeDatabase?.$disconnect();
  await onPostgres(`drop database ${name} with (force)`);
});

async function onPostgres(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: onServer(server, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
