import { Prisma } from '@/lib/platform/database';
import { leaveLines } from '@/lib/privacy/erasing/sql';

type Bytes = Uint8Array<ArrayBuffer>;
const id = (personId: string) => Prisma.sql`${personId}::uuid`;

/** Held until all is done, weaker than what their tickets and bookings refer to: lock order is seat, booking, person. */
export const twins = (one: string, other: string) => Prisma.sql`
  SELECT person.id, person.ci_hash IS NOT NULL AS "signedIn", person.created_at AS "createdAt",
    (SELECT min(issued_at) FROM ticket WHERE ticket.person_id = person.id) AS "claimedAt",
    EXISTS (SELECT FROM booking WHERE booking.person_id = person.id AND booking.status = 'confirmed') AS booked,
    EXISTS (
      SELECT FROM household JOIN round ON round.id = household.round_id
      WHERE household.head_id = person.id AND round.closes_at > now()
        AND EXISTS (SELECT FROM household_member other WHERE other.household_id = household.id AND other.person_id <> household.head_id)
    ) AS heads
  FROM person
  WHERE person.id IN (${id(one)}, ${id(other)}) AND person.on_roll AND person.erased_at IS NULL
    AND person.birth_date = (SELECT birth_date FROM person AS named WHERE named.id = ${id(one)})
  ORDER BY person.id FOR NO KEY UPDATE OF person`;

/** An offer of the waiting list lapses, as what was held does. */
export const leaveOffers = (gone: string) => Prisma.sql`
  UPDATE booking SET held_until = now() WHERE person_id = ${id(gone)} AND status = 'offered' AND held_until > now()`;

/** Both have the same dose of a campaign: nobody but the person can say which is to go. */
export const bothBooked = (left: string, gone: string) => Prisma.sql`
  SELECT one.id FROM booking one JOIN booking other
    ON other.campaign_id = one.campaign_id AND other.dose = one.dose AND other.person_id = ${id(left)} AND other.status IN ('held', 'confirmed')
  WHERE one.person_id = ${id(gone)} AND one.status = 'confirmed' LIMIT 1`;

/** Places, wishes and what waits of the one who goes are ended. */
export const endLines = (gone: string) => Prisma.sql`
  WITH ${leaveLines(gone)},
  tries AS (DELETE FROM ticket_try WHERE ${id(gone)} IN (person_id, actor_id)),
  asked AS (DELETE FROM asking WHERE ${id(gone)} IN (helper_id, beneficiary_id))
  DELETE FROM sign_in_code WHERE person_id = ${id(gone)}`;

/** Who has agreed with both has agreed once. */
export const endSecondConsents = (left: string, gone: string, by: string) => Prisma.sql`
  UPDATE consent SET ended_at = now(), ended_by = ${id(by)}
  WHERE ended_at IS NULL AND (
    beneficiary_id = ${id(gone)} AND (helper_id = ${id(left)} OR EXISTS (
      SELECT FROM consent own WHERE own.beneficiary_id = ${id(left)} AND own.helper_id = consent.helper_id AND own.ended_at IS NULL))
    OR helper_id = ${id(gone)} AND (beneficiary_id = ${id(left)} OR EXISTS (
      SELECT FROM consent own WHERE own.helper_id = ${id(left)} AND own.beneficiary_id = consent.beneficiary_id AND own.ended_at IS NULL)))`;

/** What was said and done stays with the person. Not what was held: it lapses. */
export const bringOver = (left: string, gone: string) => Prisma.sql`
  WITH helped AS (
    UPDATE consent SET beneficiary_id = ${id(left)}, lead = lead AND NOT EXISTS (
      SELECT FROM consent own WHERE own.beneficiary_id = ${id(left)} AND own.lead AND own.ended_at IS NULL)
    WHERE beneficiary_id = ${id(gone)} AND helper_id <> ${id(left)}
  ), helping AS (
    -- After the other's numbered places: whom one helps already stays, also beyond the limit.
    UPDATE consent SET helper_id = ${id(left)}, place = place + coalesce((
      SELECT max(own.place) FROM consent own WHERE own.helper_id = ${id(left)} AND own.ended_at IS NULL), 0)
    WHERE helper_id = ${id(gone)} AND beneficiary_id <> ${id(left)}
  ), bookings AS (
    UPDATE booking SET
      person_id = CASE WHEN person_id = ${id(gone)} AND status NOT IN ('held', 'offered') THEN ${id(left)} ELSE person_id END,
      actor_id = CASE WHEN actor_id = ${id(gone)} THEN ${id(left)} ELSE actor_id END
    WHERE ${id(gone)} IN (person_id, actor_id)
  ), told AS (
    UPDATE notice SET person_id = ${id(left)} WHERE person_id = ${id(gone)} AND NOT EXISTS (
      SELECT FROM notice own WHERE own.person_id = ${id(left)} AND own.template = notice.template AND own.subject = notice.subject AND own.by_mail = notice.by_mail)
  ), sessions AS (
    UPDATE session SET person_id = ${id(left)} WHERE person_id = ${id(gone)}
  ), cases AS (
    UPDATE agent_case SET person_id = ${id(left)}, closed_at = coalesce(closed_at, now()) WHERE person_id = ${id(gone)} AND agent_id <> ${id(left)}
  ), working AS (
    UPDATE staff_role SET person_id = ${id(left)} WHERE person_id = ${id(gone)} AND NOT EXISTS (
      SELECT FROM staff_role own WHERE own.person_id = ${id(left)} AND own.role = staff_role.role AND own.clinic_id IS NOT DISTINCT FROM staff_role.clinic_id)
  ), contacts AS (
    UPDATE contact SET person_id = ${id(left)} WHERE person_id = ${id(gone)} AND NOT EXISTS (SELECT FROM contact own WHERE own.person_id = ${id(left)})
  )
  UPDATE privacy_consent SET person_id = ${id(left)} WHERE person_id = ${id(gone)}`;

/** The one who is left is found by the name and number that hold today; the other by nothing. */
export const oneIsLeft = (left: string, gone: string, current: string, nameless: Bytes, numberless: Bytes) => Prisma.sql`
  WITH known AS (
    SELECT today.name, today.phone, today.match_hash, today.near_name, today.near_phone, today.region_code,
      (SELECT ci_hash FROM person WHERE id IN (${id(left)}, ${id(gone)}) AND ci_hash IS NOT NULL) AS ci_hash
    FROM person AS today WHERE today.id = ${id(current)}
  ), emptied AS (
    UPDATE person SET on_roll = false, ci_hash = NULL, near_name = NULL, near_phone = NULL, name = ${nameless}, phone = ${numberless},
      region_code = NULL, erased_at = now(), match_hash = decode(replace(person.id::text, '-', ''), 'hex')
    FROM known WHERE person.id = ${id(gone)} RETURNING known.*
  )
  UPDATE person SET name = emptied.name, phone = emptied.phone, match_hash = emptied.match_hash, near_name = emptied.near_name,
    near_phone = emptied.near_phone, region_code = emptied.region_code, ci_hash = emptied.ci_hash
  FROM emptied WHERE person.id = ${id(left)}`;
