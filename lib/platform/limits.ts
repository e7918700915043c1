import { Ratelimit } from '@upstash/ratelimit';
import type { Redis } from '@upstash/redis';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { logEvent } from './log';
import { redis, redisTimeoutMs } from './redis';

/**
 * How often one session or ticket may ask, per window in seconds. Wide enough for a person in a hurry with a bad
 * connection. Keys are ids of sessions and tickets, never addresses: a carrier puts thousands of people behind one.
 */
const limits = {
  'sign-in': { requests: 20, seconds: 60 },
  // By the number that is rung.
  'phone-check': { requests: 30, seconds: 600 },
  // The same number from one address.
  'phone-check-from': { requests: 5, seconds: 600 },
  ticket: { requests: 20, seconds: 60 },
  enter: { requests: 10, seconds: 10 },
  booking: { requests: 60, seconds: 60 },
  search: { requests: 60, seconds: 60 },
  household: { requests: 20, seconds: 600 },
  'household-code': { requests: 10, seconds: 600 },
  helping: { requests: 20, seconds: 60 },
  desk: { requests: 120, seconds: 60 },
  // High: a carrier or a call centre puts thousands of people behind one address.
  'code-from': { requests: 3_000, seconds: 60 },
  'find-from': { requests: 6_000, seconds: 60 },
} as const;

export type LimitName = keyof typeof limits;
export type Allowance = { ok: true } | { ok: false /** seconds */; retryAfter: number };

/** A Redis that failed is left alone for this long, so that it does not slow down every request. */
const restMs = 5_000;

/**
 * Counts in Redis where there is one that answers in time, and in the memory of this process otherwise.
 * Limits spare the database; nothing that must be right may rest on them.
 */
export function limiter(store: Redis | undefined, { rest = restMs, patience = redisTimeoutMs } = {}) {
  const counted = store && mapLimits((name, { requests, seconds }) => inRedis(store, name, requests, seconds));
  const own = mapLimits((_, { requests, seconds }) => new RateLimiterMemory({ points: requests, duration: seconds }));
  let failing = false;
  let tryAgainAt = 0;

  return async function allow(name: LimitName, key: string): Promise<Allowance> {
    if (counted && performance.now() >= tryAgainAt) {
      // While one request tries a Redis that had failed, the others don't wait with it.
      if (failing) tryAgainAt = performance.now() + rest;
      try {
        // In braces, so that all keys of one script are on one node of a Cluster.
        const answer = await inTime(counted[name].limit(`{${key}}`), patience);
        if (failing) logEvent('redis-back');
        failing = false;
        tryAgainAt = 0;
        return answer.success ? { ok: true } : { ok: false, retryAfter: secondsUntil(answer.reset) };
      } catch (error) {
        if (!failing) logEvent('redis-failed', { error: error instanceof Error ? error.name : 'unknown', fallback: 'memory' });
        failing = true;
        tryAgainAt = performance.now() + rest;
      }
    }
    return inMemory(own[name], key);
  };
}

function inRedis(store: Redis, name: LimitName, requests: number, seconds: number): Ratelimit {
  return new Ratelimit({
    redis: store,
    limiter: Ratelimit.slidingWindow(requests, `${seconds} s`),
    prefix: `charye:${name}`,
    // Its own time-out lets everything pass.
    timeout: 0,
  });
}

async function inMemory(memory: RateLimiterMemory, key: string): Promise<Allowance> {
  try {
    await memory.consume(key);
    return { ok: true };
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { ok: false, retryAfter: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
  }
}

async function inTime<Answer>(answer: Promise<Answer>, patience: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('Redis is too slow', 'TimeoutError')), patience);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

const secondsUntil = (epochMs: number) => Math.max(1, Math.ceil((epochMs - Date.now()) / 1000));

const mapLimits = <Value>(make: (name: LimitName, limit: (typeof limits)[LimitName]) => Value) =>
  Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, make(name as LimitName, limit)])) as Record<LimitName, Value>;

// One per process, however often Next evaluates this module.
const shared = globalThis as { charyeLimiter?: ReturnType<typeof limiter> };

/** May this session or ticket ask again? */
export async function allow(name: LimitName, key: string): Promise<Allowance> {
  if (!shared.charyeLimiter) {
    const store = redis();
    if (!store) logEvent('limits-in-memory');
    shared.charyeLimiter = limiter(store);
  }
  return shared.charyeLimiter(name, key);
}
