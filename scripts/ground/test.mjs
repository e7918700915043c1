import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, generate } from './build.mjs';
import { Children } from './children.mjs';
import { claim, release } from './claim.mjs';
import { emptyDatabase, migrate } from './database.mjs';
import { install, isInstalled, run } from './install.mjs';
import { freePort } from './machine.mjs';
import { startPostgres } from './postgres.mjs';
import { explain, Problem, say, step } from './progress.mjs';
import { startRedis } from './redis.mjs';
import { secrets } from './secrets.mjs';
import { has, startIdentityProvider, startWeb } from './serve.mjs';
import { countPlaywright, countVitest, Tally } from './tally.mjs';
import { findChromium, findNginx, findRedis } from './tools.mjs';

const buildFolder = '.next-test';
const everything = ['types', 'lint', 'unit', 'database', 'build', 'edge', 'journeys'];

export async function test({ root, folder, parts }) {
  const unknown = parts.find((part) => !everything.includes(part));
  if (unknown) throw new Problem(`There is no part "${unknown}": npm test -- [${everything.join('|')}].`);
  claim(folder, 'npm test');
  const children = new Children(folder);
  const tally = new Tally();
  let begun = false;
  const end = async () => {
    if (begun) return;
    begun = true;
    await children.stop();
    release(folder);
    say(tally.lines);
    process.exit(tally.failed === 0 ? 0 : 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!begun) tally.check(false);
      say('\nStopped before the end.');
      end();
    });
  }
  children.onDeath = ({ name, log }, reason) => say(`\nThe ${name} program stopped by itself (${reason}); what it wrote is in ${log}.`);
  try {
    await children.endLeftOvers();
    await runParts({ root, folder, children, tally, wanted: (part) => parts.length === 0 || parts.includes(part) });
  } catch (error) {
    if (!begun) {
      explain(error);
      tally.check(false);
    }
  }
  await end();
}

async function runParts({ root, folder, children, tally, wanted }) {
  const tools = join(folder, 'tools');
  const journeys =
    wanted('journeys') && has(root, 'e2e') && readdirSync(join(root, 'e2e'), { recursive: true }).some((file) => file.endsWith('.spec.ts'));
  if (!isInstalled(root)) await step('Installing packages (a minute or two, once)', () => install(root));
  mkdirSync(tools, { recursive: true });
  const needsRedis = wanted('unit') || wanted('edge') || journeys;
  const nginx = wanted('edge') && has(root, 'edge') ? await step('An nginx', () => findNginx(tools)) : undefined;
  const redis = needsRedis ? await step('A Redis', () => findRedis(tools)) : undefined;
  const chromium = journeys ? await step('A Chromium', () => findChromium(root, tools)) : {};
  await step('Generated code', () => generate(root));

  const env = { ...withoutSettings(), ...secrets(join(folder, 'secrets.env')), NEXT_TELEMETRY_DISABLED: '1' };
  if (wanted('database') || wanted('build') || nginx || journeys) {
    const { url } = await step('PostgreSQL', () =>
      startPostgres({ root, folder, password: env.CHARYE_POSTGRES_PASSWORD, children, fast: true }),
    );
    env.DATABASE_URL = url;
  }
  if (redis) env.CHARYE_REDIS_SERVER = redis;

  const node = (name, ...args) => children.finish(name, process.execPath, args, { cwd: root, env });
  const check = async (title, work) => {
    say(`\n== ${title}`);
    const code = await work();
    tally.check(code === 0, title);
    if (code !== 0) say(`${title}: failed`);
  };

  if (wanted('types')) await check('Types', () => checkTypes(root, folder, env, node));
  if (wanted('lint'))
    await check('Lint', () =>
      children.finish('lint', 'node_modules/.bin/biome', ['ci', '--diagnostic-level=error', '.'], { cwd: root, env }),
    );
  const vitest = async (project, more) => {
    say(`\n== Tests: ${project}`);
    const report = join(folder, `${project}.json`);
    rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
    const code = await children.finish(project, process.execPath, args, { cwd: root, env: { ...env, ...more } });
    tally.add(countVitest(report, code));
  };
  for (const project of ['unit', 'database'].filter(wanted)) await vitest(project);
  if (wanted('build') || nginx || journeys) {
    const web = await prepareWeb({ root, folder, env, redis, children });
    await check('Build', async () => {
      await step('next build', () => build(root, buildFolder, web.env));
      return 0;
    });
    if (nginx || journeys) await step('Web server', () => startWeb({ root, port: web.port, env: web.env, folder: buildFolder, children }));
    if (nginx) {
      const portal = { CHARYE_PORTAL_PORT: String(web.port), CHARYE_PORTAL_URL: web.env.CHARYE_URL, CHARYE_BUILD_FOLDER: buildFolder };
      await vitest('edge', { ...portal, CHARYE_NGINX: nginx });
    }
    if (journeys) tally.add(await runJourneys({ root, folder, children, web, chromium }));
  }
}

