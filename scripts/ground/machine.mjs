// Runs before anything is installed, on any Node: built-ins only, and no syntax that an old Node can't read.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { Problem } from './progress.mjs';

export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Problem(`Charye needs Node 20.19 or newer, and this is Node ${version}: install a newer one from https://nodejs.org.`);
  }
}

/** Makes the folder, and says so in one sentence if nothing can be written here. */
export function checkWritable(root, folder) {
  try {
    accessSync(root, constants.W_OK);
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
    throw new Problem(`Charye can't write to ${root}: clone it into a folder that belongs to you, or run it as the folder's owner.`);
  }
}

/** On every address and on the local one: a server on either is in the way. */
export async function isFree(port) {
  for (const host of [undefined, '127.0.0.1']) {
    const refusal = await tryListening(port, host);
    if (refusal === 'EACCES')
      throw new Problem(`Port ${port} is reserved for the administrator: choose another one, e.g. PORT=4000 npm start.`);
    if (refusal) return false;
  }
  return true;
}

/** The code of the error, or nothing when it went well. */
function tryListening(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

export async function checkPort(port) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Problem(`PORT must be a number from 1 to 65535.`);
  if (!(await isFree(port))) {
    throw new Problem(
      `Port ${port} is in use by another program: stop that, or choose another port, e.g. PORT=${port < 60_000 ? port + 1000 : 4000} npm start.`,
    );
  }
}

/** The first free port from here on: for what only this machine talks to. */
export async function freePort(from) {
  for (let port = from; port < from + 500; port += 1) if (await isFree(port)) return port;
  throw new Problem(`No free port between ${from} and ${from + 500}: stop some programs first.`);
}

/** The first of these programs that stands on the PATH. */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of [...folders, '/usr/sbin', '/usr/local/sbin', '/usr/local/bin']) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch (error) {
        if (!['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) throw error;
      }
    }
  }
  return undefined;
}
