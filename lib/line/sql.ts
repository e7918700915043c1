import { Prisma } from '@/lib/platform/database';
import type { PassProof } from './proof';

/**
 * The body of a CTE: one row exactly while the seat of this proof is held by this person, session and pass,
 * has not expired, and its round is open and not paused, all on the database's clock.
 * Booking statements begin with `WITH pass AS (${livePass(pass)})`.
 */
export const livePass = (pass: Pick<PassProof, 'passId' | 'personId' | 'sessionId' | 'roundId'>): Prisma.Sql => Prisma.sql`
  SELECT seat.round_id, round.campaign_id, seat.person_id, seat.pass_id, seat.expires_at, round.hold_length, campaign.products
  FROM seat
  JOIN round ON round.id = seat.round_id
  JOIN campaign ON campaign.id = round.campaign_id
  WHERE seat.pass_id = ${pass.passId}::uuid AND seat.person_id = ${pass.personId}::uuid
    AND seat.session_id = ${pass.sessionId} AND seat.round_id = ${pass.roundId}
    AND seat.expires_at > now()
    AND round.opens_at <= now() AND now() < round.closes_at AND round.paused_at IS NULL`;

/** The columns that make a seat free again. */
export const seatGivenBack = Prisma.sql`
  person_id = NULL, session_id = NULL, pass_id = NULL, via = NULL, granted_at = NULL, expires_at = 'epoch',
  seen_at = NULL, extensions = 0, takeovers = 0, wanted_by = NULL`;

