import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@/test/redis-server';

/** One more server of the same build over the same database and Redis, as a balancer would have several. */
export interface Server {
  address: string;
  /** All that it has written. */
  log(): string;
  kill(): Promise<void>;
}

/** `settings`, or what makes them from the server's own address. */
export async function anotherServer(
  settings: Record<string, string> | ((address: string) => Record<string, string>) = {},
): Promise<Server> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const own = typeof settings === 'function' ? settings(address) : settings;
  const child: ChildProcess = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, NODE_ENV: 'production', CHARYE_BUILD_FOLDER: process.env.CHARYE_BUILD_FOLDER ?? '.next-test', ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const log = () => written.join('');
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const deadline = performance.now() + 60_000;
  for (;;) {
    const healthy = await fetch(`${address}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return { address, log, kill };
    if (child.exitCode !== null || performance.now() > deadline) {
      await kill();
      throw new Error('the server did not start');
    }
  }
}
