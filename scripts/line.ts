// `npm run line -- rate|pause|resume <round> …`: an operator's commands from the console of a server, where pages may not answer.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { mintOperator } from '@/lib/identity/proof';
import { runningPostgres } from './ground/postgres.mjs';

const usage = `npm run line -- rate <round> <people per second>|automatic   0 holds: nobody is called
npm run line -- pause <round> [reason that the whole line reads]
npm run line -- resume <round>`;

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const folder = join(root, '.charye');

/** The settings as `npm start` makes them: what is given goes first, then `.env`, then what it made itself. */
function settings(): void {
  for (const file of [join(root, '.env'), join(folder, 'secrets.env')]) {
    const known = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
    for (const [name, value] of Object.entries(known)) process.env[name] ||= value;
  }
  process.env.DATABASE_URL ||= runningPostgres({ root, folder, password: process.env.CHARYE_POSTGRES_PASSWORD });
  // What this command does not use, and env.ts wants.
  process.env.CHARYE_URL ||= 'http://localhost:3000';
  process.env.OIDC_ISSUER ||= process.env.CHARYE_URL;
  process.env.OIDC_CLIENT_ID ||= 'charye-demo';
}

async function run(command: string | undefined, round: string | undefined, rest: string[]): Promise<boolean | null> {
  const { pauseRound, resumeRound, setCallRate } = await import('@/lib/line/commands');
  // Whoever may read this server's secrets operates it.
  const operator = mintOperator({ sessionId: 'console', personId: 'console' });
  if (!round) return null;
  if (command === 'resume') return await resumeRound(operator, round);
  if (command === 'pause') return await pauseRound(operator, round, rest.join(' ') || '잠시 멈췄어요. 차례는 그대로예요.');
  const [rate = ''] = rest;
  if (command !== 'rate' || !/^(\d{1,5}(\.\d{1,3})?|automatic)$/.test(rate)) return null;
  return await setCallRate(operator, round, rate === 'automatic' ? null : Number(rate));
}

settings();
const [command, round, ...rest] = process.argv.slice(2);
const done = await run(command, round, rest);
if (done === null) console.error(usage);
else if (!done) console.error(`Nothing changed: there is no such round, it is over, or it is so already.`);
const { database } = await import('@/lib/platform/database');
if (done !== null) await database().$disconnect();
process.exitCode = done ? 0 : 1;
