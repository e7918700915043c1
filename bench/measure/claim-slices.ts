import { holdSlot } from '@/lib/booking/commands';
import type { PassProof } from '@/lib/line/proof';
import { connect, type Database } from '@/lib/platform/database';
import { givenBack, rate } from './claiming';
import { processorOfDatabase } from './processor';

/** So many may claim in a slice. */
export const people = 12_000;
const seconds = 1;

export type Claim = (pass: PassProof, slotId: number) => Promise<void>;

export const programClaim: Claim = async (pass, slotId) => {
  const held = await holdSlot(pass, slotId);
  if (!held.ok) throw new Error(`the claim said ${held.code}`);
};

/** Connections, of the program and of the bare minimum alike: callers beyond them queue in the pool, as they do in a server. */
export const connections = (callers: number) => Math.min(callers, 32);

/** Everything that the program asks goes through a pool for so many callers from now on. */
export async function programWith(url: string, callers: number): Promise<void> {
  const shared = globalThis as { charyeDatabase?: Database };
  await shared.charyeDatabase?.$disconnect();
  shared.charyeDatabase = connect(url, connections(callers));
}

export interface Slice {
  perSecond: number;
  /** Milliseconds of processor of a claim: the database's and this process's. Not a number where there is no /proc. */
  cost: number;
}

const processorMs = async () => {
  const { user, system } = process.cpuUsage();
  return ((await processorOfDatabase()) ?? Number.NaN) + (user + system) / 1_000;
};

export async function measured(passes: PassProof[], slots: number[], callers: number, claim: Claim): Promise<Slice> {
  await givenBack();
  let turn = 0;
  const before = await processorMs();
  const perSecond = await rate(callers, seconds, async () => {
    const pass = passes[turn];
    const slot = slots[turn % slots.length];
    turn += 1;
    if (!pass || slot === undefined) return false;
    await claim(pass, slot);
    return true;
  });
  return { perSecond, cost: ((await processorMs()) - before) / Math.max(1, turn) };
}
