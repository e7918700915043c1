import { PrismaPg } from '@prisma/adapter-pg';
import { DatabaseError, Pool } from 'pg';
import { Prisma, PrismaClient } from '@/prisma/generated/client';
import { env } from './env';
import { logFault } from './log';

export { Prisma } from '@/prisma/generated/client';
export type Database = PrismaClient;

function poolOf(url: string, connections: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    // Without it a pool waits for ever when the database is gone.
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
  });
  // Of a connection that broke while nobody used it: the next one is a new one. Unheard, it would end the process.
  pool.on('error', (fault) => logFault('idle connection', fault));
  return pool;
}

/** What a client sends its statements by. */
interface Driver {
  pool: Pool;
  nameOf: ReturnType<typeof statementNames>;
}

// Next evaluates modules once per bundle and again on every change in development: one pool for all of them.
const shared = globalThis as { charyeDatabase?: Database; charyeDrivers?: WeakMap<Database, Driver> };

/** A client of its own pool; `database()` is the one that the server shares. */
export function connect(url: string, connections: number): Database {
  const driver = { pool: poolOf(url, connections), nameOf: statementNames() };
  const adapter = new PrismaPg(driver.pool, { disposeExternalPool: true, statementNameGenerator: driver.nameOf });
  const client = new PrismaClient({ adapter });
  shared.charyeDrivers ??= new WeakMap();
  shared.charyeDrivers.set(client, driver);
  return client;
}

export function database(): Database {
  shared.charyeDatabase ??= connect(env().DATABASE_URL, env().CHARYE_DATABASE_POOL);
  return shared.charyeDatabase;
}

const mostStatements = 300;
const longestStatement = 20_000;

/**
 * A name by which a connection keeps a statement prepared: planning the gate's takes as long again as running it. Texts
 * that vary without end (lists of values) would fill the connections' memory: those after the first few hundred have none.
 */
function statementNames() {
  // By length first: hashing the eleven thousand characters of the gate's statement takes longer than comparing them.
  const known = new Map<number, { sql: string; name: string }[]>();
  let count = 0;
  return ({ sql }: { sql: string }): string => {
    const alike = known.get(sql.length) ?? [];
    const found = alike.find((one) => one.sql === sql);
    if (found || count >= mostStatements || sql.length > longestStatement) return found?.name ?? '';
    const name = `charye_${count}`;
    count += 1;
    known.set(sql.length, [...alike, { sql, name }]);
    return name;
  };
}

/**
 * The rows of a statement that a crowd waits for, by the driver alone: the client takes twice as long for it (0.09 instead of
 * 0.03 ms of the processor), and every ticket and entry is two of them. Values are as the driver reads them: numbers of eight
 * bytes and decimals as text.
 */
export async function rowsOf<Row extends object>(statement: Prisma.Sql): Promise<Row[]> {
  // Before the drivers are looked at: it may be the first to ask.
  const client = database();
  const driver = shared.charyeDrivers?.get(client);
  if (!driver) throw new Error('a client that was not made by connect()');
  const { text, values } = statement;
  return (await driver.pool.query<Row>({ name: driver.nameOf({ sql: text }), text, values })).rows;
}

/** Statements of this server that wait for a connection. */
export const waitingForConnection = (): number =>
  (shared.charyeDatabase && shared.charyeDrivers?.get(shared.charyeDatabase)?.pool.waitingCount) ?? 0;

/**
 * This server's connections were all in use for as long as anybody may wait for one. The statement was not sent: it is safe to
 * ask again. The pool gives its error no code.
 */
export const isStarved = (fault: unknown): boolean => fault instanceof Error && fault.message === 'timeout exceeded when trying to connect';

/** SQLSTATE: cancelled because its time was over, no connection left in the database. */
const overloads = ['57014', '53300'];

/** The machines had no time for a statement; nothing is wrong with it, and it left no trace. */
export function isOverloaded(fault: unknown): boolean {
  if (isStarved(fault)) return true;
  if (fault instanceof DatabaseError) return overloads.some((code) => fault.code === code);
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return false;
  // A transaction that could not begin in time, or came to no end.
  if (fault.code === 'P2028') return true;
  return overloads.some((code) => fault.message.includes(code) || JSON.stringify(fault.meta ?? {}).includes(`"${code}"`));
}

/** SQLSTATE: unique violation, deadlock. */
const collisions = ['23505', '40P01'];

/** Two callers met at a constraint or a lock. The statement left no trace and may be tried again: what stood in its way is committed by then. */
export function isCollision(fault: unknown): boolean {
  if (fault instanceof DatabaseError) return collisions.some((code) => fault.code === code);
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (fault.code === 'P2002' || fault.code === 'P2034') return true;
  return fault.code === 'P2010' && collisions.some((code) => fault.message.includes(code));
}
