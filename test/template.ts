import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
    databaseTemplate: string;
  }
}

const run = promisify(execFile);
/** Keeps two runs on one server from making the same template. */
const templateLock = 7_201_021;

/** The name changes with the migrations, so a template is never stale and is made once. */
function templateName(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync('prisma/migrations', { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(readFileSync(`prisma/migrations/${file}`));
  }
  return `charye_template_${hash.digest('hex').slice(0, 16)}`;
}

/** Makes the migrated database that each file of tests gets a copy of. */
export default async function setup(project: TestProject) {
  const server = process.env.DATABASE_URL;
  if (!server)
    throw new Error('The database tests need a PostgreSQL: run `npm test -- database`, or set DATABASE_URL to any database of a server.');
  const template = templateName();
  const client = new pg.Client({ connectionString: onServer(server, 'postgres') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [template]);
    if (!rowCount) {
      await client.query(`drop database if exists ${template}`);
      await client.query(`create database ${template}`);
      const env = { ...process.env, DATABASE_URL: onServer(server, template) };
      await run(process.execPath, ['node_modules/prisma/build/index.js', 'migrate', 'deploy'], { env });
      // The mark that it is whole: a crash before this line leaves a database that the next run throws away.
      await client.query(`alter database ${template} is_template true`);
    }
  } finally {
    await client.end();
  }
  project.provide('databaseServer', server);
  project.provide('databaseTemplate', template);
}

export function onServer(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
