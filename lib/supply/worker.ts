import { type Database, Prisma } from '@/lib/platform/database';
import { logFault } from '@/lib/platform/log';
import { planShares } from './commands';

/** One statement's worth: its locks are held for some milliseconds. */
const batch = 500;
/** Of one round in one turn: the others have theirs, too. */
const batchesPerTurn = 20;

/** Each round that has something to hand on, with the one that gets it: the first to open at or after its closing that is not over. */
const heirs = Prisma.sql`
  SELECT round.id, round.handed_on_at, later.id AS heir_id FROM round
   CROSS JOIN LATERAL (
     SELECT later.id FROM round later
      WHERE later.campaign_id = round.campaign_id AND later.opens_at >= round.closes_at
        AND coalesce(later.hand_on_at, later.closes_at) > now()
      ORDER BY later.opens_at, later.sequence LIMIT 1
   ) AS later
   WHERE coalesce(round.hand_on_at, round.closes_at) <= now()`;

/**
 * What `left` of the shares of rounds that are over is not taken goes to the next round: the same clinic, day, dose and
 * delivery, as much there as is gone here. A share that a booking is changing is skipped: it is looked at again.
 */
const handOn = async (db: Database, left: Prisma.Sql): Promise<number> => {
  const [row] = await db.$queryRaw<{ moved: number }[]>`
    WITH heir AS MATERIALIZED (${heirs}),
    due AS MATERIALIZED (
      SELECT share.id, share.clinic_id, share.day, share.delivery_id, share.product_code, share.dose, share.quota, share.taken, heir.heir_id
        FROM share JOIN heir ON heir.id = share.round_id
       WHERE share.quota > share.taken AND share.day > (now() AT TIME ZONE 'Asia/Seoul')::date AND ${left}
       ORDER BY share.id LIMIT ${batch}
         FOR NO KEY UPDATE OF share SKIP LOCKED
    ),
    there AS MATERIALIZED (
      SELECT share.id, share.quota, share.received, due.id AS due_id
        FROM due JOIN share ON share.clinic_id = due.clinic_id AND share.day = due.day AND share.round_id = due.heir_id
         AND share.dose = due.dose AND share.delivery_id = due.delivery_id
       ORDER BY share.id FOR NO KEY UPDATE OF share SKIP LOCKED
    ),
    gain AS MATERIALIZED (
      SELECT there.id, there.quota, there.received, sum(due.quota - due.taken)::int AS more
        FROM there JOIN due ON due.id = there.due_id GROUP BY there.id, there.quota, there.received
    ),
    grown AS (
      UPDATE share SET quota = gain.quota + gain.more, received = gain.received + gain.more FROM gain WHERE share.id = gain.id
    ),
    absent AS MATERIALIZED (
      SELECT due.* FROM due
       WHERE NOT EXISTS (
         SELECT FROM share WHERE share.clinic_id = due.clinic_id AND share.day = due.day AND share.round_id = due.heir_id
            AND share.dose = due.dose AND share.delivery_id = due.delivery_id)
    ),
    made AS (
      INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, dose, quota, received)
      SELECT clinic_id, day, delivery_id, product_code, heir_id, dose, sum(quota - taken), sum(quota - taken) FROM absent
       GROUP BY clinic_id, day, delivery_id, product_code, heir_id, dose
    ),
    gone AS (
      UPDATE share SET quota = due.taken, received = least(share.received, due.taken) FROM due
       WHERE share.id = due.id AND (due.id IN (SELECT due_id FROM there) OR due.id IN (SELECT id FROM absent))
      RETURNING share.id
    )
    SELECT count(*)::int AS moved FROM gone`;
  return row?.moved ?? 0;
};

/** Those that still have something to hand on, the one that closed first before the others. */
const leaving = (db: Database): Promise<{ id: string }[]> => db.$queryRaw<{ id: string }[]>`
  SELECT id FROM round WHERE handed_on_at IS NULL AND coalesce(hand_on_at, closes_at) <= now() ORDER BY closes_at, sequence`;

/**
 * A round is done when nothing of it is left. Not in its first minute: a booking that began before the closing may still give
 * something back, and `freed_share` knows only of those that began after it.
 */
const finish = (db: Database, roundId: string): Promise<number> => db.$executeRaw`
  UPDATE round SET handed_on_at = now()
   WHERE id = ${roundId} AND handed_on_at IS NULL AND coalesce(hand_on_at, closes_at) < now() - interval '1 minute'
     AND NOT EXISTS (
       SELECT FROM share JOIN (${heirs}) AS heir ON heir.id = share.round_id
        WHERE share.round_id = ${roundId} AND share.quota > share.taken AND share.day > (now() AT TIME ZONE 'Asia/Seoul')::date)`;

async function handOnRound(db: Database, roundId: string): Promise<number> {
  let moved = 0;
  let last = batch;
  for (let turn = 0; turn < batchesPerTurn && last === batch; turn += 1) {
    last = await handOn(db, Prisma.sql`share.round_id = ${roundId}`);
    moved += last;
  }
  if (last === 0) await finish(db, roundId);
  return moved;
}

/** Hands on what closed rounds left, then what was given back to them since. Killed at any point, it goes on where it was. */
export async function handOnShares(db: Database): Promise<number> {
  let moved = 0;
  for (const { id } of await leaving(db)) {
    moved += await handOnRound(db, id).catch((fault) => {
      logFault(`leader: shares of round ${id}`, fault);
      return 0;
    });
  }
  moved += await handOn(db, Prisma.sql`share.id IN (SELECT share_id FROM freed_share) AND heir.handed_on_at IS NOT NULL`);
  // What has nothing left to give. A share that was skipped stays noted; one whose round is not done yet will be found with it.
  await db.$executeRaw`
    DELETE FROM freed_share USING share
     WHERE share.id = freed_share.share_id AND (share.quota = share.taken OR share.day <= (now() AT TIME ZONE 'Asia/Seoul')::date)`;
  return moved;
}

/** Shares these clinics out anew, for the campaigns that have been shared out there: another is for whoever prepares it to begin. */
export async function planClinics(db: Database | Prisma.TransactionClient, clinics: string[], now: Date): Promise<number> {
  const campaigns = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT round.campaign_id AS id FROM share JOIN round ON round.id = share.round_id
     WHERE share.clinic_id = ANY (${clinics}) AND share.day > (now() AT TIME ZONE 'Asia/Seoul')::date ORDER BY 1`;
  let written = 0;
  for (const { id } of campaigns) written += await planShares(db, id, now, { only: clinics });
  return written;
}
