import { headOf } from '@/lib/household/sql';
import { frontAt, heldSince } from '@/lib/line/sql';
import { Prisma } from '@/lib/platform/database';

// The statements of one part of an import, in their order within one transaction. What they work on is a temporary table, so
// that millions of lines leave nothing behind.

export const lineTable = Prisma.sql`
  CREATE TEMP TABLE roll_line (
    line bigint, ci_hash bytea, match_hash bytea, near_name bytea, near_phone bytea, birth_date date, name bytea, phone bytea,
    region_code text, person_id uuid, fate text
  ) ON COMMIT DELETE ROWS`;

/** Could be the same person: two known CIs that differ are two people. */
const compatible = Prisma.sql`(person.ci_hash IS NULL OR roll_line.ci_hash IS NULL)`;

/**
 * Whom each line means: the record with its CI, else with its name, birth date and telephone. `twice` when another line has
 * meant them; `two-records` when CI and name lead to different records, which only an office can join.
 */
export const meetKnown = Prisma.sql`
  UPDATE roll_line SET person_id = met.person_id, fate = met.fate
  FROM (
    SELECT found.line, found.person_id,
      CASE
        WHEN nth_match > 1 OR nth_ci > 1 OR EXISTS (SELECT FROM roll_seen WHERE roll_seen.person_id IN (found.person_id, found.match_id))
          THEN 'twice'
        WHEN found.person_id <> found.match_id THEN 'two-records'
        WHEN found.person_id IS NULL THEN NULL
        WHEN row_number() OVER (PARTITION BY found.person_id ORDER BY found.line) > 1 THEN 'twice'
        WHEN found.same THEN 'same'
        ELSE 'change'
      END AS fate
    FROM (
      SELECT roll_line.line, coalesce(by_ci.id, by_match.id) AS person_id, by_match.id AS match_id,
        row_number() OVER (PARTITION BY roll_line.match_hash ORDER BY roll_line.line) AS nth_match,
        CASE WHEN roll_line.ci_hash IS NOT NULL THEN row_number() OVER (PARTITION BY roll_line.ci_hash ORDER BY roll_line.line) END AS nth_ci,
        by_match.on_roll AND by_match.region_code = roll_line.region_code AND by_match.near_name = roll_line.near_name
          AND (roll_line.ci_hash IS NULL OR by_ci.id IS NOT NULL) AS same
      FROM roll_line
      LEFT JOIN LATERAL (SELECT id FROM person WHERE person.ci_hash = roll_line.ci_hash LIMIT 1) by_ci ON true
      LEFT JOIN LATERAL (
        SELECT id, on_roll, region_code, near_name FROM person
        WHERE person.match_hash = roll_line.match_hash AND NOT person.hearsay AND (${compatible} OR person.ci_hash = roll_line.ci_hash)
        ORDER BY person.on_roll DESC, person.created_at, person.id LIMIT 1
      ) by_match ON true
    ) found
  ) met
  WHERE met.line = roll_line.line`;

export const noteSeen = Prisma.sql`
  INSERT INTO roll_seen (person_id) SELECT person_id FROM roll_line WHERE fate IN ('same', 'change') ON CONFLICT DO NOTHING`;

const unseen = Prisma.sql`NOT EXISTS (SELECT FROM roll_seen WHERE roll_seen.person_id = person.id)`;

/**
 * A line that means nobody adds somebody, unless a person of that name and birth date stands on the roll whom no line has
 * meant yet: they may have a new number. Of a whole roll the end of the file tells (`later`); of a part nothing does (`unclear`).
 */
export const judgeUnknown = (whole: boolean): Prisma.Sql => Prisma.sql`
  UPDATE roll_line SET fate = CASE WHEN NOT EXISTS (
    SELECT FROM person
    WHERE person.near_name = roll_line.near_name AND person.on_roll AND ${compatible} AND ${unseen}
      AND (${whole} OR person.region_code = roll_line.region_code)
  ) THEN 'add' WHEN ${whole} THEN 'later' ELSE 'unclear' END
  WHERE fate IS NULL`;

const columns = Prisma.sql`line, ci_hash, match_hash, near_name, near_phone, birth_date, name, phone, region_code`;

export const keepForLater = Prisma.sql`
  INSERT INTO roll_pending (${columns}) SELECT ${columns} FROM roll_line WHERE fate = 'later' ON CONFLICT DO NOTHING`;

/** At the end of a whole roll: the lines kept for later come back ... */
export const bringBack = Prisma.sql`INSERT INTO roll_line (${columns}) SELECT ${columns} FROM roll_pending`;

