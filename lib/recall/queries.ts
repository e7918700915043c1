import type { ClinicProof, OperatorProof } from '@/lib/identity/proof';
import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { recordAccess } from '@/lib/record/sql';
import { isMeant } from './opening/sql';
import type { Vaccine } from './schema';

export interface Size {
  deliveries: number;
  clinics: number;
  doses: number;
  booked: number;
  vaccinated: number;
}

/** What a recall of this vaccine would concern: nothing is changed. */
export async function recallSize(_operator: OperatorProof, vaccine: Vaccine): Promise<Size> {
  const since = vaccine.carrier ? null : vaccine.fromAt;
  const [row] = await database().$queryRaw<Size[]>`
    WITH hit AS MATERIALIZED (
      SELECT delivery.id, delivery.clinic_id, delivery.doses FROM delivery JOIN shipment ON shipment.id = delivery.shipment_id WHERE ${isMeant(vaccine)}
    )
    SELECT count(*)::int AS deliveries, count(DISTINCT clinic_id)::int AS clinics, coalesce(sum(doses), 0)::int AS doses,
           (SELECT count(*) FROM hit JOIN share ON share.delivery_id = hit.id JOIN booking ON booking.share_id = share.id JOIN slot ON slot.id = booking.slot_id
             WHERE booking.status = 'confirmed' AND booking.vaccinated_at IS NULL AND slot.starts_at > now())::int AS booked,
           (SELECT count(*) FROM booking LEFT JOIN share ON share.id = booking.share_id
             WHERE booking.status = 'confirmed' AND booking.vaccinated_at IS NOT NULL AND (${since}::timestamptz IS NULL OR booking.vaccinated_at >= ${since})
               AND coalesce(booking.given_id, share.delivery_id) IN (SELECT id FROM hit))::int AS vaccinated
      FROM hit`;
  if (!row) throw new Error('an aggregate always answers with one row');
  return row;
}

export const states = ['found', 'told', 'moved', 'waiting', 'declined', 'kept', 'moot', 'vaccinated', 'unclear', 'cleared'] as const;
export type State = (typeof states)[number];

export interface DisruptionView {
  id: string;
  kind: 'recall' | 'closure' | 'pause' | 'interval';
  move: boolean;
  lot: string | null;
  shipment: string | null;
  carrier: string | null;
  clinic: { nameKo: string; nameEn: string } | null;
  product: { nameKo: string; nameEn: string } | null;
  /** Of an interval: its rule as it is now, and the first day of it (`YYYY-MM-DD`). */
  rule: { validFrom: string; interval: number; min: number; max: number } | null;
  reasonKo: string;
  reasonEn: string;
  fromAt: Date | null;
  toAt: Date | null;
  openedAt: Date;
  endedAt: Date | null;
  /** Of a recall that was lifted: why. */
  liftKo: string | null;
  liftEn: string | null;
  /** Everybody had been found by then. */
  sweptAt: Date | null;
  deliveries: number;
  counts: Partial<Record<State, number>>;
  unreached: number;
  now: Date;
}

/** A notice about this booking, or the whole of this disruption, that could not be sent. `displaced` and `booking` are in scope. */
const unreached = Prisma.sql`
  EXISTS (SELECT FROM notice WHERE notice.person_id = booking.person_id AND NOT notice.by_mail AND notice.dead_at IS NOT NULL
    AND notice.last_problem NOT IN ('overtaken', 'expired') AND notice.created_at >= displaced.found_at
    AND (notice.subject LIKE booking.id || '%' OR notice.subject = displaced.disruption_id::text))`;

