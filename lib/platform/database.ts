import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { Prisma, PrismaClient } from '@/prisma/generated/client';
import { env } from './env';

export { Prisma } from '@/prisma/generated/client';
export type Database = PrismaClient;

const poolOf = (url: string, connections: number): Pool =>
  new Pool({
    connectionString: url,
    max: connections,
    // Without it a pool waits for ever when the database is gone.
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
  });

const clientOf = (pool: Pool): Database =>
  new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator: statementNames() }) });

/** A client of its own pool; `database()` is the one that the server shares. */
export const connect = (url: string, connections: number): Database => clientOf(poolOf(url, connections));

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
const shared = globalThis as { charyePool?: Pool; charyeDatabase?: Database };

export function database(): Database {
  if (!shared.charyeDatabase) {
    shared.charyePool = poolOf(env().DATABASE_URL, env().CHARYE_DATABASE_POOL);
    shared.charyeDatabase = clientOf(shared.charyePool);
  }
  return shared.charyeDatabase;
}

/** Statements of this server that wait for a connection. */
export const waitingForConnection = (): number => shared.charyePool?.waitingCount ?? 0;

/**
 * This server's connections were all in use for as long as anybody may wait for one. The statement was not sent: it is safe to
 * ask again. The pool gives its error no code.
 */
export const isStarved = (fault: unknown): boolean => fault instanceof Error && fault.message === 'timeout exceeded when trying to connect';

/** SQLSTATE: unique violation, deadlock. */
const collisions = ['23505', '40P01'];

/** Two callers met at a constraint or a lock. The statement left no trace and may be tried again: what stood in its way is committed by then. */
export function isCollision(fault: unknown): boolean {
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (fault.code === 'P2002' || fault.code === 'P2034') return true;
  return fault.code === 'P2010' && collisions.some((code) => fault.message.includes(code));
}
