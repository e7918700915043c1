import { randomUUID } from 'node:crypto';
import { reapHolds } from './booking/worker';
import { revealDraws } from './draw/worker';
import { advanceFronts, lead, type Memories } from './line/worker';
import { database } from './platform/database';
import { env } from './platform/env';
import { logEvent, logFault } from './platform/log';

const tickMs = 1_000;

/**
 * The work that one server does for all: draws, fronts, lapsed holds. Each step stands alone, so that a fault in one
 * stops no other; every step may run on two servers at once without harm, the lease only saves the work.
 */
export function startLeading(): void {
  env();
  const holder = randomUUID();
  let memories: Memories = new Map();
  let leads = false;

  const attempt = async (what: string, step: () => Promise<unknown>) => {
    try {
      await step();
    } catch (fault) {
      logFault(`leader: ${what}`, fault);
    }
  };

  const tick = async () => {
    const before = leads;
    leads = await lead(holder).catch(() => false);
    if (leads !== before) logEvent(leads ? 'leader: begins' : 'leader: ends');
    if (leads) {
      await attempt('draws', revealDraws);
      await attempt('fronts', () => advanceFronts(memories));
      await attempt('holds', () => reapHolds(database()));
    } else {
      memories = new Map();
    }
    setTimeout(tick, tickMs).unref();
  };
  setTimeout(tick, 0).unref();
}
