import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identity, isAlive } from './processes.mjs';
import { Problem } from './progress.mjs';

const fileIn = (folder) => join(folder, 'running.json');

/** Two commands on one folder would share its data and end each other's programs. */
export function claim(folder, what) {
  const file = fileIn(folder);
  const other = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8') || '{}') : {};
  if (other.pid && isAlive(other.pid) && identity(other.pid) === other.identity) {
    throw new Problem(
      `${what} is already running from this folder (process ${other.pid}): stop that one first, with Ctrl-C or kill ${other.pid}.`,
    );
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, identity: identity(process.pid) }));
}

export const release = (folder) => rmSync(fileIn(folder), { force: true });
