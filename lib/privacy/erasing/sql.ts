import { seatGivenBack } from '@/lib/line/sql';
import { Prisma } from '@/lib/platform/database';
import { purposes } from '../agreeing/purposes';
import { agreedTo, noteConsent } from '../agreeing/sql';

// What leaves with a person crosses all features, as `ownData` does: one list, so that nothing is forgotten.

const id = (personId: string) => Prisma.sql`${personId}::uuid`;

/** What has to be settled before: the names of the reasons as columns. */
export const obstacles = (personId: string): Prisma.Sql => Prisma.sql`
  SELECT
    EXISTS (
      SELECT FROM booking JOIN slot ON slot.id = booking.slot_id
      WHERE booking.person_id = ${id(personId)} AND booking.vaccinated_at IS NULL AND slot.starts_at > now()
        AND (booking.status IN ('confirmed', 'offered') OR (booking.status = 'held' AND booking.held_until > now()))
    ) AS booked,
    EXISTS (
      SELECT FROM household JOIN round ON round.id = household.round_id
      WHERE household.head_id = ${id(personId)} AND round.closes_at > now()
        AND EXISTS (SELECT FROM household_member other WHERE other.household_id = household.id AND other.person_id <> household.head_id)
    ) AS heads,
    EXISTS (SELECT FROM staff_role WHERE staff_role.person_id = ${id(personId)}) AS staff`;

/** Statement: nobody books on the person's pass any more. What was held on it can't be confirmed from here on. */
export const leaveSeats = (personId: string): Prisma.Sql => Prisma.sql`
  WITH inside AS (
    SELECT round_id, number, pass_id FROM seat WHERE person_id = ${id(personId)} ORDER BY round_id, number FOR UPDATE
  ), freed AS (
    UPDATE seat SET ${seatGivenBack} FROM inside WHERE seat.round_id = inside.round_id AND seat.number = inside.number
  )
  UPDATE booking SET held_until = now() WHERE person_id = ${id(personId)} AND status = 'held' AND held_until > now()`;

/** CTEs: places, wishes and what was kept for the person are given back; of a household only a member leaves. */
export const leaveLines = (personId: string): Prisma.Sql => Prisma.sql`
  tickets AS (DELETE FROM ticket WHERE person_id = ${id(personId)}),
  wishes AS (DELETE FROM wish_list WHERE person_id = ${id(personId)}),
  waits AS (DELETE FROM waiting WHERE person_id = ${id(personId)}),
  answers AS (DELETE FROM when_answer WHERE person_id = ${id(personId)}),
  turns AS (DELETE FROM turn_place WHERE person_id = ${id(personId)}),
  kept AS (DELETE FROM provisional WHERE person_id = ${id(personId)}),
  left_household AS (
    DELETE FROM household_member USING household
    WHERE household.id = household_member.household_id AND household_member.person_id = ${id(personId)}
      AND household.head_id <> ${id(personId)}
  ), ended_household AS (
    DELETE FROM household WHERE head_id = ${id(personId)}
      AND NOT EXISTS (SELECT FROM household_member other WHERE other.household_id = household.id AND other.person_id <> household.head_id)
  )`;

/** A dose was given: its record says to whom, for as long as the law wants it. */
export const vaccinated = (personId: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT FROM booking given WHERE given.person_id = ${personId} AND given.vaccinated_at IS NOT NULL)`;

/** SET list of `person`: nobody can be found or recognised by what is left. The hash is one that no name has. */
export const blottedOut = (nameless: Uint8Array<ArrayBuffer>, numberless: Uint8Array<ArrayBuffer>): Prisma.Sql => Prisma.sql`
  ci_hash = NULL, match_hash = decode(replace(person.id::text, '-', ''), 'hex'), near_name = NULL, near_phone = NULL,
  name = ${nameless}, phone = ${numberless}, birth_date = '1900-01-01', region_code = NULL`;

/** CTEs: what else is kept of the person goes, and whoever is signed in as them is signed out. */
export const forgetRest = (personId: string): Prisma.Sql => Prisma.sql`
  ${Prisma.join(
    purposes.map((purpose) => {
      const given = Prisma.sql`SELECT me.id, 'web', me.id FROM (SELECT ${id(personId)} AS id) AS me WHERE ${agreedTo(Prisma.sql`me.id`, purpose)}`;
      return Prisma.sql`${Prisma.raw(`no_${purpose}`)} AS (${noteConsent(purpose, false, given)})`;
    }),
  )},
  tries AS (DELETE FROM ticket_try WHERE ${id(personId)} IN (person_id, actor_id)),
  asked AS (DELETE FROM asking WHERE ${id(personId)} IN (helper_id, beneficiary_id)),
  helping AS (UPDATE consent SET ended_at = now(), ended_by = ${id(personId)} WHERE ${id(personId)} IN (helper_id, beneficiary_id) AND ended_at IS NULL),
  codes AS (DELETE FROM sign_in_code WHERE person_id = ${id(personId)}),
  contacts AS (DELETE FROM contact WHERE person_id = ${id(personId)}),
  notices AS (DELETE FROM notice WHERE person_id = ${id(personId)}),
  cases AS (DELETE FROM agent_case WHERE person_id = ${id(personId)}),
  sessions AS (
    UPDATE session SET revoked_at = coalesce(revoked_at, now()), from_hash = NULL, network = NULL, device = ''
    WHERE person_id = ${id(personId)}
  )`;
