import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@/prisma/generated/client';
import { env } from './env';

export { Prisma } from '@/prisma/generated/client';
export type Database = PrismaClient;

/** A client of its own pool; `database()` is the one that the server shares. */
export function connect(url: string, pool: number): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: pool,
    // Without it a pool waits for ever when the database is gone.
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
  });
  return new PrismaClient({ adapter });
}

// Next evaluates modules once per bundle and again on every change in development: one pool for all of them.
const shared = globalThis as { charyeDatabase?: Database };

export function database(): Database {
  shared.charyeDatabase ??= connect(env().DATABASE_URL, env().CHARYE_DATABASE_POOL);
  return shared.charyeDatabase;
}