const view = Prisma.sql`
  SELECT disruption.id, disruption.kind::text AS kind, disruption.move, disruption.lot_number AS lot, disruption.shipment_id AS shipment, disruption.carrier,
         CASE WHEN clinic.id IS NOT NULL THEN jsonb_build_object('nameKo', clinic.name_ko, 'nameEn', clinic.name_en) END AS clinic,
         CASE WHEN product.code IS NOT NULL THEN jsonb_build_object('nameKo', product.name_ko, 'nameEn', product.name_en) END AS product,
         CASE WHEN rule.interval IS NOT NULL THEN jsonb_build_object('validFrom', to_char(rule.valid_from, 'YYYY-MM-DD'), 'interval', rule.interval,
           'min', rule.interval_min, 'max', rule.interval_max) END AS rule,
         disruption.reason_ko AS "reasonKo", disruption.reason_en AS "reasonEn", disruption.from_at AS "fromAt", disruption.to_at AS "toAt",
         disruption.opened_at AS "openedAt", disruption.ended_at AS "endedAt", disruption.lift_ko AS "liftKo", disruption.lift_en AS "liftEn", disruption.swept_at AS "sweptAt", now() AS now,
         (SELECT count(*) FROM disruption_delivery WHERE disruption_id = disruption.id)::int AS deliveries,
         (SELECT coalesce(jsonb_object_agg(state, people), '{}') FROM (
           SELECT state, count(*) AS people FROM displaced WHERE displaced.disruption_id = disruption.id GROUP BY state) AS one) AS counts,
         (SELECT count(*) FROM displaced JOIN booking ON booking.id = displaced.booking_id
           WHERE displaced.disruption_id = disruption.id AND displaced.state IN ('moved', 'waiting', 'vaccinated', 'told', 'kept') AND ${unreached})::int AS unreached
    FROM disruption LEFT JOIN clinic ON clinic.id = disruption.clinic_id LEFT JOIN product ON product.code = disruption.product_code
    LEFT JOIN product_rule rule ON rule.product_code = disruption.product_code AND rule.valid_from = disruption.valid_from`;

/** The newest first. */
export const disruptions = (_operator: OperatorProof): Promise<DisruptionView[]> => database().$queryRaw<DisruptionView[]>`
  ${view} ORDER BY disruption.opened_at DESC LIMIT 20`;

export async function disruptionById(_operator: OperatorProof, id: string): Promise<DisruptionView | null> {
  const [row] = await database().$queryRaw<DisruptionView[]>`${view} WHERE disruption.id = ${id}::uuid`;
  return row ?? null;
}

export interface Listed {
  bookingId: string;
  number: string;
  state: State;
  wasAt: Date;
  clinic: { nameKo: string; nameEn: string; phone: string };
}

export type List = 'waiting' | 'kept' | 'declined' | 'unreached';

/** Those whom somebody has to look after: without a place, with one that no longer fits, declined, or not reached. Numbers of bookings and no people. */
export const listOf = (_operator: OperatorProof, id: string, which: List): Promise<Listed[]> =>
  database().$queryRaw<Listed[]>`
    SELECT booking.id AS "bookingId", booking.number, displaced.state::text AS state, displaced.was_at AS "wasAt",
           jsonb_build_object('nameKo', clinic.name_ko, 'nameEn', clinic.name_en, 'phone', clinic.phone) AS clinic
      FROM displaced JOIN booking ON booking.id = displaced.booking_id JOIN clinic ON clinic.id = displaced.clinic_id
     WHERE displaced.disruption_id = ${id}::uuid
       AND ${which === 'unreached' ? unreached : Prisma.sql`displaced.state = ${which}::displaced_state`}
     ORDER BY displaced.was_at, booking.number LIMIT 500`;

export interface Displacement {
  kind: DisruptionView['kind'];
  state: State;
  reasonKo: string;
  reasonEn: string;
  wasAt: Date;
  liftKo: string | null;
  liftEn: string | null;
}

/** The last thing that took a booking's place away; the caller has proven that it may ask. */
export async function displacementOf(bookingId: string): Promise<Displacement | null> {
  const [row] = await rowsOf<Displacement>(Prisma.sql`
    SELECT disruption.kind::text AS kind, displaced.state::text AS state, disruption.reason_ko AS "reasonKo", disruption.reason_en AS "reasonEn",
           displaced.was_at AS "wasAt", disruption.lift_ko AS "liftKo", disruption.lift_en AS "liftEn"
      FROM displaced JOIN disruption ON disruption.id = displaced.disruption_id
     WHERE displaced.booking_id = ${bookingId}::uuid AND displaced.state <> 'moot' ORDER BY displaced.found_at DESC LIMIT 1`);
  return row ?? null;
}

/** Bookings of these people that lost their place and for which another is looked for. The caller has proven that it may ask. */
export const lookedFor = (personIds: string[]): Promise<{ bookingId: string; personId: string; number: string }[]> => database().$queryRaw`
  SELECT DISTINCT booking.id AS "bookingId", booking.person_id AS "personId", booking.number
    FROM booking JOIN displaced ON displaced.booking_id = booking.id AND displaced.state = 'waiting'
   WHERE booking.person_id = ANY (${personIds}::uuid[])`;

