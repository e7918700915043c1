import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { database } from '@/lib/platform/database';

/** Of /proc, in every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Seconds of processor that the children of a process have used by now; nothing where there is no /proc. */
export function processorSeconds(parent: number | undefined): number | undefined {
  if (!parent || !existsSync('/proc/self/stat')) return undefined;
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const ticks = processes.map((process) => {
    const [, parentOf, ...fields] = fieldsOf(process);
    return Number(parentOf) === parent ? Number(fields[9]) + Number(fields[10]) : 0;
  });
  return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond;
}

/** From the state on: the name before it may hold spaces. */
function fieldsOf(process: string): string[] {
  const file = `/proc/${process}/stat`;
  try {
    const text = readFileSync(file, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    // It has ended meanwhile.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
    throw error;
  }
}

/** Milliseconds of processor of the bench's PostgreSQL so far, of those of its processes that have ended too; null where it runs elsewhere. */
export async function processorOfDatabase(): Promise<number | null> {
  const [own] = await database().$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const parent = Number(fieldsOf(String(own?.pid))[1]);
  if (!parent) return null;
  const [, , , , , , , , , , , , , ended, endedSystem] = fieldsOf(String(parent));
  const seconds = processorSeconds(parent);
  return seconds === undefined ? null : seconds * 1_000 + ((Number(ended) + Number(endedSystem)) / ticksPerSecond) * 1_000;
}
