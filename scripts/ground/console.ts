import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { runningPostgres } from './postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const folder = join(root, '.charye');

/**
 * The settings of a command at a server's console, as `npm start` makes them: what is given goes first, then `.env`, then what it made
 * itself. Gives the database's address; ends with `status` where there is none.
 */
export function consoleSettings(status = 1): string {
  for (const file of [join(root, '.env'), join(folder, 'secrets.env')]) {
    const known = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
    for (const [name, value] of Object.entries(known)) process.env[name] ||= value;
  }
  const url = process.env.DATABASE_URL || runningPostgres({ root, folder, password: process.env.CHARYE_POSTGRES_PASSWORD });
  if (!url) {
    console.error('There is no database: set DATABASE_URL, or run `npm start` beside this.');
    process.exit(status);
  }
  process.env.DATABASE_URL = url;
  // What no command uses, and env.ts wants.
  process.env.CHARYE_URL ||= 'http://localhost:3000';
  process.env.OIDC_ISSUER ||= process.env.CHARYE_URL;
  process.env.OIDC_CLIENT_ID ||= 'charye-demo';
  return url;
}
