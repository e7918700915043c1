import type { Database } from '@/lib/platform/database';

/** The first that is over and whose clinics have not been shared out since. */
const nextOver = async (db: Database) =>
  (
    await db.$queryRaw<{ id: string; clinics: string[]; now: Date }[]>`
      SELECT disruption.id, now(), CASE WHEN disruption.clinic_id IS NULL AND disruption.kind = 'closure' THEN ARRAY(SELECT id FROM clinic ORDER BY id)
             WHEN disruption.kind = 'closure' THEN ARRAY[disruption.clinic_id] ELSE ARRAY(
               SELECT DISTINCT delivery.clinic_id FROM disruption_delivery hit JOIN delivery ON delivery.id = hit.delivery_id
                WHERE hit.disruption_id = disruption.id) END AS clinics
        FROM disruption WHERE disruption.ended_at IS NOT NULL AND disruption.replanned_at IS NULL AND disruption.kind IN ('recall', 'closure')
       ORDER BY disruption.ended_at, disruption.id LIMIT 1`
  )[0];

/**
 * After a recall that was lifted and a closure that is over: whoever shared supply out meanwhile did it without that vaccine, or those half
 * hours, so `plan` does it again for the clinics concerned. Where nobody did, nothing changes. Killed half-way it is done once more from
 * the start. Gives how many shares were written.
 */
export async function replanAfter(db: Database, plan: (db: Database, clinics: string[], now: Date) => Promise<number>): Promise<number> {
  let written = 0;
  for (let over = await nextOver(db); over; over = await nextOver(db)) {
    written += await plan(db, over.clinics, over.now);
    await db.$executeRaw`UPDATE disruption SET replanned_at = now() WHERE id = ${over.id}::uuid`;
  }
  return written;
}
