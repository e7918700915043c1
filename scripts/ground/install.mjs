import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Problem } from './progress.mjs';

/** Runs a program to its end; a failure is a Problem that holds the end of its output. */
export async function run(what, program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  // Stopped half-way, it must not go on by itself.
  const kill = () => child.kill();
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const [code, signal] = await once(child, 'close');
  process.off('exit', kill);
  if (code !== 0)
    throw new Problem(`${what} failed (${signal ?? `exit code ${code}`}):\n${output.trimEnd().split('\n').slice(-25).join('\n')}`);
  return output;
}

/** Whether node_modules holds what the lockfile says. npm writes its own copy of it last, so a broken-off install is none. */
export function isInstalled(root) {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const has = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || (has[path] ? has[path].version === version : optional),
  );
}

export async function install(root) {
  // npm tells its scripts where it is; without it, the one on the PATH.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm ci', npm[0], [...npm.slice(1), ...args], { cwd: root });
}

/** npm packages can't hold symbolic links; the package of PostgreSQL lists its own, and its script is not run. */
export function linkLibraries(packageFolder) {
  const list = join(packageFolder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}