/** The caller's own settings must not reach the tests. */
function withoutSettings() {
  const ours = /^(CHARYE_|OIDC_|UPSTASH_|SOLAPI_|SMTP_|REDIS_URL$|DATABASE_URL$|NEXTAUTH_|NEXT_|NODE_ENV$|PORT$|PG[A-Z]+$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** With the route types of this build folder alone: what a development server wrote may be of another day. */
async function checkTypes(root, folder, env, node) {
  await run('next typegen', process.execPath, ['node_modules/next/dist/bin/next', 'typegen'], {
    cwd: root,
    env: { ...env, CHARYE_BUILD_FOLDER: buildFolder },
  });
  writeFileSync(
    join(folder, 'next-env.d.ts'),
    `/// <reference types="next" />\n/// <reference types="next/image-types/global" />\nimport '../${buildFolder}/types/routes.d.ts';\n`,
  );
  const include = ['next-env.d.ts', '../**/*.ts', '../**/*.tsx', '../**/*.mjs', `../${buildFolder}/types/**/*.ts`];
  const exclude = ['../node_modules', '../.next', '../next-env.d.ts', `../${buildFolder}/dev`];
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ extends: '../tsconfig.json', compilerOptions: { incremental: false }, include, exclude }));
  return node('types', 'node_modules/typescript/bin/tsc', '--noEmit', '--project', config);
}

/** Of the seed: the fewest people that it takes, and enough days to find open clinics over a long holiday. */
const small = { CHARYE_SEED_ROLL: '500', CHARYE_SEED_DAYS: '6' };

/** Everything that the built portal needs, with data of its own. */
async function prepareWeb({ root, folder, env, redis, children }) {
  const port = await freePort(3900);
  const people = join(folder, 'people.json');
  const own = {
    CHARYE_DEPLOYMENT: 'test',
    CHARYE_URL: `http://localhost:${port}`,
    NEXTAUTH_URL: `http://localhost:${port}`,
    CHARYE_PEOPLE_FILE: people,
  };
  const none = { UPSTASH_REDIS_REST_URL: '', UPSTASH_REDIS_REST_TOKEN: '', REDIS_URL: '' };
  const full = { ...env, ...none, ...own };
  if (redis) full.REDIS_URL = await step('Redis', () => startRedis(redis, folder, children));
  const provider = await startIdentityProvider({ root, port: port + 1, env: full, people, children });
  Object.assign(full, provider.settings);
  await step('Empty database', () => emptyDatabase(root, env.DATABASE_URL));
  await step('Migrations', () => migrate(root, env.DATABASE_URL));
  await step('Made-up campaign, clinics and people', () =>
    run('The seed', process.execPath, ['--import', 'tsx', 'prisma/seed.ts'], { cwd: root, env: { ...full, ...small } }).then(() => 'ready'),
  );
  await step('Identity provider of made-up citizens', provider.ready);
  return { port, env: full };
}

async function runJourneys({ root, folder, children, web, chromium }) {
  say('\n== Journeys');
  const report = join(folder, 'journeys.json');
  rmSync(report, { force: true });
  const env = { ...web.env, ...chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const args = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'];
  const code = await children.finish('journeys', process.execPath, args, { cwd: root, env });
  if (code !== 0 && existsSync(join(folder, 'web.log'))) say(`What the web server wrote is in ${join(folder, 'web.log')}.`);
  return countPlaywright(report, code);
}
