import { queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { outside } from '../interval/sql';

export interface Open {
  id: string;
  kind: 'recall' | 'closure' | 'pause' | 'interval';
  /** A closure of all clinics. */
  everywhere: boolean;
}

/** A programme that stands still for an unknown time: so far ahead people are told, and who is booked later when that day comes near. */
const toldAhead = Prisma.sql`interval '3 days'`;

/** Bookings that a disruption may concern, as rows of `booking` and `slot`, with the state in which each is found. */
function concerned({ id, kind, everywhere }: Open): Prisma.Sql {
  const ofPlace = (condition: Prisma.Sql, moves = Prisma.sql`disruption.move`) => Prisma.sql`
    SELECT booking.id, booking.person_id, booking.slot_id, booking.share_id, booking.clinic_id, slot.starts_at, booking.vaccinated_at,
           CASE WHEN ${moves} THEN 'found' ELSE 'told' END::displaced_state AS state
      FROM disruption ${condition}
       AND disruption.id = ${id}::uuid AND booking.status = 'confirmed' AND booking.vaccinated_at IS NULL AND slot.starts_at > now()`;
  if (kind === 'closure')
    return ofPlace(Prisma.sql`
      JOIN clinic ON ${everywhere ? Prisma.sql`true` : Prisma.sql`clinic.id = disruption.clinic_id`}
      JOIN slot ON slot.clinic_id = clinic.id JOIN booking ON booking.slot_id = slot.id
     WHERE slot.starts_at >= disruption.from_at AND (disruption.to_at IS NULL OR slot.starts_at < disruption.to_at)`);
  // One that goes on beyond its announced end is of unknown length from then on.
  if (kind === 'pause')
    return ofPlace(
      Prisma.sql`
      JOIN slot ON slot.starts_at < greatest(disruption.to_at, CASE WHEN coalesce(disruption.to_at <= now(), true) THEN now() + ${toldAhead} END)
      JOIN booking ON booking.slot_id = slot.id
     WHERE booking.campaign_id = disruption.campaign_id`,
      Prisma.sql`disruption.move AND slot.starts_at < disruption.to_at`,
    );
  // Later than that a booking is made by the new rule; what began before is through by then.
  if (kind === 'interval')
    return Prisma.sql`
    SELECT booking.id, booking.person_id, booking.slot_id, booking.share_id, booking.clinic_id, slot.starts_at, booking.vaccinated_at,
           'found'::displaced_state AS state
      FROM disruption JOIN product_rule rule ON rule.product_code = disruption.product_code AND rule.valid_from = disruption.valid_from
      JOIN booking ON disruption.id = ${id}::uuid AND booking.confirmed_at < disruption.opened_at + interval '10 minutes'
      ${outside({
        product: Prisma.sql`rule.product_code`,
        validFrom: Prisma.sql`rule.valid_from`,
        min: Prisma.sql`rule.interval_min`,
        max: Prisma.sql`rule.interval_max`,
      })}`;
  // What was given counts by its delivery; where nobody wrote that down, by the one it was booked on.
  return Prisma.sql`
    SELECT booking.id, booking.person_id, booking.slot_id, booking.share_id, booking.clinic_id, slot.starts_at, booking.vaccinated_at,
           CASE WHEN booking.vaccinated_at IS NOT NULL THEN 'vaccinated' WHEN slot.starts_at > now() THEN 'found' ELSE 'unclear' END::displaced_state AS state
      FROM (
        SELECT booking.* FROM disruption_delivery hit JOIN share ON share.delivery_id = hit.delivery_id JOIN booking ON booking.share_id = share.id
         WHERE hit.disruption_id = ${id}::uuid AND booking.given_id IS NULL
        UNION ALL
        SELECT booking.* FROM disruption_delivery hit JOIN booking ON booking.given_id = hit.delivery_id WHERE hit.disruption_id = ${id}::uuid
      ) AS booking
      JOIN slot ON slot.id = booking.slot_id JOIN disruption ON disruption.id = ${id}::uuid
     WHERE booking.status = 'confirmed' AND (
       booking.vaccinated_at IS NULL OR disruption.carrier IS NOT NULL OR disruption.from_at IS NULL OR booking.vaccinated_at >= disruption.from_at)`;
}

/**
 * Finds those who are concerned among the next so many bookings after the id `after`, each once; whoever is only to be told is told
 * by it. Answers with how many it looked at, how many of them are new, and the last id.
 */
export const findStatement = (open: Open, after: string, most: number): Prisma.Sql => Prisma.sql`
  WITH concerned AS MATERIALIZED (
    SELECT one.* FROM (${concerned(open)}) AS one WHERE one.id > ${after}::uuid ORDER BY one.id LIMIT ${most}
  ),
  made AS (
    INSERT INTO displaced (disruption_id, booking_id, state, slot_id, share_id, clinic_id, was_at, settled_at)
    SELECT ${open.id}::uuid, id, state, slot_id, share_id, clinic_id, starts_at, CASE WHEN state IN ('vaccinated', 'unclear') THEN now() END
      FROM concerned ORDER BY id
    -- Who was moved to after the announced end of a pause is told when it goes on.
    ON CONFLICT (disruption_id, booking_id) DO UPDATE
      SET state = EXCLUDED.state, slot_id = EXCLUDED.slot_id, share_id = EXCLUDED.share_id, was_at = EXCLUDED.was_at, settled_at = EXCLUDED.settled_at
      WHERE displaced.state = 'unclear' AND EXCLUDED.state = 'vaccinated' OR displaced.state = 'moved' AND EXCLUDED.state = 'told'
    RETURNING booking_id, state
  ),
  told AS (${queueNotices(Prisma.sql`
    SELECT concerned.person_id,
           CASE WHEN made.state = 'vaccinated' THEN ${template('recall-vaccinated')} WHEN disruption.kind = 'pause' THEN ${template('programme-paused')}
                ELSE ${template('clinic-paused')} END AS template,
           CASE WHEN made.state = 'vaccinated' THEN made.booking_id ELSE disruption.id END::text AS subject,
           jsonb_build_object('bookingId', made.booking_id, 'clinicId', concerned.clinic_id, 'campaignId', booking.campaign_id) AS facts
      FROM made JOIN concerned ON concerned.id = made.booking_id JOIN booking ON booking.id = made.booking_id
      JOIN disruption ON disruption.id = ${open.id}::uuid
     WHERE made.state IN ('vaccinated', 'told')`)})
  SELECT count(*)::int AS looked, (SELECT count(*) FROM made)::int AS found, (SELECT id FROM concerned ORDER BY id DESC LIMIT 1)::text AS last FROM concerned`;

/**
 * Everybody has been found: looked for again ever more seldom, since a booking that was being confirmed at that moment is not lost. Of
 * an interval, which concerns nothing that is booked later, not after an hour.
 */
export const sweptStatement = (id: string): Prisma.Sql => Prisma.sql`
  UPDATE disruption
     SET swept_at = coalesce(swept_at, now()),
         sweep_at = now() + CASE WHEN kind = 'interval' AND now() > opened_at + interval '1 hour' THEN interval '100 years'
                                 ELSE greatest(interval '2 seconds', (now() - opened_at) / 20) END
   WHERE id = ${id}::uuid`;

/**
 * After a pause, a closure or a recall that was lifted: whose place lies ahead keeps it, and whoever was told to wait is told so; whose time has passed
 * meanwhile gets another place. Answers with how many it saw to.
 */
export const resumeStatement = (most: number): Prisma.Sql => Prisma.sql`
  WITH due AS (
    SELECT displaced.disruption_id, displaced.booking_id, displaced.state, disruption.kind, booking.person_id, booking.clinic_id, booking.campaign_id,
           booking.status <> 'confirmed' OR booking.vaccinated_at IS NOT NULL OR booking.slot_id <> displaced.slot_id AS moot,
           slot.starts_at > now() + interval '1 hour' OR disruption.kind = 'recall' AS ahead
      FROM displaced JOIN disruption ON disruption.id = displaced.disruption_id AND disruption.ended_at IS NOT NULL
      JOIN booking ON booking.id = displaced.booking_id JOIN slot ON slot.id = displaced.slot_id
     WHERE displaced.state = 'told' OR displaced.state = 'found' AND (
       disruption.kind IN ('pause', 'closure') AND displaced.was_at > now() + interval '1 hour' OR disruption.kind = 'recall')
     ORDER BY displaced.booking_id LIMIT ${most} FOR UPDATE OF displaced SKIP LOCKED
  ),
  settled AS (
    UPDATE displaced
       SET state = CASE WHEN due.moot THEN 'moot' WHEN due.ahead THEN 'kept' ELSE 'found' END::displaced_state,
           settled_at = CASE WHEN due.moot OR due.ahead THEN now() END
      FROM due WHERE displaced.disruption_id = due.disruption_id AND displaced.booking_id = due.booking_id
    RETURNING displaced.booking_id, displaced.state, displaced.disruption_id
  ),
  told AS (${queueNotices(Prisma.sql`
    SELECT DISTINCT ON (due.person_id, settled.state, settled.disruption_id) due.person_id,
           CASE WHEN settled.state = 'found' THEN ${template('rebooking')} WHEN due.kind = 'pause' THEN ${template('programme-resumed')}
                ELSE ${template('clinic-resumed')} END AS template,
           settled.disruption_id::text AS subject,
           jsonb_build_object('bookingId', due.booking_id, 'clinicId', due.clinic_id, 'campaignId', due.campaign_id) AS facts
      FROM settled JOIN due ON due.booking_id = settled.booking_id AND due.disruption_id = settled.disruption_id
     WHERE due.state = 'told' AND settled.state <> 'moot'
     ORDER BY due.person_id, settled.state, settled.disruption_id, due.booking_id`)})
  SELECT count(*)::int AS seen FROM due`;
