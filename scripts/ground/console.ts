import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { runningPostgres } from './postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const folder = join(root, '.charye');

/** The settings of a command at a server's console, as `npm start` makes them: what is given goes first, then `.env`, then what it made itself. */
export function consoleSettings(): void {
  for (const file of [join(root, '.env'), join(folder, 'secrets.env')]) {
    const known = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
    for (const [name, value] of Object.entries(known)) process.env[name] ||= value;
  }
  process.env.DATABASE_URL ||= runningPostgres({ root, folder, password: process.env.CHARYE_POSTGRES_PASSWORD });
  // What no command uses, and env.ts wants.
  process.env.CHARYE_URL ||= 'http://localhost:3000';
  process.env.OIDC_ISSUER ||= process.env.CHARYE_URL;
  process.env.OIDC_CLIENT_ID ||= 'charye-demo';
}