/** ... and where one line and one record of a name and birth date are left over, they are one person with another number. */
export const judgeLater = Prisma.sql`
  WITH likely AS (
    SELECT roll_line.line, roll_line.near_name, person.id AS person_id
    FROM roll_line LEFT JOIN person ON person.near_name = roll_line.near_name AND person.on_roll AND ${compatible} AND ${unseen}
  ), named AS (
    SELECT near_name, count(DISTINCT line) AS lines, count(DISTINCT person_id) AS records FROM likely GROUP BY near_name
  ), numbered AS (
    SELECT line, row_number() OVER (PARTITION BY match_hash ORDER BY line) AS nth_match,
      CASE WHEN ci_hash IS NOT NULL THEN row_number() OVER (PARTITION BY ci_hash ORDER BY line) END AS nth_ci
    FROM roll_line
  )
  UPDATE roll_line SET
    person_id = CASE WHEN named.lines = 1 AND named.records = 1 THEN likely.person_id END,
    fate = CASE WHEN numbered.nth_match > 1 OR numbered.nth_ci > 1 THEN 'twice' WHEN named.records = 0 THEN 'add'
      WHEN named.lines = 1 AND named.records = 1 THEN 'change' ELSE 'unclear' END
  FROM named, numbered, likely
  WHERE named.near_name = roll_line.near_name AND numbered.line = roll_line.line AND likely.line = roll_line.line`;

/** Who comes onto the roll now is of now: after a draw the place is a late one. */
export const addPeople = Prisma.sql`
  WITH added AS (
    INSERT INTO person (id, ci_hash, match_hash, near_name, near_phone, birth_date, name, phone, region_code, on_roll)
    SELECT uuidv7(), ci_hash, match_hash, near_name, near_phone, birth_date, name, phone, region_code, true
    FROM roll_line WHERE fate = 'add' ORDER BY line
    RETURNING id
  )
  INSERT INTO roll_seen (person_id) SELECT id FROM added`;

export const changePeople = Prisma.sql`
  UPDATE person SET
    ci_hash = coalesce(person.ci_hash, roll_line.ci_hash), match_hash = roll_line.match_hash, near_name = roll_line.near_name,
    near_phone = roll_line.near_phone, birth_date = roll_line.birth_date, name = roll_line.name, phone = roll_line.phone,
    region_code = roll_line.region_code, on_roll = true, created_at = CASE WHEN person.on_roll THEN person.created_at ELSE now() END
  FROM roll_line WHERE roll_line.fate = 'change' AND person.id = roll_line.person_id AND person.erased_at IS NULL`;

export const fates = Prisma.sql`SELECT fate, count(*)::int AS count FROM roll_line GROUP BY fate`;

/** What the file of errors says of lines that the database refused. */
export const refusedLines = Prisma.sql`
  SELECT line::text, fate FROM roll_line WHERE fate IN ('twice', 'two-records', 'unclear') ORDER BY line`;

/**
 * Of two records one is left: the roll's, with what the person signed in with. The other keeps nothing by which anybody could
 * be found. One row when it was so: the one waits, the other is on the roll, and nobody has signed in for it.
 */
export const joinRecords = (
  personId: string,
  recordId: string,
  nameless: Uint8Array<ArrayBuffer>,
  numberless: Uint8Array<ArrayBuffer>,
) => Prisma.sql`
  WITH pair AS (
    SELECT waiting.id AS person_id, record.id AS record_id, waiting.ci_hash, waiting.phone, waiting.near_phone
    FROM person AS waiting
    JOIN provisional ON provisional.person_id = waiting.id AND provisional.settled_at IS NULL
    JOIN person AS record ON record.id = ${recordId}::uuid
    WHERE waiting.id = ${personId}::uuid AND NOT waiting.on_roll AND NOT waiting.hearsay AND waiting.ci_hash IS NOT NULL
      AND record.on_roll AND record.ci_hash IS NULL AND record.erased_at IS NULL AND record.birth_date = waiting.birth_date
    FOR UPDATE OF waiting, record
  ), emptied AS (
    UPDATE person SET ci_hash = NULL, near_name = NULL, near_phone = NULL, name = ${nameless}, phone = ${numberless}, erased_at = now(),
      match_hash = decode(replace(person.id::text, '-', ''), 'hex')
    FROM pair WHERE person.id = pair.person_id
    RETURNING pair.*
  ), joined AS (
    -- The number is the one that they have just shown; by the roll's own name and number its next import finds them.
    UPDATE person SET ci_hash = emptied.ci_hash, phone = emptied.phone, near_phone = emptied.near_phone
    FROM emptied WHERE person.id = emptied.record_id
    RETURNING person.id
  ), sessions AS (
    UPDATE session SET person_id = pair.record_id FROM pair WHERE session.person_id = pair.person_id
  ), helping AS (
    UPDATE consent SET helper_id = pair.record_id FROM pair
    WHERE consent.helper_id = pair.person_id AND consent.beneficiary_id <> pair.record_id
  ), helped AS (
    UPDATE consent SET beneficiary_id = pair.record_id FROM pair
    WHERE consent.beneficiary_id = pair.person_id AND consent.helper_id <> pair.record_id
  ), agreed AS (
    UPDATE privacy_consent SET person_id = pair.record_id FROM pair WHERE privacy_consent.person_id = pair.person_id
  )
  SELECT id FROM joined`;

