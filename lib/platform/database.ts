import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '@/prisma/generated/client';
import { env } from './env';

export { Prisma } from '@/prisma/generated/client';
export type Database = PrismaClient;

/** A client of its own pool; `database()` is the one that the server shares. */
export function connect(url: string, pool: number): Database {
  const settings = {
    connectionString: url,
    max: pool,
    // Without it a pool waits for ever when the database is gone.
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
  };
  const adapter = new PrismaPg(settings, { statementNameGenerator: statementNames() });
  return new PrismaClient({ adapter });
}

const mostStatements = 300;
const longestStatement = 20_000;

/**
 * A name by which a connection keeps a statement prepared: planning the gate's takes as long again as running it. Texts
 * that vary without end (lists of values) would fill the connections' memory: those after the first few hundred have none.
 */
function statementNames() {
  const names = new Map<string, string>();
  return ({ sql }: { sql: string }): string => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= mostStatements || sql.length > longestStatement) return known ?? '';
    const name = `charye_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

// Next evaluates modules once per bundle and again on every change in development: one pool for all of them.
const shared = globalThis as { charyeDatabase?: Database };

export function database(): Database {
  shared.charyeDatabase ??= connect(env().DATABASE_URL, env().CHARYE_DATABASE_POOL);
  return shared.charyeDatabase;
}

/** SQLSTATE: unique violation, deadlock. */
const collisions = ['23505', '40P01'];

/** Two callers met at a constraint or a lock. The statement left no trace and may be tried again: what stood in its way is committed by then. */
export function isCollision(fault: unknown): boolean {
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (fault.code === 'P2002' || fault.code === 'P2034') return true;
  return fault.code === 'P2010' && collisions.some((code) => fault.message.includes(code));
}
