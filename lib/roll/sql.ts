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
  FROM roll_line WHERE roll_line.fate = 'change' AND person.id = roll_line.person_id`;

export const fates = Prisma.sql`SELECT fate, count(*)::int AS count FROM roll_line GROUP BY fate`;

/** What the file of errors says of lines that the database refused. */
export const refusedLines = Prisma.sql`
  SELECT line::text, fate FROM roll_line WHERE fate IN ('twice', 'two-records', 'unclear') ORDER BY line`;
