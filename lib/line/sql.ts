import { actsForAll, headOf, partyOf } from '@/lib/household/sql';
import { mayAct } from '@/lib/identity/sql';
import { Prisma } from '@/lib/platform/database';
import { recordAccess } from '@/lib/record/sql';
import { allowed, hasPlace } from '@/lib/supply/sql';
import { placedLater } from '@/lib/turn/placing/sql';
import { undecidedBetween } from '@/lib/wish/before/sql';
import type { EntryAttempt } from './entry';
import type { PassProof } from './proof';

/**
 * The body of a CTE: one row exactly while the seat of this proof is held by this session and pass for this person or the
 * household they belong to, has not expired, its round is open and not paused, all on the database's clock, and the actor may still act for the person.
 * `person_id` is the one in whose name somebody entered; `party` all who may be booked on the pass, the head first.
 * Booking statements begin with `WITH pass AS (${livePass(pass)})`. With `own`, for whoever the seat was taken for alone: no household is looked up.
 */
export const livePass = (pass: Pick<PassProof, 'passId' | 'personId' | 'actorId' | 'sessionId' | 'roundId'>, own?: 'own') => Prisma.sql`
  SELECT seat.round_id, round.campaign_id, ${pass.personId}::uuid AS person_id, seat.pass_id, seat.expires_at, round.hold_length,
    campaign.products, campaign.paused_at IS NOT NULL AS campaign_paused, those.party
  FROM seat
  CROSS JOIN LATERAL (SELECT ${own ? Prisma.sql`ARRAY[seat.person_id]` : partyOf(Prisma.sql`seat.round_id`, Prisma.sql`seat.person_id`)} AS party) those
  JOIN round ON round.id = seat.round_id
  JOIN campaign ON campaign.id = round.campaign_id
  WHERE seat.pass_id = ${pass.passId}::uuid AND ${pass.personId}::uuid = ANY(those.party)
    AND seat.session_id = ${pass.sessionId} AND seat.round_id = ${pass.roundId}
    AND seat.expires_at > now()
    AND round.opens_at <= now() AND now() < round.closes_at AND round.paused_at IS NULL AND ${mayAct(pass)}`;

/** The columns that make a seat free again. */
export const seatGivenBack = Prisma.sql`
  person_id = NULL, session_id = NULL, pass_id = NULL, via = NULL, granted_at = NULL, expires_at = 'epoch',
  seen_at = NULL, extensions = 0, takeovers = 0, wanted_by = NULL, claimed_at = NULL`;

/** Condition: the programme of `round` stands still. Nothing can be held then, so nobody is called or let in. */
export const programmePaused = Prisma.sql`EXISTS (SELECT FROM campaign WHERE campaign.id = round.campaign_id AND campaign.paused_at IS NOT NULL)`;

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

/** Since when a call counts: pauses of the round don't use it up. */
export const heldSince = Prisma.sql`
  now() - make_interval(secs => round.call_hold)
    - CASE WHEN round.last_resumed_at > now() - make_interval(secs => round.call_hold)
        THEN round.last_resumed_at - round.last_paused_at ELSE interval '0' END`;

/** Who had to take a late place: the call lapsed, the record came after the draw, or the round goes by arrival. */
const goesLate = (attempt: Pick<EntryAttempt, 'place' | 'lateOnly'>, frontHeld: Prisma.Sql) => Prisma.sql`
  (${attempt.lateOnly} OR line_order = 'arrival' OR ${attempt.place}::float8 < ${frontHeld})`;

/** Nobody who would book on this head's pass is without a confirmed booking. */
const allBooked = (roundId: Prisma.Sql, campaignId: Prisma.Sql, headId: string) => Prisma.sql`
  NOT EXISTS (
    SELECT FROM unnest(${partyOf(roundId, headId)}) AS one (id)
    WHERE NOT EXISTS (
      SELECT FROM booking
      WHERE booking.campaign_id = ${campaignId} AND booking.person_id = one.id AND booking.dose = 1 AND booking.status = 'confirmed'
    )
  )`;

/** Ten-second bucket of the database's clock, then the order of the hash within it. */
const latePlace = (lateOrder: number | null) => Prisma.sql`(floor(extract(epoch FROM now()) / 10) + ${lateOrder}::float8)`;

/** So long after the round a browser still keeps a ticket: the round may be postponed, and its row says what the ticket is worth. */
const ticketDays = 180;

/**
 * Makes the ticket, or finds it; whoever is late already gets the late place with it, unless they are inside or have booked and wait
 * for nothing. One row, or none when the round is over or this helper may not act in it, or no longer; nothing is made when the ticket is
 * not that of `headId`, and the row says whose it is.
 */
