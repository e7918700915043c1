import { partyOf } from '@/lib/household/sql';
import { frontAt, programmePaused } from '@/lib/line/sql';
import { queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';

/** Rounds that are drawn and call by drawn places, until they are over. */
export const roundsCalling = Prisma.sql`
  SELECT round.id, turn_call.placed_at IS NOT NULL AS placed, now() AS now,
    round.opens_at <= now() AND round.paused_at IS NULL AND NOT ${programmePaused} AS moves
  FROM round LEFT JOIN turn_call ON turn_call.round_id = round.id
  WHERE round.draw_at <= now() AND now() < round.closes_at AND round.line_order = 'drawn'
    AND EXISTS (SELECT FROM draw_record WHERE draw_record.round_id = round.id AND draw_record.kind = 'reveal')
  ORDER BY round.opens_at, round.id`;

/** The next tickets in the order of their key; `known` were their people before the draw, the others have no drawn place. */
export const nextTickets = (roundId: string, drawnAt: Date, most: number): Prisma.Sql => Prisma.sql`
  SELECT ticket.person_id::text AS id, person.created_at <= ${drawnAt} AS known
  FROM ticket JOIN person ON person.id = ticket.person_id
  WHERE ticket.round_id = ${roundId}
    AND ticket.person_id > coalesce((SELECT placed FROM turn_call WHERE round_id = ${roundId}), '00000000-0000-0000-0000-000000000000')
  ORDER BY ticket.person_id LIMIT ${most}`;

export const keepPlaces = (
  roundId: string,
  places: { id: string; place: number }[],
  { reached, all }: { reached: string | null; all: boolean },
): Prisma.Sql => Prisma.sql`
  WITH kept AS (
    INSERT INTO turn_place (round_id, place, person_id)
    SELECT ${roundId}, one.place, one.id
    FROM unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ place }) => place)}::float8[]) AS one (id, place)
    -- Whoever has left since has no ticket any more.
    JOIN ticket ON ticket.round_id = ${roundId} AND ticket.person_id = one.id
    ON CONFLICT DO NOTHING
  )
  INSERT INTO turn_call (round_id, placed, placed_at) VALUES (${roundId}, ${reached}::uuid, CASE WHEN ${all} THEN now() END)
  ON CONFLICT (round_id) DO UPDATE SET placed = greatest(turn_call.placed, EXCLUDED.placed),
    -- Two servers at once: the one that was behind ends nothing.
    placed_at = CASE WHEN EXCLUDED.placed IS NULL OR EXCLUDED.placed >= coalesce(turn_call.placed, EXCLUDED.placed)
      THEN coalesce(turn_call.placed_at, EXCLUDED.placed_at) ELSE turn_call.placed_at END`;

/** By key for each, never by going through a table (OFFSET 0). Nobody needs it who stands inside or has, who waits for what they wished, or who has booked. */
const isCalledFor = Prisma.sql`
  ticket.entered_at IS NULL
  AND NOT EXISTS (SELECT FROM seat WHERE seat.round_id = next.round_id AND seat.person_id = next.person_id AND seat.expires_at > now() OFFSET 0)
  AND NOT EXISTS (SELECT FROM wish_list WHERE wish_list.round_id = next.round_id AND wish_list.person_id = next.person_id AND wish_list.state = 'waiting')`;

/**
 * Tells everybody on the tickets between the last one told, or the front where that is further, and `target`; no more tickets
 * than `most`, and the rest with the next turn. Late it is worth nothing, and is not sent.
 */
export const tellUpTo = (roundId: string, target: number, { most, minutes }: { most: number; minutes: number }): Prisma.Sql => Prisma.sql`
  WITH reached AS MATERIALIZED (
    SELECT turn_call.round_id, greatest(turn_call.told, ${frontAt(roundId, 'drawn', Prisma.sql`now()`)}) AS place, round.campaign_id
    FROM turn_call JOIN round ON round.id = turn_call.round_id WHERE turn_call.round_id = ${roundId} FOR UPDATE OF turn_call
  ), next AS MATERIALIZED (
    -- Walked along the index, however many stand before the target.
    SELECT nearest.*, reached.campaign_id FROM reached CROSS JOIN LATERAL (
      SELECT turn_place.round_id, turn_place.place, turn_place.person_id FROM turn_place
      WHERE turn_place.round_id = reached.round_id AND turn_place.place > reached.place AND turn_place.place <= ${target}::float8
      ORDER BY turn_place.place LIMIT ${most}
    ) nearest
  ), concerned AS (
    SELECT one.id FROM next
    CROSS JOIN LATERAL (
      SELECT entered_at FROM ticket WHERE ticket.round_id = next.round_id AND ticket.person_id = next.person_id OFFSET 0
    ) ticket
    CROSS JOIN LATERAL unnest(${partyOf(Prisma.sql`next.round_id`, Prisma.sql`next.person_id`)}) AS one (id)
    WHERE ${isCalledFor} AND NOT EXISTS (
      SELECT FROM booking WHERE booking.campaign_id = next.campaign_id AND booking.person_id = one.id AND booking.dose = 1
        AND booking.status = 'confirmed')
  ), told AS (${queueNotices(
    Prisma.sql`
      SELECT concerned.id AS person_id, ${template('turn-soon')} AS template, ${roundId}::text AS subject,
        jsonb_build_object('roundId', ${roundId}::text, 'minutes', ${minutes}::int) AS facts FROM concerned`,
    { expiresAt: Prisma.sql`now() + make_interval(mins => ${minutes})` },
  )}
    RETURNING 1
  ), moved AS (
    UPDATE turn_call SET told = greatest(turn_call.told,
      CASE WHEN (SELECT count(*) FROM next) < ${most} THEN ${target}::float8 ELSE (SELECT max(place) FROM next) END)
    FROM reached WHERE turn_call.round_id = reached.round_id
  )
  SELECT count(*)::int AS told FROM told`;

/** What is known of rounds that are over is needed no more; the pointer goes with the last of it. In the order of the key, so that no other round's are read. */
export const endedPlaces = (most: number): Prisma.Sql => Prisma.sql`
  WITH over AS (
    SELECT turn_call.round_id FROM turn_call JOIN round ON round.id = turn_call.round_id WHERE round.closes_at <= now() LIMIT 1
  ), gone AS (
    DELETE FROM turn_place USING over WHERE turn_place.round_id = over.round_id AND turn_place.ctid IN (
      SELECT part.ctid FROM turn_place part WHERE part.round_id = (SELECT round_id FROM over) ORDER BY part.place LIMIT ${most})
    RETURNING 1
  )
  DELETE FROM turn_call USING over WHERE turn_call.round_id = over.round_id AND (SELECT count(*) FROM gone) < ${most}`;