export interface FollowUp {
  bookingId: string;
  lot: string;
  product: string;
  vaccinatedAt: Date | null;
  state: 'vaccinated' | 'unclear';
  name: string;
  birthDate: string;
  phone: string;
  now: Date;
}

type FollowUpRow = Omit<FollowUp, 'name' | 'phone'> & { name: Uint8Array; phone: Uint8Array };

/** Whom the proof's own clinic gave recalled vaccine, or may have; and the record of reading it, in one statement. */
export async function followUps(clinic: ClinicProof): Promise<FollowUp[]> {
  const rows = await database().$queryRaw<FollowUpRow[]>`
    WITH shown AS (
      SELECT DISTINCT ON (booking.id) booking.id AS "bookingId", person.id AS person_id, delivery.lot_number AS lot, booking.product,
             booking.vaccinated_at AS "vaccinatedAt", displaced.state::text AS state, person.name, person.phone,
             to_char(person.birth_date, 'YYYY-MM-DD') AS "birthDate"
        FROM displaced JOIN booking ON booking.id = displaced.booking_id JOIN person ON person.id = booking.person_id
        LEFT JOIN share ON share.id = booking.share_id JOIN delivery ON delivery.id = coalesce(booking.given_id, share.delivery_id)
       WHERE displaced.clinic_id = ${clinic.clinicId} AND displaced.state IN ('vaccinated', 'unclear')
       ORDER BY booking.id, displaced.found_at DESC
    ),
    recorded AS (${recordAccess(
      { role: 'clinic', ...clinic },
      { action: 'recall.read', objectKind: 'clinic', objectId: clinic.clinicId },
      Prisma.sql`SELECT person_id FROM shown`,
    )})
    SELECT *, now() AS now FROM shown ORDER BY "vaccinatedAt" NULLS LAST, "bookingId"`;
  return rows.map(({ name, phone, ...row }) => ({ ...row, name: decrypt(name, 'person.name'), phone: decrypt(phone, 'person.phone') }));
}

export interface PublicRecall {
  lots: string[];
  products: { nameKo: string; nameEn: string }[];
  openedAt: Date;
  reasonKo: string;
  reasonEn: string;
  endedAt: Date | null;
  liftKo: string | null;
  liftEn: string | null;
}

/** Recalls of the last sixty days, and what became of them: for everybody, and about nobody. */
export const publicRecalls = (): Promise<PublicRecall[]> => database().$queryRaw<PublicRecall[]>`
  SELECT disruption.opened_at AS "openedAt", disruption.reason_ko AS "reasonKo", disruption.reason_en AS "reasonEn", disruption.ended_at AS "endedAt",
         disruption.lift_ko AS "liftKo", disruption.lift_en AS "liftEn", hit.lots, hit.products
    FROM disruption CROSS JOIN LATERAL (
      SELECT array_agg(DISTINCT lot.number) AS lots, jsonb_agg(DISTINCT jsonb_build_object('nameKo', product.name_ko, 'nameEn', product.name_en)) AS products
        FROM disruption_delivery listed JOIN delivery ON delivery.id = listed.delivery_id JOIN lot ON lot.number = delivery.lot_number
        JOIN product ON product.code = lot.product_code
       WHERE listed.disruption_id = disruption.id
    ) AS hit
   WHERE disruption.kind = 'recall' AND coalesce(disruption.ended_at, disruption.opened_at) > now() - interval '60 days'
   ORDER BY disruption.opened_at DESC LIMIT 10`;

/** Vaccine that the proof's own clinic must not use. */
export const quarantined = (
  clinic: ClinicProof,
): Promise<{ lot: string; product: string; doses: number; since: Date; now: Date }[]> => database().$queryRaw`
  SELECT delivery.lot_number AS lot, lot.product_code AS product, delivery.doses, delivery.quarantined_at AS since, now() AS now
    FROM delivery JOIN lot ON lot.number = delivery.lot_number
   WHERE delivery.clinic_id = ${clinic.clinicId} AND delivery.quarantined_at IS NOT NULL ORDER BY delivery.quarantined_at DESC, delivery.id`;