export const placeTicket = (
  attempt: Pick<
    EntryAttempt,
    'roundId' | 'personId' | 'headId' | 'relation' | 'place' | 'lateOrder' | 'lateOnly' | 'actorId' | 'sessionId'
  >,
) => Prisma.sql`
  WITH stands AS (
    SELECT round.id, round.line_order, round.opens_at, round.closes_at, ${frontAt(Prisma.sql`round.id`, 'drawn', heldSince)} AS front_held,
      ${headOf(attempt.roundId, attempt.personId)} AS head_id,
      EXISTS (SELECT FROM seat WHERE seat.round_id = round.id AND seat.person_id = ${attempt.headId}::uuid AND seat.expires_at > now())
        OR ${allBooked(Prisma.sql`round.id`, Prisma.sql`round.campaign_id`, attempt.headId)} AS served
    FROM round
    WHERE round.id = ${attempt.roundId} AND now() < round.closes_at AND (${attempt.relation} <> 'helper' OR round.helpers_allowed) AND ${mayAct(attempt)}
  ), placed AS (
    INSERT INTO ticket (round_id, person_id, late_position)
    SELECT id, head_id,
      CASE WHEN opens_at <= now() AND NOT served AND ${goesLate(attempt, Prisma.sql`front_held`)} THEN ${latePlace(attempt.lateOrder)} END
    FROM stands WHERE head_id = ${attempt.headId}::uuid
    ON CONFLICT (round_id, person_id) DO UPDATE SET late_position = coalesce(ticket.late_position, EXCLUDED.late_position)
  ), placed_later AS (${placedLater(attempt)})${attempt.relation === 'self' ? Prisma.empty : takenFor(attempt)}
  SELECT head_id, closes_at + make_interval(days => ${ticketDays}) AS expires_at, cardinality(${partyOf(attempt.roundId, attempt.headId)}) AS people
  FROM stands`;

/** A CTE: what a helper does for somebody stands in the record of accesses. */
const takenFor = ({ actorId, sessionId, roundId, personId, headId }: Parameters<typeof placeTicket>[0]): Prisma.Sql => Prisma.sql`,
  recorded AS (${recordAccess(
    { role: 'helper', personId: actorId, sessionId },
    { action: 'ticket.taken', objectKind: 'round', objectId: roundId },
    Prisma.sql`SELECT ${personId}::uuid`,
    Prisma.sql`EXISTS (SELECT FROM stands WHERE head_id = ${headId}::uuid)`,
  )})`;

/** CTEs: the tickets of whoever has joined go, and where there was one the head has it. `joined` gives round_id, person_id and head_id. */
export const ticketInCommon = (joined: Prisma.Sql): Prisma.Sql => Prisma.sql`
  given_up AS (
    DELETE FROM ticket USING (${joined}) AS joined WHERE ticket.round_id = joined.round_id AND ticket.person_id = joined.person_id
    RETURNING ticket.round_id, joined.head_id
  ), in_common AS (INSERT INTO ticket (round_id, person_id) SELECT round_id, head_id FROM given_up ON CONFLICT DO NOTHING)`;

/** A CTE: whoever leaves a household that has a ticket has one of their own. `leaving` gives round_id, person_id and head_id. */
export const ticketBack = (leaving: Prisma.Sql): Prisma.Sql => Prisma.sql`
  back AS (
    INSERT INTO ticket (round_id, person_id)
    SELECT leaving.round_id, leaving.person_id FROM (${leaving}) AS leaving
    WHERE EXISTS (SELECT FROM ticket common WHERE common.round_id = leaving.round_id AND common.person_id = leaving.head_id)
    ON CONFLICT DO NOTHING
  )`;

/**
 * The gate's decision and its effect, in the order of the protocol: window, pause, ticket, booking, own seat,
 * call, places, seat. Reads the newest front in the database; takes one free or expired seat with SKIP LOCKED,
 * so K rows are K seats and a lapsed pass needs no job to end it.
 */