/** Of the three who settle it one does: the row is held until it is done. */
export const whoWaits = (personId: string) => Prisma.sql`
  SELECT person_id FROM provisional WHERE person_id = ${personId}::uuid AND settled_at IS NULL FOR NO KEY UPDATE`;

export const addToRoll = (personId: string, region: string) => Prisma.sql`
  UPDATE person SET on_roll = true, created_at = now(), region_code = region.code
  FROM provisional, region
  WHERE person.id = ${personId}::uuid AND NOT person.on_roll AND NOT person.hearsay AND person.ci_hash IS NOT NULL
    AND provisional.person_id = person.id AND provisional.settled_at IS NULL
    AND region.code = ${region} AND region.parent_code IS NOT NULL
  RETURNING person.id`;

interface RollRecord {
  matchHash: Uint8Array<ArrayBuffer>;
  nearName: Uint8Array<ArrayBuffer>;
  nearPhone: Uint8Array<ArrayBuffer>;
  birthDate: string;
  name: Uint8Array<ArrayBuffer>;
  phone: Uint8Array<ArrayBuffer>;
  region: string;
}

/** Who stands on the roll under a name like this, born on that day. */
export const namesakes = (nearName: Uint8Array<ArrayBuffer>) => Prisma.sql`
  SELECT id FROM person WHERE near_name = ${nearName} AND on_roll AND erased_at IS NULL LIMIT 1`;

export const newOnRoll = (row: RollRecord) => Prisma.sql`
  INSERT INTO person (id, match_hash, near_name, near_phone, birth_date, name, phone, region_code, on_roll)
  SELECT uuidv7(), ${row.matchHash}, ${row.nearName}, ${row.nearPhone}, ${row.birthDate}::date, ${row.name}, ${row.phone}, code, true
  FROM region WHERE code = ${row.region} AND parent_code IS NOT NULL
    AND NOT EXISTS (SELECT FROM person WHERE match_hash = ${row.matchHash} AND NOT hearsay)
  RETURNING id`;

export const settleAs = (
  outcome: 'joined' | 'added' | 'refused',
  { personId, recordId, by, reason }: { personId: string; recordId: string | null; by: string; reason: string },
) => Prisma.sql`
  UPDATE provisional SET settled_at = now(), settled_by = ${by}::uuid, outcome = ${outcome}, record_id = ${recordId}::uuid, reason = ${reason}
  WHERE person_id = ${personId}::uuid`;

interface KeptPlace {
  roundId: string;
  personId: string;
  askedAt: Date;
  place: number | null;
  lateOrder: number | null;
  lateOnly: boolean;
}

/**
 * The ticket of a place that was kept. Whose call has lapsed meanwhile, or who came onto the roll after the draw, has the late
 * place of when they asked; where the late front has passed that already they are called now: the office's time costs nothing.
 */
export const keptTicket = (kept: KeptPlace) => Prisma.sql`
  INSERT INTO ticket (round_id, person_id, issued_at, late_position)
  SELECT round.id, ${kept.personId}::uuid, ${kept.askedAt}, CASE
    WHEN opens_at <= now() AND (${kept.lateOnly} OR line_order = 'arrival'
      OR ${kept.place}::float8 < ${frontAt(Prisma.sql`round.id`, 'drawn', heldSince)})
    THEN greatest(
      floor(extract(epoch FROM greatest(${kept.askedAt}::timestamptz, opens_at)) / 10) + ${kept.lateOrder}::float8,
      ${frontAt(Prisma.sql`round.id`, 'late', Prisma.sql`now()`)}
    ) END
  FROM round WHERE round.id = ${kept.roundId} AND now() < round.closes_at
    AND ${headOf(kept.roundId, kept.personId)} = ${kept.personId}::uuid
  ON CONFLICT DO NOTHING`;
