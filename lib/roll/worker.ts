import { queueNotices, template } from '@/lib/notice/sql';
import { type Database, Prisma } from '@/lib/platform/database';

/** At one batch a second a million people are told within twenty minutes. */
const batch = 1_000;

/**
 * Tells everybody with a ticket, once, that their round opens within a day, so that they verify themselves before the crowd
 * comes. It goes through the tickets in the order of their key and remembers how far it is: a turn costs a batch, whatever
 * the round's size. Who takes a ticket later than that knows it anyway.
 */
export async function tellTurnsNear(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ told: number }[]>`
    WITH due AS (
      SELECT round.id, round.opens_at, reminder.reached
      FROM round LEFT JOIN turn_reminder reminder ON reminder.round_id = round.id
      WHERE round.opens_at - interval '1 day' <= now() AND now() < round.opens_at AND round.paused_at IS NULL AND reminder.done_at IS NULL
      ORDER BY round.opens_at, round.id LIMIT 1
    ), next AS MATERIALIZED (
      SELECT ticket.person_id FROM due JOIN ticket ON ticket.round_id = due.id
      WHERE ticket.person_id > coalesce(due.reached, '00000000-0000-0000-0000-000000000000'::uuid)
      ORDER BY ticket.person_id LIMIT ${batch}
    ), told AS (
      ${queueNotices(
        Prisma.sql`SELECT next.person_id, ${template('turn-near')} AS template, due.id AS subject, jsonb_build_object('roundId', due.id) AS facts
          FROM next, due`,
        { expiresAt: Prisma.sql`(SELECT opens_at FROM due)` },
      )}
    ), kept AS (
      INSERT INTO turn_reminder (round_id, reached, done_at)
      SELECT due.id, coalesce((SELECT person_id FROM next ORDER BY person_id DESC LIMIT 1), due.reached),
        CASE WHEN (SELECT count(*) FROM next) < ${batch} THEN now() END
      FROM due
      ON CONFLICT (round_id) DO UPDATE SET reached = EXCLUDED.reached, done_at = EXCLUDED.done_at
        -- Two leaders at once told the same people, once: the one that is further stays.
        WHERE turn_reminder.reached IS NULL OR EXCLUDED.reached >= turn_reminder.reached
    )
    SELECT count(*)::int AS told FROM next`;
  return row?.told ?? 0;
}