export const enterStatement = (attempt: EntryAttempt): Prisma.Sql => Prisma.sql`
  WITH turn AS (
    -- Windows of one person or household come one after the other, before any of them touches a seat.
    SELECT late_position, retry_at FROM ticket WHERE round_id = ${attempt.roundId} AND person_id = ${attempt.headId}::uuid FOR UPDATE
  ), facts AS (
    SELECT round.*, turn.late_position, turn.retry_at, EXISTS (SELECT FROM turn) AS has_ticket,
      own.session_id AS holder, own.pass_id AS held_pass,
      ${frontAt(Prisma.sql`round.id`, 'drawn', Prisma.sql`now()`)} AS front,
      ${frontAt(Prisma.sql`round.id`, 'drawn', heldSince)} AS front_held,
      ${frontAt(Prisma.sql`round.id`, 'late', Prisma.sql`now()`)} AS late_front,
      ${frontAt(Prisma.sql`round.id`, 'late', heldSince)} AS late_held,
      ${allBooked(Prisma.sql`round.id`, Prisma.sql`round.campaign_id`, attempt.headId)} AS booked,
      ${headOf(attempt.roundId, attempt.personId)} AS head_id,
      ${partyOf(attempt.roundId, attempt.headId)} AS party,
      ${actsForAll(attempt.roundId, attempt.personId, attempt.actorId, attempt.headId)} AS acts_for_all,
      ${programmePaused} AS programme_paused
    FROM round
    LEFT JOIN turn ON true
    LEFT JOIN seat own ON own.round_id = round.id AND own.person_id = ${attempt.headId}::uuid AND own.expires_at > now()
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
      WHEN paused_at IS NOT NULL OR programme_paused THEN 'round-paused'
      -- A cookie of before the household was declared, or left.
      WHEN head_id <> ${attempt.headId}::uuid THEN 'ticket-changed'
      WHEN NOT has_ticket THEN 'ticket-unknown'
      WHEN ${attempt.relation} = 'helper' AND NOT helpers_allowed OR NOT ${mayAct(attempt)} THEN 'helpers-not-allowed'
      WHEN ${attempt.relation} = 'helper' AND NOT acts_for_all THEN 'helper-of-another'
      WHEN booked THEN 'already-booked'
      WHEN holder = ${attempt.sessionId} THEN 'inside'
      WHEN holder IS NOT NULL THEN 'in-use-elsewhere'
      WHEN ${attempt.place}::float8 IS NULL THEN 'not-drawn'
      WHEN NOT called_drawn AND (late IS NULL OR (late > late_front AND EXISTS (
        SELECT FROM ticket other WHERE other.round_id = placed.id AND other.late_position > placed.late_front
          AND other.late_position < placed.late AND other.person_id <> ${attempt.headId}::uuid
      ))) THEN 'not-called'
      -- Nothing is left for any of them, what is released later among it.
      WHEN NOT EXISTS (SELECT FROM share WHERE share.round_id = placed.id AND ${hasPlace(Prisma.sql`placed.closes_at`)} AND EXISTS (
        SELECT FROM person WHERE person.id = ANY (placed.party) AND ${allowed({ birthDate: Prisma.sql`person.birth_date`, dose: Prisma.sql`1` })}
        OFFSET 0)) THEN 'sold-out'
      -- Told when to come again: asking before gains nothing, or the seats would go to whoever asks most often.
      WHEN retry_at > now() THEN 'no-seat'
      ELSE 'called'
    END AS code, ${undecidedBetween(Prisma.sql`placed.id`, Prisma.sql`placed.front_held`, Prisma.sql`CASE WHEN called_drawn THEN ${attempt.place}::float8 ELSE placed.front END`)} AS behind_wishes
    FROM placed
  ), lapsed AS (
    -- The person's own seat of before, or the unique seat per person would stand in the way.
    SELECT seat.number FROM seat, judged
    WHERE judged.code = 'called' AND NOT judged.behind_wishes AND seat.round_id = judged.id AND seat.person_id = ${attempt.headId}::uuid AND seat.expires_at <= now()
    FOR UPDATE OF seat
  ), free AS (
    SELECT seat.number FROM seat
    WHERE (SELECT code = 'called' AND NOT behind_wishes FROM judged) AND NOT EXISTS (SELECT FROM lapsed)
      AND seat.round_id = ${attempt.roundId} AND seat.expires_at <= now()
    ORDER BY seat.expires_at LIMIT 1 FOR UPDATE OF seat SKIP LOCKED
  ), taken AS (
    UPDATE seat SET
      person_id = ${attempt.headId}::uuid, session_id = ${attempt.sessionId}, pass_id = ${attempt.passId}::uuid,
      via = (CASE WHEN judged.called_drawn THEN 'drawn' WHEN judged.late <= judged.late_front THEN 'late' END)::front_line,
      granted_at = now(), seen_at = now(), expires_at = least(now() + make_interval(secs => judged.pass_length), judged.closes_at),
      extensions = 0, takeovers = 0, wanted_by = NULL, claimed_at = NULL
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
    WHERE ticket.round_id = outcome.id AND ticket.person_id = ${attempt.headId}::uuid
      AND (outcome.code = 'called' OR (outcome.code = 'not-called' AND ticket.late_position IS DISTINCT FROM outcome.late))
  )
  SELECT
    CASE WHEN code = 'inside' OR taken_pass IS NOT NULL THEN 'entered' WHEN code = 'called' THEN 'no-seat' ELSE code END AS code,
    coalesce(taken_pass, held_pass) AS pass_id, opens_at, closes_at, seconds
  FROM outcome`;

/** Somebody other than the person took their ticket into a browser: once each, whoever it is and however often. */
export const noteTry = (roundId: string, personId: string, actorId: string): Prisma.Sql => Prisma.sql`
  INSERT INTO ticket_try (round_id, person_id, actor_id) VALUES (${roundId}, ${personId}::uuid, ${actorId}::uuid) ON CONFLICT DO NOTHING`;