/** Where a front stood at the instant `at`: 0 before its first segment, still between segments. */
export const frontAt = (roundId: string | Prisma.Sql, line: 'drawn' | 'late', at: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((
    SELECT from_position + (to_position - from_position)
      * least(1, extract(epoch FROM ${at} - starts_at) / extract(epoch FROM ends_at - starts_at))
    FROM front_segment
    WHERE round_id = ${roundId} AND line = ${line}::front_line AND starts_at <= ${at}
    ORDER BY starts_at DESC LIMIT 1
  ), 0)::float8`;

const stretchObject = Prisma.sql`jsonb_build_object('startsAt', extract(epoch FROM starts_at) * 1000, 'endsAt', extract(epoch FROM ends_at) * 1000,
  'from', from_position, 'to', to_position)`;

/** The last stretch of a line of `round`, as an object; times in milliseconds. */
export const lastStretch = (line: 'drawn' | 'late') => Prisma.sql`
  SELECT ${stretchObject} FROM front_segment WHERE round_id = round.id AND line = ${line}::front_line ORDER BY sequence DESC LIMIT 1`;

/** The stretches that are not over yet, in order, or the last one: what the fronts are promised to do. */
export const promisedStretches = (line: 'drawn' | 'late') => Prisma.sql`
  SELECT coalesce(jsonb_agg(stretch ORDER BY sequence), '[]') FROM (
    SELECT ${stretchObject} AS stretch, sequence, ends_at, row_number() OVER (ORDER BY sequence DESC) AS back
    FROM front_segment WHERE round_id = round.id AND line = ${line}::front_line ORDER BY sequence DESC LIMIT 10
  ) recent WHERE back = 1 OR ends_at > now()`;

export interface EntryAttempt {
  roundId: string;
  personId: string;
  sessionId: string;
  relation: 'self' | 'helper';
  /** Id of the pass, if a seat is given. */
  passId: string;
  /** Null before the draw. */
  place: number | null;
  lateOrder: number | null;
  lateOnly: boolean;
  /** Around 1: those who are refused together do not come back together. */
  spread: number;
}

export type EntryCode =
  | 'entered'
  | 'round-not-open'
  | 'round-closed'
  | 'round-paused'
  | 'ticket-unknown'
  | 'helpers-not-allowed'
  | 'already-booked'
  | 'in-use-elsewhere'
  | 'not-drawn'
  | 'not-called'
  | 'sold-out'
  | 'no-seat';

export interface EntryRow {
  code: EntryCode;
  pass_id: string;
  opens_at: Date;
  closes_at: Date;
  /** Until a seat is likely to be free, if the code is `no-seat`. */
  seconds: number;
}

/** Since when a call counts: pauses of the round don't use it up. */
export const heldSince = Prisma.sql`
  now() - make_interval(secs => round.call_hold)
    - CASE WHEN round.last_resumed_at > now() - make_interval(secs => round.call_hold)
        THEN round.last_resumed_at - round.last_paused_at ELSE interval '0' END`;

/** Who had to take a late place: the call lapsed, the record came after the draw, or the round goes by arrival. */
const goesLate = (attempt: Pick<EntryAttempt, 'place' | 'lateOnly'>, frontHeld: Prisma.Sql) => Prisma.sql`
  (${attempt.lateOnly} OR line_order = 'arrival' OR ${attempt.place}::float8 < ${frontHeld})`;

/** Ten-second bucket of the database's clock, then the order of the hash within it. */
const latePlace = (lateOrder: number | null) => Prisma.sql`(floor(extract(epoch FROM now()) / 10) + ${lateOrder}::float8)`;

/**
 * Makes the ticket, or finds it; whoever is late already gets the late place with it, unless they are inside or have booked and wait
 * for nothing. One row, or none when the round is over or this helper may not act in it.
 */
export const placeTicket = (
  attempt: Pick<EntryAttempt, 'roundId' | 'personId' | 'relation' | 'place' | 'lateOrder' | 'lateOnly'>,
) => Prisma.sql`
  WITH stands AS (
    SELECT round.id, round.line_order, round.opens_at, ${frontAt(Prisma.sql`round.id`, 'drawn', heldSince)} AS front_held,
      EXISTS (SELECT FROM seat WHERE seat.round_id = round.id AND seat.person_id = ${attempt.personId}::uuid AND seat.expires_at > now())
        OR EXISTS (SELECT FROM booking WHERE booking.campaign_id = round.campaign_id
          AND booking.person_id = ${attempt.personId}::uuid AND booking.status = 'confirmed') AS served
    FROM round
    WHERE round.id = ${attempt.roundId} AND now() < round.closes_at AND (${attempt.relation} = 'self' OR round.helpers_allowed)
  )
  INSERT INTO ticket (round_id, person_id, late_position)
  SELECT id, ${attempt.personId}::uuid,
    CASE WHEN opens_at <= now() AND NOT served AND ${goesLate(attempt, Prisma.sql`front_held`)} THEN ${latePlace(attempt.lateOrder)} END
  FROM stands
  ON CONFLICT (round_id, person_id) DO UPDATE SET late_position = coalesce(ticket.late_position, EXCLUDED.late_position)
  RETURNING (SELECT closes_at FROM round WHERE id = round_id) AS expires_at`;

/**
 * The gate's decision and its effect, in the order of the protocol: window, pause, ticket, booking, own seat,
 * call, places, seat. Reads the newest front in the database; takes one free or expired seat with SKIP LOCKED,
 * so K rows are K seats and a lapsed pass needs no job to end it.
 */
export const enterStatement = (attempt: EntryAttempt): Prisma.Sql => Prisma.sql`
  WITH turn AS (
    -- Windows of one person come one after the other, before any of them touches a seat.
    SELECT late_position, retry_at FROM ticket WHERE round_id = ${attempt.roundId} AND person_id = ${attempt.personId}::uuid FOR UPDATE
  ), facts AS (
    SELECT round.*, turn.late_position, turn.retry_at, EXISTS (SELECT FROM turn) AS has_ticket,
      own.session_id AS holder, own.pass_id AS held_pass,
      ${frontAt(Prisma.sql`round.id`, 'drawn', Prisma.sql`now()`)} AS front,
      ${frontAt(Prisma.sql`round.id`, 'drawn', heldSince)} AS front_held,
      ${frontAt(Prisma.sql`round.id`, 'late', Prisma.sql`now()`)} AS late_front,
      ${frontAt(Prisma.sql`round.id`, 'late', heldSince)} AS late_held,
      EXISTS (
        SELECT FROM booking WHERE booking.campaign_id = round.campaign_id
          AND booking.person_id = ${attempt.personId}::uuid AND booking.status = 'confirmed'
      ) AS booked
    FROM round
    LEFT JOIN turn ON true
    LEFT JOIN seat own ON own.round_id = round.id AND own.person_id = ${attempt.personId}::uuid AND own.expires_at > now()
    WHERE round.id = ${attempt.roundId}
  ), placed AS (
    SELECT *,
      NOT ${attempt.lateOnly} AND line_order = 'drawn' AND ${attempt.place}::float8 < front AND ${attempt.place}::float8 >= front_held AS called_drawn,
      CASE
        WHEN NOT ${goesLate(attempt, Prisma.sql`front_held`)} OR (late_position IS NOT NULL AND late_position > late_held) THEN late_position
        ELSE ${latePlace(attempt.lateOrder)}
      END AS late
    FROM facts
  ), judged AS (
    SELECT *, CASE
      WHEN now() < opens_at THEN 'round-not-open'
      WHEN now() >= closes_at THEN 'round-closed'
      WHEN paused_at IS NOT NULL THEN 'round-paused'
      WHEN NOT has_ticket THEN 'ticket-unknown'
      WHEN ${attempt.relation} = 'helper' AND NOT helpers_allowed THEN 'helpers-not-allowed'
      WHEN booked THEN 'already-booked'
      WHEN holder = ${attempt.sessionId} THEN 'inside'
      WHEN holder IS NOT NULL THEN 'in-use-elsewhere'
      WHEN ${attempt.place}::float8 IS NULL THEN 'not-drawn'
      WHEN NOT called_drawn AND (late IS NULL OR (late > late_front AND EXISTS (
        SELECT FROM ticket other WHERE other.round_id = placed.id AND other.late_position > placed.late_front
          AND other.late_position < placed.late AND other.person_id <> ${attempt.personId}::uuid
      ))) THEN 'not-called'
      WHEN NOT EXISTS (SELECT FROM slot WHERE slot.taken < slot.capacity AND slot.starts_at > now() + interval '1 hour') THEN 'sold-out'
      -- Told when to come again: asking before gains nothing, or the seats would go to whoever asks most often.
      WHEN retry_at > now() THEN 'no-seat'
      ELSE 'called'
    END AS code
    FROM placed
  ), lapsed AS (
    -- The person's own seat of before, or the unique seat per person would stand in the way.
    SELECT seat.number FROM seat, judged
    WHERE judged.code = 'called' AND seat.round_id = judged.id AND seat.person_id = ${attempt.personId}::uuid AND seat.expires_at <= now()
    FOR UPDATE OF seat
  ), free AS (
    SELECT seat.number FROM seat
    WHERE (SELECT code FROM judged) = 'called' AND NOT EXISTS (SELECT FROM lapsed)
      AND seat.round_id = ${attempt.roundId} AND seat.expires_at <= now()
    ORDER BY seat.expires_at LIMIT 1
    FOR UPDATE OF seat SKIP LOCKED
  ), taken AS (
    UPDATE seat SET
      person_id = ${attempt.personId}::uuid, session_id = ${attempt.sessionId}, pass_id = ${attempt.passId}::uuid,
      via = (CASE WHEN judged.called_drawn THEN 'drawn' WHEN judged.late <= judged.late_front THEN 'late' END)::front_line,
      granted_at = now(), seen_at = now(), expires_at = least(now() + make_interval(secs => judged.pass_length), judged.closes_at),
      extensions = 0, takeovers = 0, wanted_by = NULL
    FROM judged
    WHERE seat.round_id = judged.id AND seat.expires_at <= now()
      AND seat.number = (SELECT number FROM lapsed UNION ALL SELECT number FROM free)
    RETURNING seat.pass_id
  ), refused AS (
    SELECT count(*) AS waiting FROM ticket
    WHERE (SELECT code FROM judged) = 'called' AND ticket.round_id = ${attempt.roundId} AND ticket.retry_at > now()
  ), outcome AS (
    SELECT judged.*, taken.pass_id AS taken_pass,
      CASE WHEN judged.code = 'no-seat' THEN extract(epoch FROM judged.retry_at - now())
        -- Q / R, with R as learned, or a seat given back every 240 / K seconds.
        ELSE greatest(3, ${attempt.spread}::float8 * least(60, refused.waiting / coalesce((
          SELECT nullif((body->'published'->'pace'->>'releases')::float8, 0) FROM line_state WHERE line_state.round_id = judged.id
        ), judged.seat_count / 240.0))) END::float8 AS seconds
    FROM judged CROSS JOIN refused LEFT JOIN taken ON true
  ), remembered AS (
    UPDATE ticket SET
      -- Entering uses the late place up; a late arrival's first attempt fixes it.
      late_position = CASE WHEN outcome.taken_pass IS NULL THEN outcome.late END,
      came_at = coalesce(ticket.came_at, CASE WHEN outcome.code = 'called' AND outcome.called_drawn THEN now() END),
      entered_at = CASE WHEN outcome.taken_pass IS NULL THEN ticket.entered_at ELSE now() END,
      retry_at = CASE WHEN outcome.code = 'called' AND outcome.taken_pass IS NULL THEN now() + make_interval(secs => outcome.seconds) END
    FROM outcome
    WHERE ticket.round_id = outcome.id AND ticket.person_id = ${attempt.personId}::uuid
      AND (outcome.code = 'called' OR (outcome.code = 'not-called' AND ticket.late_position IS DISTINCT FROM outcome.late))
  )
  SELECT
    CASE WHEN code = 'inside' OR taken_pass IS NOT NULL THEN 'entered' WHEN code = 'called' THEN 'no-seat' ELSE code END AS code,
    coalesce(taken_pass, held_pass) AS pass_id, opens_at, closes_at, seconds
  FROM outcome`;
