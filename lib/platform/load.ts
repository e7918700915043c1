import { waitingForConnection } from './database';

/** How this server fared since the last look. */
export interface Load {
  statements: number;
  /** 95th percentile. */
  latencyMs: number;
  waitingForConnection: number;
}

/** More than one server answers in a second: what comes beyond tells nothing new. */
const remembered = 10_000;

// One per process, however often Next evaluates this module.
const shared = globalThis as { charyeLatencies?: number[] };

/** Measures a statement that people wait for. One that fails counts with the time that it took to fail. */
export async function measured<Value>(work: () => Promise<Value>): Promise<Value> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    shared.charyeLatencies ??= [];
    if (shared.charyeLatencies.length < remembered) shared.charyeLatencies.push(performance.now() - started);
  }
}

/** Begins anew with every look. */
export function loadSinceLastLook(): Load {
  const latencies = (shared.charyeLatencies ?? []).sort((a, b) => a - b);
  shared.charyeLatencies = [];
  const latencyMs = latencies[Math.ceil(latencies.length * 0.95) - 1] ?? 0;
  return { statements: latencies.length, latencyMs, waitingForConnection: waitingForConnection() };
}
