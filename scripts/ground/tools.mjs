import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './install.mjs';
import { onPath } from './machine.mjs';
import { Problem } from './progress.mjs';

const works = (program, env = {}) => spawnSync(program, ['--version'], { env: { ...process.env, ...env }, timeout: 20_000 }).status === 0;

/** A Redis for the tests: the machine's own, else Debian's, unpacked into our folder so that nothing of the machine changes. */
export async function findRedis(tools) {
  const unpacked = join(tools, 'redis-server');
  const found = onPath('redis-server', 'valkey-server') ?? (existsSync(unpacked) && works(unpacked) ? unpacked : undefined);
  if (found) return found;
  if (onPath('apt-get') && onPath('dpkg-deb')) unpackDebianRedis(tools, unpacked);
  if (existsSync(unpacked) && works(unpacked)) return unpacked;
  throw new Problem(
    'The tests need a Redis, and none could be had: run `sudo apt-get install redis-server` (on a Mac `brew install redis`), then npm test again.',
  );
}

function unpackDebianRedis(tools, target) {
  const into = join(tools, 'redis');
  unpackDebian(into, ['redis-tools', 'libatomic1', 'libjemalloc2', 'liblzf1', 'libssl3', 'libssl3t64', 'libsystemd0']);
  // One program with several names: called redis-server it is the server.
  writeStarter(into, 'usr/bin/redis-check-rdb', 'redis-server', target);
}

/** An nginx for the tests of the edge: the machine's own, else Debian's, unpacked into our folder. */
export function findNginx(tools) {
  const unpacked = join(tools, 'nginx-server');
  const isNginx = (program) => spawnSync(program, ['-v'], { timeout: 20_000 }).status === 0;
  const found = onPath('nginx') ?? (existsSync(unpacked) && isNginx(unpacked) ? unpacked : undefined);
  if (found) return found;
  if (onPath('apt-get') && onPath('dpkg-deb')) {
    const into = join(tools, 'nginx');
    unpackDebian(into, ['nginx', 'nginx-core', 'libpcre2-8-0', 'libcrypt1', 'libssl3', 'libssl3t64', 'zlib1g']);
    writeStarter(into, 'usr/sbin/nginx', 'nginx', unpacked);
  }
  if (existsSync(unpacked) && isNginx(unpacked)) return unpacked;
  throw new Problem(
    'The tests of the edge need an nginx, and none could be had: run `sudo apt-get install nginx` (on a Mac `brew install nginx`), then npm test again.',
  );
}

/** The load generator `wrk`, if it can be had; measurements have a slower one of their own. */
export function findWrk(tools) {
  const unpacked = join(tools, 'wrk-program');
  const found = onPath('wrk') ?? (existsSync(unpacked) ? unpacked : undefined);
  if (found || !onPath('apt-get') || !onPath('dpkg-deb')) return found;
  const into = join(tools, 'wrk');
  unpackDebian(into, ['wrk', 'libluajit-5.1-2', 'libluajit-5.1-common', 'libssl3', 'libssl3t64']);
  writeStarter(into, 'usr/bin/wrk', 'wrk', unpacked);
  return existsSync(unpacked) ? unpacked : undefined;
}

function unpackDebian(into, packages) {
  mkdirSync(into, { recursive: true });
  // A fresh machine has no lists of packages; only root may fetch them.
  if (process.getuid?.() === 0) spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  // One by one: a name that this release does not know must not stop the others.
  for (const name of packages) spawnSync('apt-get', ['download', name], { cwd: into, stdio: 'ignore' });
  for (const file of readdirSync(into).filter((name) => name.endsWith('.deb'))) spawnSync('dpkg-deb', ['-x', join(into, file), into]);
}

/** A script that starts an unpacked program with the libraries beside it. */
function writeStarter(into, path, name, target) {
  const program = join(into, path);
  if (!existsSync(program)) return;
  const folders = ['usr/lib', 'lib'].flatMap((folder) => {
    const own = existsSync(join(into, folder)) ? readdirSync(join(into, folder), { withFileTypes: true }) : [];
    return own.filter((entry) => entry.isDirectory()).map((entry) => join(into, folder, entry.name));
  });
  writeFileSync(target, `#!/bin/bash\nexport LD_LIBRARY_PATH='${folders.join(':')}'\nexec -a ${name} '${program}' "$@"\n`);
  chmodSync(target, 0o755);
}

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macBrowser = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * A Chromium for the journeys: the machine's own, the one inside an npm package, or Playwright's download.
 * @returns settings for playwright.config.ts; none when Playwright knows where its own is
 */
export async function findChromium(root, tools) {
  const own = onPath(...browsers) ?? (existsSync(macBrowser) ? macBrowser : undefined);
  if (own && works(own)) return { CHARYE_CHROMIUM: own };
  const packed = await unpackChromium(root, tools);
  if (packed) return packed;
  try {
    await run('The download of Chromium', process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], { cwd: root });
    return {};
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(
      'The journeys need a Chromium, and none could be had: run `sudo apt-get install chromium` (or install Google Chrome), then npm test again.',
    );
  }
}

async function unpackChromium(root, tools) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(tools, 'chromium');
  const settings = {
    CHARYE_CHROMIUM: join(folder, 'chromium'),
    CHARYE_CHROMIUM_LIBRARIES: join(folder, 'al2023/lib'),
    CHARYE_CHROMIUM_FONTS: join(folder, 'fonts'),
  };
  const env = { LD_LIBRARY_PATH: settings.CHARYE_CHROMIUM_LIBRARIES };
  if (!existsSync(settings.CHARYE_CHROMIUM)) {
    mkdirSync(folder, { recursive: true });
    const unpack = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
    // It unpacks into the folder for temporary files, and its libraries only where it believes to be in its cloud.
    await run('Unpacking Chromium', process.execPath, ['-e', unpack], {
      cwd: root,
      env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    });
  }
  return works(settings.CHARYE_CHROMIUM, env) ? settings : undefined;
}
