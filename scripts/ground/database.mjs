import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './install.mjs';
import { Problem } from './progress.mjs';

/** Name and SHA-256 of each migration, as Prisma notes them when it has applied one. */
function wanted(root) {
  const folder = join(root, 'prisma/migrations');
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')));
  return names.map((name) => ({
    name,
    checksum: createHash('sha256')
      .update(readFileSync(join(folder, name, 'migration.sql')))
      .digest('hex'),
  }));
}

const pgOf = (root) => createRequire(pathToFileURL(join(root, 'package.json')))('pg');

/** Throws the database away, if it is there: the next migration makes it anew. */
export async function emptyDatabase(root, url) {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  const client = new (pgOf(root).Client)({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
    // What test runs that were killed have left.
    const { rows } = await client.query("select datname from pg_database where datname like 'charye\\_test\\_%'");
    for (const { datname } of rows) await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
  } finally {
    await client.end();
  }
}

/** Whether all migrations are applied, unchanged: asking the database is much quicker than starting the CLI. */
async function isMigrated(root, url) {
  const client = new (pgOf(root).Client)({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(
      'select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    );
    return wanted(root).every(({ name, checksum }) => rows.some((row) => row.name === name && row.checksum === checksum));
  } catch (error) {
    const noDatabase = '3D000';
    const noTable = '42P01';
    if (error.code === noDatabase || error.code === noTable) return false;
    throw unreachable(error);
  } finally {
    await client.end();
  }
}

function unreachable(error) {
  if (error.code === '28P01')
    return new Problem(
      'The database refuses its password: it was made with other secrets. Put the old .charye/secrets.env back, or remove .charye to start anew.',
    );
  if (error.code === 'ECONNREFUSED' || error.code === 'ENOTFOUND')
    return new Problem(
      `No PostgreSQL answers at DATABASE_URL (${error.code}): start it, or unset DATABASE_URL to use the one that comes along.`,
    );
  return error;
}

export async function migrate(root, url) {
  if (await isMigrated(root, url)) return 'up to date';
  const env = { ...process.env, DATABASE_URL: url };
  const output = await run('prisma migrate deploy', process.execPath, ['node_modules/prisma/build/index.js', 'migrate', 'deploy'], {
    cwd: root,
    env,
  });
  // The CLI has been seen to report success when its engine had died.
  if (await isMigrated(root, url)) return 'applied';
  const reason = output.includes('No pending migrations')
    ? 'This database was made by another version of Charye: name another one in DATABASE_URL, or remove .charye to start anew.'
    : `The migrations were not applied:\n${output}`;
  throw new Problem(reason);
}
