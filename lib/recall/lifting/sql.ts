import type { OperatorProof } from '@/lib/identity/proof';
import { queueClinicNotices, queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { nobody, recordAccess } from '@/lib/record/sql';
import { idOf } from '../opening/sql';
import type { Lifting } from '../schema';

/**
 * Statement: a recall was a false alarm. Its vaccine can be booked and given again, but what another recall means, too: that is counted on the
 * delivery's own row, since of two that change it at once neither sees what the other has written elsewhere. Whoever waits for a place is
 * looked at once more at once, before all others.
 */
export const liftStatement = (by: OperatorProof, { id, reasonKo, reasonEn }: Lifting): Prisma.Sql => Prisma.sql`
  WITH lifted AS (
    UPDATE disruption SET ended_at = now(), ended_by = ${idOf(by)}, lift_ko = ${reasonKo}, lift_en = ${reasonEn}
     WHERE id = ${id}::uuid AND kind = 'recall' AND ended_at IS NULL
    RETURNING id
  ),
  hit AS MATERIALIZED (
    SELECT delivery.id FROM lifted JOIN disruption_delivery listed ON listed.disruption_id = lifted.id JOIN delivery ON delivery.id = listed.delivery_id
     ORDER BY delivery.id FOR NO KEY UPDATE OF delivery
  ),
  released AS (
    UPDATE delivery
       SET open_recalls = delivery.open_recalls - 1, quarantined_at = CASE WHEN delivery.open_recalls > 1 THEN delivery.quarantined_at END
      FROM hit WHERE delivery.id = hit.id
    RETURNING delivery.clinic_id, delivery.quarantined_at
  ),
  sooner AS (UPDATE displaced SET next_at = now(), tries = 0 FROM lifted WHERE displaced.disruption_id = lifted.id AND displaced.state = 'waiting'),
  told AS (${queueClinicNotices(Prisma.sql`
    SELECT DISTINCT released.clinic_id, ${template('clinic-recall-lifted')} AS template, lifted.id::text AS subject,
           jsonb_build_object('clinicId', released.clinic_id) AS facts FROM released, lifted WHERE released.quarantined_at IS NULL`)}),
  noted AS (${recordAccess(
    { role: 'operator', ...by },
    { action: 'recall.lifted', objectKind: 'disruption', objectId: id, reason: reasonKo },
    nobody,
    Prisma.sql`EXISTS (SELECT FROM lifted)`,
  )})
  SELECT EXISTS (SELECT FROM lifted) AS lifted, (SELECT count(*) FROM released WHERE quarantined_at IS NULL)::int AS deliveries`;

/**
 * Statement: after a recall was lifted, whoever was told of it is told so, once: who was vaccinated, unless another recall concerns them, and who
 * has no place, after the search that follows the lifting. Answers with how many it saw to.
 */
export const retellStatement = (most: number): Prisma.Sql => Prisma.sql`
  WITH due AS (
    SELECT displaced.disruption_id, displaced.booking_id, displaced.state, booking.person_id, booking.clinic_id,
           EXISTS (SELECT FROM displaced other JOIN disruption still ON still.id = other.disruption_id AND still.ended_at IS NULL
             WHERE other.booking_id = displaced.booking_id AND other.state = 'vaccinated') AS again
      FROM displaced JOIN disruption ON disruption.id = displaced.disruption_id AND disruption.kind = 'recall' AND disruption.ended_at IS NOT NULL
      JOIN booking ON booking.id = displaced.booking_id
     WHERE displaced.state IN ('vaccinated', 'unclear') OR displaced.state = 'waiting' AND displaced.tries > 0 AND displaced.retold_at IS NULL
     ORDER BY displaced.booking_id LIMIT ${most} FOR UPDATE OF displaced SKIP LOCKED
  ),
  settled AS (
    UPDATE displaced
       SET state = CASE due.state WHEN 'vaccinated' THEN 'cleared' WHEN 'unclear' THEN 'moot' ELSE 'waiting' END::displaced_state,
           retold_at = now(), settled_at = CASE WHEN due.state <> 'waiting' THEN coalesce(displaced.settled_at, now()) END
      FROM due WHERE displaced.disruption_id = due.disruption_id AND displaced.booking_id = due.booking_id
  ),
  told AS (${queueNotices(Prisma.sql`
    SELECT due.person_id, CASE due.state WHEN 'waiting' THEN ${template('recall-lifted-open')} ELSE ${template('recall-lifted')} END AS template,
           due.disruption_id || '/' || due.booking_id AS subject, jsonb_build_object('bookingId', due.booking_id, 'clinicId', due.clinic_id) AS facts
      FROM due WHERE due.state <> 'unclear' AND NOT due.again`)})
  SELECT count(*)::int AS seen FROM due`;
