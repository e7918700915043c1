import { expect } from 'vitest';
import { database } from '@/lib/platform/database';

async function waiting(): Promise<number> {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}

/** Until so many statements of this database wait for a lock of another. */
export const untilWaiting = (count: number): Promise<void> => expect.poll(waiting, { timeout: 60_000 }).toBe(count);
