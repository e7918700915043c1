import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { database } from '@/lib/platform/database';
import { Children } from '@/scripts/ground/children.mjs';
import { migrate } from '@/scripts/ground/database.mjs';
import { freePort } from '@/scripts/ground/machine.mjs';
import { startPostgres } from '@/scripts/ground/postgres.mjs';
import { secrets } from '@/scripts/ground/secrets.mjs';
import { ownDatabase } from './crowd';

const root = new URL('../..', import.meta.url).pathname;

export interface Ground {
  root: string;
  folder: string;
  port: number;
  env: NodeJS.ProcessEnv;
  /** Its database. */
  url: string;
  /** One more on the same server, migrated. */
  another: () => ReturnType<typeof ownDatabase>;
}

/**
 * Settings of servers that nobody else reaches, and a migrated database: on a PostgreSQL of its own unless DATABASE_URL names one.
 * `durable`: what is committed waits for the disk, as in service.
 */
export async function onOwnGround<Value>(work: (ground: Ground) => Promise<Value>, durable?: 'durable'): Promise<Value> {
  const folder = join(root, '.charye-bench');
  mkdirSync(folder, { recursive: true });
  const children = new Children(folder);
  await children.endLeftOvers();
  const port = await freePort(3990);
  const given = process.env.DATABASE_URL;
  const own = secrets(join(folder, 'secrets.env'));
  const password = own.CHARYE_POSTGRES_PASSWORD;
  const server = given ?? (await startPostgres({ root, folder, password, children, fast: !durable })).url;
  const { url, drop } = await ownDatabase(server);
  const another = async () => {
    const other = await ownDatabase(server);
    await migrate(root, other.url);
    return other;
  };
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    ...own,
    CHARYE_DEPLOYMENT: 'test',
    CHARYE_URL: `http://localhost:${port}`,
    NEXTAUTH_URL: `http://localhost:${port}`,
    DATABASE_URL: url,
    OIDC_ISSUER: 'http://127.0.0.1:1',
    OIDC_CLIENT_ID: 'charye-demo',
    OIDC_VERIFYING: 'true',
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  Object.assign(process.env, env);
  try {
    await migrate(root, url);
    return await work({ root, folder, port, env, url, another });
  } finally {
    await database().$disconnect();
    await drop();
    await children.stop();
    if (given === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = given;
  }
}
