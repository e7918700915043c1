import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { database } from '@/lib/platform/database';

/** A worker in a process of its own, until it has moved so many, or brought them to another state, or is through. */
export async function killedAfter(disruptionId: string, many: number, state: 'moved' | 'kept' = 'moved'): Promise<string | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/displacing.ts', process.env.DATABASE_URL ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  for await (const _ of child.stdout) {
    // Between two lines it is in the midst of its next statement.
    if ((await database().displaced.count({ where: { disruptionId, state } })) >= many) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  return signal;
}
