import { lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';

/** Had their data deleted, and is known still: their record of a vaccination has to be kept. */
export async function wasErased(ci: string): Promise<boolean> {
  const [row] = await database().$queryRaw<{ erased: boolean }[]>`
    SELECT true AS erased FROM person WHERE ci_hash = ${lookupHash('ci', ci)} AND erased_at IS NOT NULL`;
  return row?.erased ?? false;
}
