import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, generate } from './build.mjs';
import { Children } from './children.mjs';
import { claim, release } from './claim.mjs';
import { migrate } from './database.mjs';
import { install, isInstalled, run } from './install.mjs';
import { checkPort, onPath } from './machine.mjs';
import { startPostgres } from './postgres.mjs';
import { explain, Problem, say, step } from './progress.mjs';
import { startRedis } from './redis.mjs';
import { secrets } from './secrets.mjs';
import { has, startIdentityProvider, startWeb } from './serve.mjs';

export async function start({ root, folder, dev }) {
  if (has(root, '.env')) process.loadEnvFile(join(root, '.env'));
  const port = Number(process.env.PORT || 3000);
  const deployment = process.env.CHARYE_DEPLOYMENT === 'production';
  const children = new Children(folder);
  claim(folder, 'Charye');
  const leftOvers = await children.endLeftOvers();
  if (leftOvers.length) say(`- Ended what the last start left running: ${leftOvers.join(', ')}`);
  await checkPort(port);

  const stop = stopper(folder, children);
  children.onDeath = ({ name, log }, reason) => {
    say(`\nThe ${name} program stopped by itself (${reason}); what it wrote is in ${log}.`);
    stop(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));

  try {
    if (!isInstalled(root)) await step('Installing packages (a minute or two, once)', () => install(root));
    await step('Generated code', () => generate(root));

    // In a deployment every secret is given, and env.ts refuses to start without.
    const own = deployment ? {} : secrets(join(folder, 'secrets.env'));
    const env = { CHARYE_URL: `http://localhost:${port}`, ...own, ...given(), NEXT_TELEMETRY_DISABLED: '1' };
    env.NEXTAUTH_URL = env.CHARYE_URL;

    const people = join(folder, 'people.json');
    env.CHARYE_PEOPLE_FILE = people;
    // It takes its time to load, so the others start meanwhile.
    const provider =
      deployment || env.OIDC_ISSUER ? undefined : await startIdentityProvider({ root, port: port + 1, env, people, children });
    Object.assign(env, provider?.settings);
    if (!env.DATABASE_URL) {
      if (deployment) throw new Problem('A deployment keeps its data in a PostgreSQL of its own: set DATABASE_URL.');
      const { url } = await step('PostgreSQL', () => startPostgres({ root, folder, password: env.CHARYE_POSTGRES_PASSWORD, children }));
      env.DATABASE_URL = url;
    }
    await step('Migrations', () => migrate(root, env.DATABASE_URL));

    if (!deployment && has(root, 'prisma/seed.ts')) {
      await step('Made-up campaign, clinics and people', () =>
        run('The seed', process.execPath, ['--import', 'tsx', 'prisma/seed.ts'], { cwd: root, env }).then(() => 'ready'),
      );
    }
    await findRedis(env, folder, children);
    if (provider) await step('Identity provider of made-up citizens', provider.ready);
    if (!dev) await step('Build', () => build(root, '.next', env));
    await step('Web server', () => startWeb({ root, port, env, folder: '.next', children, dev }));
    greet(env, people, dev);
  } catch (error) {
    if (stop.begun) return;
    explain(error);
    await stop(1);
  }
}

/** Settings that are given and not empty. */
const given = () => Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));

async function findRedis(env, folder, children) {
  if (env.REDIS_URL || (env.UPSTASH_REDIS_REST_URL && env.UPSTASH_REDIS_REST_TOKEN)) return;
  const program = onPath('redis-server', 'valkey-server');
  if (program) env.REDIS_URL = await step('Redis', () => startRedis(program, folder, children));
  else say('- No redis-server or valkey-server on the PATH: request limits are kept in the memory of this process.');
}

/** Stops everything once, however many signals come. */
function stopper(folder, children) {
  const stop = async (code) => {
    if (stop.begun) return;
    stop.begun = true;
    say('\nStopping ...');
    await children.stop();
    release(folder);
    say('Stopped.');
    process.exit(code);
  };
  stop.begun = false;
  return stop;
}

function greet(env, people, dev) {
  say(`\nCharye is ready: ${env.CHARYE_URL}${dev ? ' (development)' : ''}`);
  if (existsSync(people)) {
    say('\nSign in as one of these made-up people, by choosing them at the identity provider:');
    for (const person of JSON.parse(readFileSync(people, 'utf8'))) {
      say(`  ${person.name}, born ${person.birthDate}: ${person.note_en ?? person.note ?? person.who}`);
    }
  }
  say('\nLogs are in .charye/*.log. Ctrl-C stops everything and keeps the data.');
}
