import { createHash } from 'node:crypto';
import { Redis, type Requester } from '@upstash/redis';
import { Cluster, Redis as Single } from 'ioredis';
import { env } from './env';

type Request = Parameters<Requester['request']>[0];
/** One server, or a Cluster: both take commands the same way. */
type Connection = Single | Cluster;

/** After this long an answer is of no use: the limiter in memory decides instead. */
export const redisTimeoutMs = 300;

/** Carries the commands of the Upstash client to any Redis over its own protocol instead of HTTPS. */
export function overConnection(connection: Connection): Requester {
  // By the hash of the script as the library knows it: the hash of the script as Redis knows it.
  const hashes = new Map<string, string>();

  function readable(command: string[]): string[] {
    const [name, script = '', ...rest] = command;
    if (name === 'evalsha') return [name, hashes.get(script) ?? script, ...rest];
    if (name !== 'eval') return command;
    // A flag that only Upstash knows; every other Redis refuses the script for it.
    const plain = script.replace(/^#!lua flags=allow-key-locking(?=\n)/, '');
    hashes.set(sha1(script), sha1(plain));
    return [name, plain, ...rest];
  }

  async function request<Result>({ path, body }: Request): Promise<{ result: Result }> {
    if (path?.length || !Array.isArray(body)) throw new Error(`Only single commands go over a connection, not ${path?.join('/')}.`);
    const [name = '', ...values] = readable(
      body.map((value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))),
    );
    return { result: (await connection.call(name, ...values)) as Result };
  }
  return { request };
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

const options = { protocol: 2, connectTimeout: 2_000, maxRetriesPerRequest: 1 } as const;
const retryAfterMs = (attempt: number) => Math.min(attempt * 200, 2_000);

/** Several addresses with commas between them are nodes of one Cluster: the others are learned from them. */
export function connectTo(addresses: string, commandTimeout = redisTimeoutMs): Connection {
  const nodes = addresses.split(',');
  const redisOptions = { ...options, commandTimeout };
  const connection =
    nodes.length > 1
      ? new Cluster(nodes, { redisOptions, clusterRetryStrategy: retryAfterMs, retryDelayOnFailover: 50 })
      : new Single(addresses, { ...redisOptions, retryStrategy: retryAfterMs });
  // Without a listener a lost connection would end the process. The limiter says it, once, where it matters.
  connection.on('error', () => undefined);
  return connection;
}

/** Upstash by its two settings, else any Redis by its address, else none. For limits, and nothing that must be right. */
export function redis(): Redis | undefined {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, REDIS_URL } = env();
  if (url && token) {
    const signal = () => AbortSignal.timeout(redisTimeoutMs);
    return new Redis({ url, token, enableTelemetry: false, retry: false, signal });
  }
  return REDIS_URL ? new Redis(overConnection(connectTo(REDIS_URL))) : undefined;
}
