import type { ClinicProof } from '@/lib/identity/proof';
import { database, Prisma } from '@/lib/platform/database';

interface Named {
  nameKo: string;
  nameEn: string;
}

export interface OfferView {
  id: string;
  personId: string;
  clinic: Named & { addressKo: string; addressEn: string; phone: string };
  startsAt: Date;
  until: Date;
  product: string;
  /** What would end with it. */
  laterAt: Date | null;
  now: Date;
}

/** Offers to these people that still stand. The caller has proven that it may ask. */
export const offersTo = (personIds: string[]): Promise<OfferView[]> => database().$queryRaw<OfferView[]>`
  SELECT booking.id, booking.person_id AS "personId", slot.starts_at AS "startsAt", booking.held_until AS until, booking.product, now() AS now,
         jsonb_build_object('nameKo', clinic.name_ko, 'nameEn', clinic.name_en, 'addressKo', clinic.address_ko, 'addressEn', clinic.address_en,
           'phone', clinic.phone) AS clinic,
         (SELECT time.starts_at FROM booking later JOIN slot time ON time.id = later.slot_id
           WHERE later.campaign_id = booking.campaign_id AND later.person_id = booking.person_id AND later.dose = 1 AND later.status = 'confirmed') AS "laterAt"
    FROM booking JOIN slot ON slot.id = booking.slot_id JOIN clinic ON clinic.id = booking.clinic_id
   WHERE booking.person_id = ANY (${personIds}::uuid[]) AND booking.status = 'offered' AND booking.held_until > now()
   ORDER BY booking.held_until`;

export interface WaitingView {
  id: string;
  personId: string;
  where: Named;
}

/** The lists on which these people stand. The caller has proven that it may ask. */
export const waitingOf = (personIds: string[]): Promise<WaitingView[]> => database().$queryRaw<WaitingView[]>`
  SELECT waiting.id, waiting.person_id AS "personId", jsonb_build_object('nameKo', coalesce(clinic.name_ko, region.name_ko),
           'nameEn', coalesce(clinic.name_en, region.name_en)) AS "where"
    FROM waiting LEFT JOIN clinic ON clinic.id = waiting.clinic_id LEFT JOIN region ON region.code = waiting.region_code
   WHERE waiting.person_id = ANY (${personIds}::uuid[]) AND waiting.state = 'waiting' ORDER BY waiting.joined_at`;

/** The clinic or district that an address names; null for one that there is not. */
export async function listNamed(where: { clinic: string } | { region: string }): Promise<Named | null> {
  const found =
    'clinic' in where
      ? await database().clinic.findUnique({ where: { id: where.clinic }, select: { nameKo: true, nameEn: true } })
      : await database().region.findUnique({ where: { code: where.region }, select: { nameKo: true, nameEn: true } });
  return found;
}

/** Rounds in which these people have a ticket, their own or that of their household, the newest first. */
export const roundsWithTicket = (personIds: string[]): Promise<{ personId: string; roundId: string }[]> => database().$queryRaw`
  SELECT DISTINCT ON (one.id) one.id::text AS "personId", round.id AS "roundId"
    FROM unnest(${personIds}::uuid[]) AS one (id) CROSS JOIN round
   WHERE round.opens_at <= now() AND EXISTS (
     SELECT FROM ticket WHERE ticket.round_id = round.id AND ticket.person_id IN (one.id, (
       SELECT household.head_id FROM household_member member JOIN household ON household.id = member.household_id
        WHERE member.round_id = round.id AND member.person_id = one.id)))
   ORDER BY one.id, round.opens_at DESC`;

/** Condition: doses of this product are something for people of the `campaign` in scope: it goes on, or somebody waits there. */
export const books = (product: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (campaign.paused_at IS NULL AND ${product} = ANY (campaign.products) AND (
    EXISTS (SELECT FROM round WHERE round.campaign_id = campaign.id AND round.opens_at <= now() AND round.closes_at > now())
    OR EXISTS (SELECT FROM waiting WHERE waiting.campaign_id = campaign.id AND waiting.state = 'waiting')))`;

export interface Stock {
  id: number;
  lot: string;
  product: string;
  announced: number;
  /** Those that book this vaccine now. */
  campaigns: { id: string; nameKo: string; nameEn: string }[];
}

/** What the proof's own clinic has that may be given today, for the form; and what it has announced. */
export const stockToday = (clinic: ClinicProof): Promise<Stock[]> => database().$queryRaw<Stock[]>`
  SELECT delivery.id, delivery.lot_number AS lot, lot.product_code AS product, coalesce((
           SELECT sum(leftover.doses) FROM leftover WHERE leftover.delivery_id = delivery.id AND leftover.until > now()), 0)::int AS announced,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', campaign.id, 'nameKo', campaign.name_ko, 'nameEn', campaign.name_en) ORDER BY campaign.id)
           FROM campaign WHERE ${books(Prisma.sql`lot.product_code`)}), '[]') AS campaigns
    FROM delivery JOIN lot ON lot.number = delivery.lot_number
   WHERE delivery.clinic_id = ${clinic.clinicId} AND delivery.quarantined_at IS NULL AND delivery.arrives_at <= now()
     AND lot.expires_on >= (now() AT TIME ZONE 'Asia/Seoul')::date
   ORDER BY lot.expires_on, delivery.id LIMIT 50`;
