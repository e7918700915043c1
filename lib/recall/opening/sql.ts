import { z } from 'zod';
import type { OperatorProof } from '@/lib/identity/proof';
import { queueClinicNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';
import { nobody, recordAccess } from '@/lib/record/sql';
import { withinHours } from '@/lib/supply/days/sql';
import { seoulDay } from '@/lib/supply/sql';
import type { Closure, Pause, Recall, Vaccine } from '../schema';

/** The operator's id; null at the console of a server, which has none. */
export const idOf = ({ personId }: OperatorProof): Prisma.Sql => Prisma.sql`${z.uuid().safeParse(personId).data ?? null}::uuid`;

/** Condition: the `delivery` and its `shipment`, rows in scope, are meant. */
export const isMeant = ({ lot, shipment, carrier, clinic, fromAt, toAt }: Vaccine): Prisma.Sql => Prisma.sql`
  (${lot}::text IS NULL OR delivery.lot_number = ${lot}) AND (${shipment}::text IS NULL OR delivery.shipment_id = ${shipment})
  AND (${carrier}::text IS NULL OR shipment.carrier = ${carrier}) AND (${clinic}::text IS NULL OR delivery.clinic_id = ${clinic})
  AND CASE WHEN ${carrier}::text IS NULL THEN ${toAt}::timestamptz IS NULL OR delivery.arrives_at < ${toAt}
           ELSE (${fromAt}::timestamptz IS NULL OR shipment.left_at >= ${fromAt}) AND (${toAt}::timestamptz IS NULL OR shipment.left_at < ${toAt}) END`;

const recorded = (by: OperatorProof, action: string, id: string, reason: string, when: Prisma.Sql): Prisma.Sql =>
  recordAccess({ role: 'operator', ...by }, { action, objectKind: 'disruption', objectId: id, reason }, nobody, when);

/** Opens the recall and quarantines what it means, or does nothing where all of that is recalled already. Nothing of it is booked from here on. */
export const recallStatement = (by: OperatorProof, recall: Recall): Prisma.Sql => Prisma.sql`
  WITH hit AS MATERIALIZED (
    SELECT delivery.id, delivery.clinic_id FROM delivery JOIN shipment ON shipment.id = delivery.shipment_id
     WHERE ${isMeant(recall)} ORDER BY delivery.id FOR NO KEY UPDATE OF delivery
  ),
  opened AS (
    INSERT INTO disruption (id, kind, move, clinic_id, lot_number, shipment_id, carrier, from_at, to_at, reason_ko, reason_en, opened_by)
    SELECT ${recall.id}::uuid, 'recall', true, ${recall.clinic}, ${recall.lot}, ${recall.shipment}, ${recall.carrier}, ${recall.fromAt},
           ${recall.toAt}, ${recall.reasonKo}, ${recall.reasonEn}, ${idOf(by)}
     WHERE EXISTS (SELECT FROM hit WHERE NOT EXISTS (SELECT FROM disruption_delivery known
       JOIN disruption ON disruption.id = known.disruption_id AND disruption.ended_at IS NULL WHERE known.delivery_id = hit.id))
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  ),
  quarantined AS (
    UPDATE delivery SET quarantined_at = coalesce(delivery.quarantined_at, now()), open_recalls = delivery.open_recalls + 1
      FROM hit, opened WHERE delivery.id = hit.id
  ),
  listed AS (INSERT INTO disruption_delivery (disruption_id, delivery_id) SELECT opened.id, hit.id FROM opened, hit),
  told AS (${queueClinicNotices(Prisma.sql`
    SELECT DISTINCT hit.clinic_id, ${template('clinic-recall')} AS template, opened.id::text AS subject,
           jsonb_build_object('clinicId', hit.clinic_id) AS facts FROM opened, hit`)}),
  noted AS (${recorded(by, 'recall.opened', recall.id, recall.reasonKo, Prisma.sql`EXISTS (SELECT FROM opened)`)})
  SELECT (SELECT count(*) FROM hit)::int AS deliveries, EXISTS (SELECT FROM opened) OR EXISTS (
    SELECT FROM disruption WHERE id = ${recall.id}::uuid) AS opened`;

/** The programme stands still, and who is concerned will be found; unless it does already. */
export const pauseStatement = (by: OperatorProof, pause: Pause): Prisma.Sql => Prisma.sql`
  WITH halted AS (
    UPDATE campaign SET paused_at = now() WHERE id = ${pause.campaign} AND paused_at IS NULL RETURNING id
  ),
  opened AS (
    INSERT INTO disruption (id, kind, move, campaign_id, to_at, reason_ko, reason_en, opened_by)
    SELECT ${pause.id}::uuid, 'pause', ${pause.move}, halted.id, ${pause.toAt}, ${pause.reasonKo}, ${pause.reasonEn}, ${idOf(by)} FROM halted
    RETURNING id
  ),
  noted AS (${recorded(by, 'programme.paused', pause.id, pause.reasonKo, Prisma.sql`EXISTS (SELECT FROM opened)`)})
  SELECT EXISTS (SELECT FROM opened) AS opened`;

const inClosure = (slot: Prisma.Sql, closure: Prisma.Sql): Prisma.Sql => Prisma.sql`
  ${slot}.clinic_id = ${closure}.clinic_id AND ${slot}.starts_at >= ${closure}.from_at AND ${slot}.starts_at < ${closure}.to_at`;

/** A clinic is shut: its half hours of that time, or all of it for an unknown time. */
export const closureStatement = (by: OperatorProof, closure: Closure): Prisma.Sql => Prisma.sql`
  WITH shut AS (
    UPDATE clinic SET paused_at = CASE WHEN ${closure.toAt}::timestamptz IS NULL THEN now() ELSE paused_at END
     WHERE id = ${closure.clinic} AND (paused_at IS NULL OR ${closure.toAt}::timestamptz IS NOT NULL)
    RETURNING id
  ),
  opened AS (
    INSERT INTO disruption (id, kind, move, clinic_id, from_at, to_at, reason_ko, reason_en, opened_by)
    SELECT ${closure.id}::uuid, 'closure', ${closure.move}, shut.id, coalesce(${closure.fromAt}::timestamptz, now()), ${closure.toAt},
           ${closure.reasonKo}, ${closure.reasonEn}, ${idOf(by)} FROM shut
    ON CONFLICT (id) DO NOTHING
    RETURNING id, clinic_id, from_at, to_at
  ),
  stretch AS (
    INSERT INTO closure (clinic_id, starts_at, ends_at) SELECT clinic_id, from_at, to_at FROM opened WHERE to_at IS NOT NULL
    ON CONFLICT (clinic_id, starts_at) DO UPDATE SET ends_at = greatest(closure.ends_at, EXCLUDED.ends_at)
  ),
  half_hour AS MATERIALIZED (
    SELECT slot.id FROM slot JOIN opened ON ${inClosure(Prisma.sql`slot`, Prisma.sql`opened`)} WHERE slot.closed_at IS NULL
     ORDER BY slot.id FOR NO KEY UPDATE OF slot
  ),
  closed AS (UPDATE slot SET closed_at = now() FROM half_hour WHERE slot.id = half_hour.id),
  noted AS (${recorded(by, 'clinic.closed', closure.id, closure.reasonKo, Prisma.sql`EXISTS (SELECT FROM opened)`)})
  SELECT EXISTS (SELECT FROM opened) AS opened`;

/**
 * A pause or a closure is over; whoever was told to wait will be told again. Half hours that another closure covers stay closed, also one
 * that began in the same second, of which the table has the later end alone. A closure without a clinic is a holiday, which is none any more.
 */
export const endStatement = (by: OperatorProof, id: string): Prisma.Sql => Prisma.sql`
  WITH ended AS (
    UPDATE disruption SET ended_at = now(), ended_by = ${idOf(by)} WHERE id = ${id}::uuid AND kind IN ('pause', 'closure') AND ended_at IS NULL
    RETURNING id, kind, campaign_id, clinic_id, from_at, to_at
  ),
  going AS (UPDATE campaign SET paused_at = NULL FROM ended WHERE ended.kind = 'pause' AND campaign.id = ended.campaign_id),
  opened AS (
    UPDATE clinic SET paused_at = NULL FROM ended WHERE ended.kind = 'closure' AND ended.to_at IS NULL AND clinic.id = ended.clinic_id
  ),
  still AS (
    SELECT other.clinic_id, other.from_at, other.to_at FROM ended JOIN disruption other
      ON coalesce(other.clinic_id = ended.clinic_id, true) AND other.kind = 'closure' AND other.ended_at IS NULL AND other.to_at IS NOT NULL AND other.id <> ended.id
  ),
  covered AS (
    SELECT closure.clinic_id, closure.starts_at, (
             SELECT max(still.to_at) FROM still WHERE still.clinic_id = closure.clinic_id AND still.from_at::timestamptz(0) = closure.starts_at) AS until
      FROM closure JOIN ended ON ended.kind = 'closure' AND closure.clinic_id = ended.clinic_id AND closure.starts_at = ended.from_at::timestamptz(0)
       AND closure.ends_at <= ended.to_at::timestamptz(0)
  ),
  shorter AS (
    UPDATE closure SET ends_at = covered.until FROM covered
     WHERE closure.clinic_id = covered.clinic_id AND closure.starts_at = covered.starts_at AND covered.until IS NOT NULL
  ),
  stretch AS (
    DELETE FROM closure USING covered
     WHERE closure.clinic_id = covered.clinic_id AND closure.starts_at = covered.starts_at AND covered.until IS NULL
  ),
  half_hour AS MATERIALIZED (
    SELECT slot.id FROM ended JOIN clinic ON ended.kind = 'closure' AND clinic.id = coalesce(ended.clinic_id, clinic.id)
      JOIN slot ON slot.clinic_id = clinic.id AND slot.starts_at >= ended.from_at AND slot.starts_at < ended.to_at
     WHERE slot.closed_at IS NOT NULL AND slot.starts_at > now() AND (clinic.hours = '{}' OR ${withinHours}) AND NOT EXISTS (
       SELECT FROM closure other WHERE other.clinic_id = slot.clinic_id AND slot.starts_at >= other.starts_at AND slot.starts_at < other.ends_at
          AND (other.clinic_id, other.starts_at) NOT IN (SELECT clinic_id, starts_at FROM covered))
       AND NOT EXISTS (SELECT FROM still WHERE coalesce(still.clinic_id = slot.clinic_id, true) AND slot.starts_at >= still.from_at AND slot.starts_at < still.to_at)
       AND NOT EXISTS (SELECT FROM holiday WHERE holiday.day = ${seoulDay(Prisma.sql`slot.starts_at`)}
         AND (ended.clinic_id IS NOT NULL OR holiday.day <> ${seoulDay(Prisma.sql`ended.from_at`)}))
     ORDER BY slot.id FOR NO KEY UPDATE OF slot
  ),
  workday AS (DELETE FROM holiday USING ended WHERE ended.kind = 'closure' AND ended.clinic_id IS NULL AND holiday.day = ${seoulDay(Prisma.sql`ended.from_at`)}),
  reopened AS (UPDATE slot SET closed_at = NULL FROM half_hour WHERE slot.id = half_hour.id),
  noted AS (${recorded(by, 'disruption.ended', id, '', Prisma.sql`EXISTS (SELECT FROM ended)`)})
  SELECT EXISTS (SELECT FROM ended) AS ended`;
