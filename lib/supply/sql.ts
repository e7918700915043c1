import { Prisma } from '@/lib/platform/database';

export const seoulDay = (at: Prisma.Sql): Prisma.Sql => Prisma.sql`(${at} AT TIME ZONE 'Asia/Seoul')::date`;

/** So long at most a tranche is for wishes first: what was announced is not kept from everybody by a worker that stands still. */
const wishesFirst = Prisma.sql`interval '10 minutes'`;

/** How much of a share, the one in scope by this name (or any row with a `round_id`), its round may have taken by `at`, in thousandths. Before the first tranche none. */
export const permille = (share: Prisma.Sql, at = Prisma.sql`now()`, toWishes = false): Prisma.Sql => Prisma.sql`
  coalesce(
    (SELECT tranche.permille FROM tranche WHERE tranche.round_id = ${share}.round_id AND tranche.at <= ${at}
        AND (${toWishes}::boolean OR NOT tranche.for_wishes OR tranche.at <= ${at} - ${wishesFirst}) ORDER BY tranche.at DESC LIMIT 1),
    CASE WHEN EXISTS (SELECT FROM tranche WHERE tranche.round_id = ${share}.round_id) THEN 0 ELSE 1000 END)`;

/** Rounded so that many small shares together release what was announced: see the database's function. */
const places = (share: Prisma.Sql, thousandths: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`released_places(${share}.quota, ${share}.id, ${thousandths})`;

/** How many of a share its round may have taken by `at`. */
export const released = (share: Prisma.Sql, at = Prisma.sql`now()`): Prisma.Sql => places(share, permille(share, at));

/** As `released`, now, for wishes: also of a tranche that is for them first. */
export const releasedToWishes = (share: Prisma.Sql): Prisma.Sql => places(share, permille(share, Prisma.sql`now()`, true));

/** Whose claim it is, each as an expression. */
export interface Claimant {
  /** The round out of whose shares it is taken. */
  round: Prisma.Sql;
  dose: Prisma.Sql;
  birthDate: Prisma.Sql;
  /** Codes in order of preference. */
  products: Prisma.Sql;
  /** The share that the claimant gives up with it, or null: it counts as free. */
  own: Prisma.Sql;
  /** Of the share in scope, what the same statement has promised to others already. */
  promised?: Prisma.Sql;
  /** Shares of every round of the campaign that has opened will do, those of `round` first. */
  anyOpened?: boolean;
}

/** Condition: the rule of the share's product on the share's day lets this person have this dose. */
export const allowed = (claimant: Pick<Claimant, 'birthDate' | 'dose'>): Prisma.Sql => Prisma.sql`
  EXISTS (
    SELECT FROM (
      SELECT rule.min_age, rule.max_age, rule.doses FROM product_rule rule
       WHERE rule.product_code = share.product_code AND rule.valid_from <= share.day ORDER BY rule.valid_from DESC LIMIT 1
    ) AS rule
    CROSS JOIN LATERAL (SELECT extract(year FROM age(share.day, ${claimant.birthDate})) AS years) AS person
     WHERE ${claimant.dose} <= rule.doses AND person.years >= rule.min_age AND (rule.max_age IS NULL OR person.years <= rule.max_age)
  )`;

/** Condition: the share in scope is of the claimant's round, or of one that will do. */
export const roundFits = ({ round, anyOpened }: Pick<Claimant, 'round' | 'anyOpened'>): Prisma.Sql =>
  anyOpened
    ? Prisma.sql`(share.round_id = ${round} OR EXISTS (
        SELECT FROM round other JOIN round own ON own.campaign_id = other.campaign_id
         WHERE other.id = share.round_id AND own.id = ${round} AND other.opens_at <= now()))`
    : Prisma.sql`share.round_id = ${round}`;

/** FROM and WHERE: the shares of the day of `slot`, a row in scope, that such a claimant may have if not full, of whatever age. */
const sharesFor = (claimant: Claimant): Prisma.Sql => Prisma.sql`
    FROM share
    JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
    JOIN lot ON lot.number = delivery.lot_number AND lot.expires_on >= share.day
   WHERE share.clinic_id = slot.clinic_id AND share.day = ${seoulDay(Prisma.sql`slot.starts_at`)}
     AND ${roundFits(claimant)} AND share.dose = ${claimant.dose} AND share.product_code = ANY (${claimant.products})`;

/** Condition: a half hour `slot` can still be chosen, where it has a place (see holdSlot). */
export const stillAhead = Prisma.sql`slot.starts_at > now() + interval '1 hour' AND slot.closed_at IS NULL`;

/**
 * Condition: by `at` the share in scope has a first dose to give, at a half hour that has a place. It asks all that a hold asks
 * of supply, but the age. Each OFFSET 0 keeps the planner from joining hundreds of thousands of shares before it looks for one.
 */
export const hasPlace = (at = Prisma.sql`now()`): Prisma.Sql => Prisma.sql`
  (share.dose = 1 AND share.day >= ${seoulDay(Prisma.sql`now()`)} AND share.taken < ${released(Prisma.sql`share`, at)}
    AND EXISTS (SELECT FROM round JOIN campaign ON campaign.id = round.campaign_id
      WHERE round.id = share.round_id AND share.product_code = ANY (campaign.products) OFFSET 0)
    AND EXISTS (SELECT FROM delivery JOIN lot ON lot.number = delivery.lot_number
      WHERE delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL AND lot.expires_on >= share.day OFFSET 0)
    AND EXISTS (SELECT FROM clinic JOIN slot ON slot.clinic_id = clinic.id
      WHERE clinic.id = share.clinic_id AND clinic.paused_at IS NULL AND slot.taken < slot.capacity AND ${stillAhead}
        AND slot.starts_at >= share.day::timestamp AT TIME ZONE 'Asia/Seoul'
        AND slot.starts_at < (share.day + 1)::timestamp AT TIME ZONE 'Asia/Seoul' OFFSET 0))`;

/** SELECT body: one row at most, the share that a claim of the half hour `slot`, a row in scope, is to take. */
export const shareFor = (claimant: Claimant): Prisma.Sql => Prisma.sql`
  SELECT share.id, share.product_code
  ${sharesFor(claimant)} AND ${allowed(claimant)}
     AND (share.id = ${claimant.own} OR share.taken + ${claimant.promised ?? Prisma.sql`0`} < ${released(Prisma.sql`share`)})
   ORDER BY share.round_id <> ${claimant.round}, array_position(${claimant.products}, share.product_code), lot.expires_on, share.id LIMIT 1`;

/** Why `shareFor` found none: the shares of the day are full, not for the claimant's age, not to be used; or the round has none. */
export const noShare = (claimant: Claimant): Prisma.Sql => Prisma.sql`
  CASE WHEN EXISTS (SELECT ${sharesFor(claimant)} AND ${allowed(claimant)}) THEN 'slot-full'
       WHEN EXISTS (SELECT ${sharesFor(claimant)}) THEN 'not-for-age'
       WHEN EXISTS (SELECT FROM share WHERE share.clinic_id = slot.clinic_id AND share.day = ${seoulDay(Prisma.sql`slot.starts_at`)}
         AND share.round_id = ${claimant.round} AND share.product_code = ANY (${claimant.products})) THEN 'slot-closed'
       ELSE 'slot-unknown' END`;

/** Condition: somebody stands on a list of the clinic or the district of the share `share_row`, which can still be offered. */
const isWaitedFor = Prisma.sql`
  EXISTS (
    SELECT FROM share JOIN clinic ON clinic.id = share.clinic_id JOIN round ON round.id = share.round_id
      JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
     WHERE share.id = share_row.id AND share.dose = 1 AND share.day >= ${seoulDay(Prisma.sql`now()`)} AND (
       EXISTS (SELECT FROM waiting WHERE waiting.clinic_id = clinic.id AND waiting.state = 'waiting' AND waiting.campaign_id = round.campaign_id)
       OR EXISTS (SELECT FROM waiting WHERE waiting.region_code = clinic.region_code AND waiting.state = 'waiting' AND waiting.campaign_id = round.campaign_id)))`;

/**
 * The one way in which places change hands: CTEs up to `granted`, which has the columns of `wanted` for those who get theirs.
 *
 * `wanted` is a query of (ord, share_id, slot_id, old_share_id, old_slot_id, …), a row a booking: the new place, null where one is
 * only given up, and the old one, null where there was none. Places go by `ord`, to `each` that still fits, or to `all` (or all `wishes` of a plan) or nobody.
 * What the rows stand for (bookings) is locked before. The shares are locked first and then the half hours, by ascending id;
 * one that is full for good is left out without waiting for its lock, so that refusals of a hot clinic stay cheap.
 *
 * What is given back while somebody waits for it stays taken, and is `kept`: nobody gets it but those `to` whom it is offered, or after
 * it has been let go (`letGo`).
 *
 * Where `along`, rows have a column of that name: the place of the old share itself goes along to the new one, both of one delivery, and
 * takes nobody's.
 *
 * Two quirks of a row that has changed since the statement began decide the form. PostgreSQL checks constraints on what it
 * first computes from the old row, so a count is taken from the locked row, never from `slot.taken`. And it runs the rest of a
 * FROM anew, where a UNION over rows that this statement has locked or written comes out empty, so all of it is MATERIALIZED.
 */
export const changePlaces = (
  wanted: Prisma.Sql,
  to: 'each' | 'all' | 'wishes' | 'offers' = 'each',
  { along = false }: { along?: boolean } = {},
): Prisma.Sql => Prisma.sql`
  wanted AS MATERIALIZED (${wanted}),
  share_row AS MATERIALIZED (
    SELECT share.id, share.taken - ${to === 'offers' ? Prisma.sql`share.kept` : Prisma.sql`0`} AS taken, share.kept, share.quota,
           ${to === 'wishes' ? releasedToWishes(Prisma.sql`share`) : released(Prisma.sql`share`)} AS places
      FROM share
     WHERE share.id = ANY (ARRAY(SELECT share_id FROM wanted UNION SELECT old_share_id FROM wanted))
       AND (share.taken - ${to === 'offers' ? Prisma.sql`share.kept` : Prisma.sql`0`} < share.quota OR share.id = ANY (ARRAY(SELECT old_share_id FROM wanted))
         ${along ? Prisma.sql`OR share.id = ANY (ARRAY(SELECT share_id FROM wanted WHERE along))` : Prisma.empty})
     ORDER BY share.id FOR NO KEY UPDATE
  ),
  slot_row AS MATERIALIZED (
    SELECT slot.id, slot.taken, slot.capacity AS places FROM slot
     WHERE slot.id = ANY (ARRAY(SELECT slot_id FROM wanted UNION SELECT old_slot_id FROM wanted))
       AND ((slot.taken < slot.capacity AND slot.closed_at IS NULL) OR slot.id = ANY (ARRAY(SELECT old_slot_id FROM wanted)))
       AND (SELECT count(*) FROM share_row) >= 0 -- always true: the shares are locked first
     ORDER BY slot.id FOR NO KEY UPDATE
  ),
  judged AS (
    SELECT wanted.*,
           wanted.slot_id IS NULL OR (
             coalesce(share_row.places - share_row.taken >= count(*) FILTER (WHERE wanted.share_id IS DISTINCT FROM wanted.old_share_id ${along ? Prisma.sql`AND NOT wanted.along` : Prisma.empty})
               OVER (PARTITION BY wanted.share_id ORDER BY wanted.ord ROWS UNBOUNDED PRECEDING), false)
               OR coalesce(wanted.share_id = wanted.old_share_id, false) ${along ? Prisma.sql`OR wanted.along AND share_row.id IS NOT NULL` : Prisma.empty})
           AND (
             coalesce(slot_row.places - slot_row.taken >= count(*) FILTER (WHERE wanted.slot_id IS DISTINCT FROM wanted.old_slot_id)
               OVER (PARTITION BY wanted.slot_id ORDER BY wanted.ord ROWS UNBOUNDED PRECEDING), false)
               OR coalesce(wanted.slot_id = wanted.old_slot_id, false)) AS fits
      FROM wanted LEFT JOIN share_row ON share_row.id = wanted.share_id LEFT JOIN slot_row ON slot_row.id = wanted.slot_id
  ),
  granted AS MATERIALIZED (
    SELECT * FROM ${to === 'all' || to === 'wishes' ? Prisma.sql`judged WHERE (SELECT bool_and(fits) FROM judged)` : Prisma.sql`judged WHERE fits`}
  ),
  share_change AS MATERIALIZED (
    SELECT share_row.id, share_row.taken, share_row.kept, share_row.quota + ${along ? Prisma.sql`sum(change.dose)::int` : Prisma.sql`0`} AS quota, sum(change.by)::int AS by
      FROM share_row JOIN (
        SELECT share_id AS id, 1 AS by, ${along ? Prisma.sql`along::int` : Prisma.sql`0`} AS dose FROM granted WHERE share_id IS DISTINCT FROM old_share_id
        UNION ALL SELECT old_share_id, -1, ${along ? Prisma.sql`-along::int` : Prisma.sql`0`} FROM granted WHERE share_id IS DISTINCT FROM old_share_id
      ) AS change ON change.id = share_row.id
     GROUP BY share_row.id, share_row.taken, share_row.kept, share_row.quota
  ),
  share_next AS MATERIALIZED (
    SELECT share_row.id, share_row.quota, ${
      to === 'offers'
        ? Prisma.sql`share_row.taken + share_row.by + greatest(0, share_row.kept - share_row.by) AS taken, greatest(0, share_row.kept - share_row.by) AS kept, 0 AS more`
        : Prisma.sql`share_row.taken + share_row.by + keeping.more AS taken, share_row.kept + keeping.more AS kept, keeping.more`
    }
      FROM share_change AS share_row CROSS JOIN LATERAL (SELECT CASE WHEN share_row.by < 0 AND ${isWaitedFor} THEN -share_row.by ELSE 0 END AS more) AS keeping
  ),
  slot_next AS MATERIALIZED (
    SELECT slot_row.id, slot_row.taken + sum(change.by)::int AS taken
      FROM slot_row JOIN (
        SELECT slot_id AS id, 1 AS by FROM granted WHERE slot_id IS DISTINCT FROM old_slot_id
        UNION ALL SELECT old_slot_id, -1 FROM granted WHERE slot_id IS DISTINCT FROM old_slot_id
      ) AS change ON change.id = slot_row.id
     GROUP BY slot_row.id, slot_row.taken
  ),
  share_counted AS (
    UPDATE share SET ${along ? Prisma.sql`quota = share_next.quota, received = least(share.received, share_next.quota),` : Prisma.empty}
           taken = share_next.taken, kept = share_next.kept, kept_at = CASE WHEN share_next.more > 0 THEN clock_timestamp() ELSE share.kept_at END
      FROM share_next WHERE share.id = share_next.id
  ),
  slot_counted AS (UPDATE slot SET taken = slot_next.taken FROM slot_next WHERE slot.id = slot_next.id)`;

/** Statement: shares of nothing, for places that go along from another day of the same round and delivery. `rows` is a query of (share_id, day). */
export const emptyShares = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, dose, quota)
  SELECT DISTINCT was.clinic_id, one.day, was.delivery_id, was.product_code, was.round_id, was.dose, 0
    FROM (${rows}) AS one (share_id, day) JOIN share was ON was.id = one.share_id
  ON CONFLICT DO NOTHING`;

/** Statement: what was kept before so long ago, and nobody has been offered since, is free for everybody; but for these shares. */
export const letGo = (keptFor: Prisma.Sql, not: number[]): Prisma.Sql => Prisma.sql`
  WITH due AS MATERIALIZED (
    SELECT share.id, share.taken, share.kept FROM share
     WHERE share.kept > 0 AND share.kept_at < now() - ${keptFor} AND share.id <> ALL (${not}::int[]) ORDER BY share.id FOR NO KEY UPDATE
  )
  UPDATE share SET taken = due.taken - due.kept, kept = 0 FROM due WHERE share.id = due.id`;

/** `changePlaces` for places that are only given up; `freed` is a query of (id, slot_id, share_id), a row a booking that is locked. */
export const givePlacesBack = (freed: Prisma.Sql): Prisma.Sql =>
  changePlaces(Prisma.sql`
    SELECT freed.id, 1 AS ord, NULL::int AS share_id, NULL::int AS slot_id, freed.share_id AS old_share_id, freed.slot_id AS old_slot_id
      FROM (${freed}) AS freed`);

/**
 * As `shareFor`, for whoever gives nothing up: also a row when the shares that would do are all full, to tell that from none. `free` says
 * whether there was a place; `permille` is for `take_first_place`. The LIMIT keeps the planner from joining before it has the day.
 */
export const shareForFirst = (claimant: Claimant): Prisma.Sql => Prisma.sql`
  SELECT one.id, one.product_code, one.permille, one.taken < ${places(Prisma.sql`one`, Prisma.sql`one.permille`)} AS free
    FROM (
      SELECT share.id, share.product_code, share.taken, share.quota, ${permille(Prisma.sql`share`)} AS permille, lot.expires_on
      ${sharesFor(claimant)} AND ${allowed(claimant)} OFFSET 0
    ) AS one
   ORDER BY free DESC, array_position(${claimant.products}, one.product_code), one.expires_on, one.id LIMIT 1`;
