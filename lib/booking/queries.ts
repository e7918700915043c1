import type { BeneficiaryProof } from '@/lib/identity/proof';
import type { PassProof } from '@/lib/line/proof';
import { database, Prisma } from '@/lib/platform/database';

export interface BookingView {
  id: string;
  /** Null while it is only held. */
  number: string | null;
  status: 'held' | 'confirmed' | 'cancelled' | 'expired';
  personId: string;
  actorId: string;
  product: string;
  slotId: number;
  startsAt: Date;
  heldUntil: Date;
  endedAt: Date | null;
  clinic: { id: string; regionCode: string; nameKo: string; nameEn: string; addressKo: string; addressEn: string; phone: string };
  campaign: { id: string; nameKo: string; nameEn: string; phone: string };
  /** The database's clock when the booking was read. */
  now: Date;
}

const view = Prisma.sql`
  SELECT booking.id, booking.number, booking.status::text AS status, booking.person_id AS "personId", booking.actor_id AS "actorId",
         booking.product, booking.slot_id AS "slotId", slot.starts_at AS "startsAt", booking.held_until AS "heldUntil", booking.ended_at AS "endedAt", now() AS now,
         json_build_object('id', clinic.id, 'regionCode', clinic.region_code, 'nameKo', clinic.name_ko, 'nameEn', clinic.name_en, 'addressKo', clinic.address_ko,
           'addressEn', clinic.address_en, 'phone', clinic.phone) AS clinic,
         json_build_object('id', campaign.id, 'nameKo', campaign.name_ko, 'nameEn', campaign.name_en, 'phone', campaign.phone) AS campaign
    FROM booking
    JOIN slot ON slot.id = booking.slot_id
    JOIN clinic ON clinic.id = booking.clinic_id
    JOIN campaign ON campaign.id = booking.campaign_id`;

const live = Prisma.sql`(booking.status = 'confirmed' OR booking.status = 'held' AND booking.held_until > now())`;

/** What these people have: bookings and live holds, the next appointment first. The caller has proven that it may ask. */
export async function activeBookings(personIds: string[]): Promise<BookingView[]> {
  return database().$queryRaw<BookingView[]>`
    ${view} WHERE booking.person_id = ANY (${personIds}::uuid[]) AND ${live} ORDER BY slot.starts_at, booking.id`;
}

/** One booking of these people, cancelled ones too; null for everybody else’s and for an id that nobody has, alike. */
export async function bookingAmong(people: Pick<BeneficiaryProof, 'personId'>[], bookingId: string): Promise<BookingView | null> {
  const ids = people.map((person) => person.personId);
  const [booking] = await database().$queryRaw<BookingView[]>`
    ${view} WHERE booking.id = ${bookingId}::uuid AND booking.person_id = ANY (${ids}::uuid[]) AND booking.number IS NOT NULL`;
  return booking ?? null;
}

/** What the person of the pass chose last in its campaign: held, run out or booked. Given up and cancelled ones are forgotten. */
export async function lastChoice(pass: PassProof): Promise<BookingView | null> {
  const [booking] = await database().$queryRaw<BookingView[]>`
    ${view} WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ${pass.personId}::uuid AND booking.status <> 'cancelled'
     ORDER BY booking.status IN ('held', 'confirmed') DESC, booking.held_at DESC LIMIT 1`;
  return booking ?? null;
}

export const isHeld = (booking: BookingView): boolean => booking.status === 'held' && booking.heldUntil > booking.now;
