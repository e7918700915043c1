import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { run } from './install.mjs';
import { bundleWebServer } from './web-server.mjs';

const sources = [
  'app',
  'components',
  'lib',
  'messages',
  'public',
  'prisma/schema.prisma',
  'scripts/web-server.ts',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
/** Settings that pages made at the build may show, or that it writes down. */
const settings = [
  'CHARYE_URL',
  'CHARYE_DEPLOYMENT',
  'CHARYE_GOVERNMENT_MASTHEAD',
  'OIDC_NAME',
  'CHARYE_PROVIDERS',
  'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
];
const next = 'node_modules/next/dist/bin/next';

export async function build(root, folder, env) {
  const mark = join(root, folder, 'charye-built');
  const now = fingerprint(root, sources, process.version, ...settings.map((name) => `${name}=${env[name] ?? ''}`));
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now) return 'up to date';
  // Next keeps a failed run in its cache; without the mark nobody takes a broken build for a whole one.
  rmSync(join(root, folder), { recursive: true, force: true });
  await run('next build', process.execPath, [next, 'build'], {
    cwd: root,
    env: { ...env, NODE_ENV: 'production', CHARYE_BUILD_FOLDER: folder },
  });
  await bundleWebServer(root, folder);
  writeFileSync(mark, now);
  return 'built';
}

/** The code that is written by programs: the database client, and the script that the line page carries. */
export async function generate(root) {
  await run('Bundling the line page', process.execPath, ['scripts/bundle-line-page.mjs'], { cwd: root });
  return generateClient(root);
}

async function generateClient(root) {
  const generated = join(root, 'prisma/generated');
  const mark = join(generated, 'charye-generated');
  const now = fingerprint(root, ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now) return 'up to date';
  await run('prisma generate', process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: 'postgresql://unset.invalid/unset' },
  });
  mkdirSync(generated, { recursive: true });
  writeFileSync(mark, now);
  return 'generated';
}
