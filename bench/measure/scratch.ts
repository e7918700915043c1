import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bundleWebServer, webServerFile } from '@/scripts/ground/web-server.mjs';

const run = promisify(execFile);
/** What a build reads. Below the project, so that packages are found upwards; a folder with a dot is no part of any check. */
const sources = ['app', 'components', 'lib', 'messages', 'public', 'prisma', 'scripts', 'proxy.ts', 'instrumentation.ts'];
const settings = ['next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package.json'];

/** A copy of the project with the empty handlers beside its own, built: they never stand in a build that is served. */
export async function buildScratch(root: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of [...sources, ...settings]) {
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: (path) => !/\.test\.tsx?$/.test(path) });
  }
  const empty = join(folder, 'app/[locale]/(citizen)/bench');
  cpSync(join(root, 'bench/empty'), empty, { recursive: true });
  await run(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], { cwd: folder, env, maxBuffer: 1 << 26 });
  await bundleWebServer(folder, '.next');
}

/** Of Linux: a hundred a second. */
const ticksMs = 10;

export interface Server {
  port: number;
  /** Of this process so far; it says what an answer costs, however busy the machine is with others. Null where there is no /proc. */
  processorMs(): number | null;
  /** By what it has logged: its last word on leading. */
  leads(): boolean;
  stop(): Promise<void>;
  /** As when its machine is gone. */
  kill(): Promise<void>;
}

interface Serving {
  /** Where the project is, or a copy of it. */
  folder: string;
  port: number;
  env: NodeJS.ProcessEnv;
  /** Below it. */
  build?: string;
}

/** One process of the project's own web server, answering. */
export async function serve({ folder, port, env, build = '.next' }: Serving): Promise<Server> {
  const log = join(tmpdir(), `charye-bench-${process.pid}-${port}.log`);
  const output = openSync(log, 'w');
  const args = [...(process.env.BENCH_NODE_ARGS?.split(' ') ?? []), webServerFile(build), '--host', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...env, CHARYE_BUILD_FOLDER: build },
    stdio: ['ignore', output, output],
  });
  const until = performance.now() + 30_000;
  while (!(await isWell(port))) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`the web server did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    }
    await wait(100);
  }
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    rmSync(log, { force: true });
  };
  const leads = () => /leader: (begins|ends)(?![\s\S]*leader: (?:begins|ends))/.exec(readFileSync(log, 'utf8'))?.[1] === 'begins';
  const processorMs = () => {
    const stat = `/proc/${child.pid}/stat`;
    if (!existsSync(stat)) return null;
    const [user, system] = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return (Number(user) + Number(system)) * ticksMs;
  };
  return { port, processorMs, leads, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function isWell(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/api/health`)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
