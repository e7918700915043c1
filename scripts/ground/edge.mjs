import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './machine.mjs';
import { Problem } from './progress.mjs';
import { answers } from './redis.mjs';

/** None may outlive this process. */
const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill();
});

const pages = fileURLToPath(new URL('../../edge', import.meta.url));

/** The nginx configuration of this project for these servers (ports of this machine). */
export function edgeConfiguration({ folder, port, shieldPort, servers, url }) {
  const settings = {
    EDGE_FOLDER: folder,
    EDGE_PAGES: pages,
    EDGE_PORT: `127.0.0.1:${port}`,
    EDGE_SHIELD_PORT: shieldPort,
    // Nobody is asked again for two seconds after two failures; when all have failed, all are asked.
    EDGE_SERVERS: servers.map((server) => `server 127.0.0.1:${server} max_fails=2 fail_timeout=2s;`).join('\n    '),
    EDGE_HOST: new URL(url).host,
    EDGE_PROTOCOL: new URL(url).protocol.slice(0, -1),
  };
  const template = readFileSync(join(pages, 'nginx.conf.template'), 'utf8');
  return template.replace(/\$\{(EDGE_\w+)\}/g, (_, name) => String(settings[name]));
}

/**
 * A real nginx before these servers, with an empty cache, until `stop`; on the first free port from `from` on.
 * @param {{ program: string, servers: number[], url?: string, from?: number }} options
 */
export async function startEdge({ program, servers, url = 'http://localhost:3000', from = 3930 }) {
  const port = await freePort(from);
  const shieldPort = await freePort(port + 1);
  const edge = await startNginx(program, port, (folder) => edgeConfiguration({ folder, port, shieldPort, servers, url }));
  return { port, ...edge };
}

/**
 * Runs nginx with the configuration that is made for its folder.
 * @param {string} program
 * @param {number} port
 * @param {(folder: string) => string} configuration
 */
export async function startNginx(program, port, configuration) {
  const folder = mkdtempSync(join(tmpdir(), 'charye-edge-'));
  mkdirSync(join(folder, 'logs'));
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder));
  // Root's workers would be another user, who can't enter the folder. Only for tests and measurements.
  const globals = `daemon off;${process.getuid?.() === 0 ? ' user root;' : ''}`;
  const child = spawn(program, ['-p', folder, '-c', file, '-e', 'stderr', '-g', globals], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk) => (output = (output + chunk).slice(-4_000)));
  running.add(child);
  while (!(await answers(port))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Problem(`nginx did not start:\n${output}`);
    await wait(20);
  }
  const stop = async () => {
    running.delete(child);
    if (child.exitCode === null && child.signalCode === null) {
      // Its quick shutdown; the workers go with it.
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, process: child, stop };
}
