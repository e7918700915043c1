import { createConnection } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './machine.mjs';
import { Problem } from './progress.mjs';

/** A Redis for this machine alone that remembers nothing, and its address. */
export async function startRedis(program, folder, children) {
  const port = await freePort(63_790);
  const server = children.start(
    'redis',
    program,
    ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder].map(String),
  );
  while (!(await answers(port))) {
    if (!children.isRunning(server)) throw new Problem(`${program} did not start:\n${children.lastWords(server)}`);
    await wait(20);
  }
  return `redis://127.0.0.1:${port}`;
}

/** Whether something accepts connections there. */
export function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
