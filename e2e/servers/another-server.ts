import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@/test/redis-server';

/** One more server of the same build over the same database and Redis, as a balancer would have several. */
export interface Server {
  address: string;
  kill(): Promise<void>;
}

export async function anotherServer(settings: Record<string, string> = {}): Promise<Server> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, NODE_ENV: 'production', CHARYE_BUILD_FOLDER: process.env.CHARYE_BUILD_FOLDER ?? '.next-test', ...settings },
    stdio: 'ignore',
  });
  const address = `http://127.0.0.1:${port}`;
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
    if (healthy) return { address, kill };
    if (child.exitCode !== null || performance.now() > deadline) {
      await kill();
      throw new Error('the server did not start');
    }
  }
}
