import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';

export interface RedisServer {
  address: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A real Cluster of three nodes on this machine, each with a third of the slots. */
export async function startCluster(): Promise<{ nodes: RedisServer[]; addresses: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'charye-cluster-'));
  const ports: [port: number, bus: number][] = [];
  for (let node = 0; node < 3; node += 1) ports.push([await freePort(), await freePort()]);
  const nodes: RedisServer[] = [];
  for (const [port, bus] of ports) {
    nodes.push(
      await startRedis(port, ['--cluster-enabled', 'yes', '--cluster-port', String(bus), '--cluster-config-file', join(folder, `${port}`)]),
    );
  }
  const links = nodes.map(({ address }) => new Redis(address, { protocol: 2 }));
  const [first, ...others] = links;
  for (const [node, link] of links.entries()) await link.call('CLUSTER', 'ADDSLOTSRANGE', slotsFrom(node), slotsFrom(node + 1) - 1);
  for (const [node] of others.entries()) {
    const [port = 0, bus = 0] = ports[node + 1] ?? [];
    await first?.call('CLUSTER', 'MEET', '127.0.0.1', port, bus);
  }
  const deadline = performance.now() + 15_000;
  for (const link of links) {
    while (!String(await link.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
      if (performance.now() > deadline) throw new Error('the Cluster did not come together');
      await wait(50);
    }
  }
  for (const link of links) link.disconnect();
  const stop = async () => {
    for (const node of nodes) await node.stop();
    rmSync(folder, { recursive: true });
  };
  return { nodes, addresses: nodes.map(({ address }) => address).join(','), stop };
}

const slotsFrom = (node: number) => Math.floor((16_384 * node) / 3);

/** A real Redis that remembers nothing; `npm test` says where the program is. */
export async function startRedis(port: number, more: string[] = []): Promise<RedisServer> {
  const program = process.env.CHARYE_REDIS_SERVER ?? 'redis-server';
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'];
  const child = spawn(program, [...own, ...more]);
  for await (const line of child.stdout) if (String(line).includes('Ready to accept connections')) break;
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { address: `redis://127.0.0.1:${port}`, process: child, stop };
}
