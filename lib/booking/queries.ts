import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';
import type { BeneficiaryProof, ClinicProof } from '@/lib/identity/proof';
import type { PassProof } from '@/lib/line/proof';
import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { type Access, recordAccess } from '@/lib/record/sql';
import { soughtIn } from './search';

export interface BookingView {
  id: string;
  /** Null while it is only held. */
  number: string | null;
  status: 'held' | 'confirmed' | 'cancelled' | 'expired';
  personId: string;
  actorId: string;
  roundId: string;
  dose: 1 | 2;
  product: string;
  slotId: number;
  startsAt: Date;
  heldUntil: Date;
  endedAt: Date | null;
  vaccinatedAt: Date | null;
  /** Of a first dose: the second has no place yet and is booked when there is one. */
  secondFollows: boolean;
  clinic: { id: string; regionCode: string; nameKo: string; nameEn: string; addressKo: string; addressEn: string; phone: string };
  campaign: { id: string; nameKo: string; nameEn: string; phone: string };
  /** The database's clock when the booking was read. */
  now: Date;
}

const view = Prisma.sql`
  SELECT booking.id, booking.number, booking.status::text AS status, booking.person_id AS "personId", booking.actor_id AS "actorId",
         booking.round_id AS "roundId", booking.dose, booking.product, booking.slot_id AS "slotId", booking.vaccinated_at AS "vaccinatedAt",
         EXISTS (SELECT FROM second_dose_due WHERE second_dose_due.booking_id = booking.id) AS "secondFollows", slot.starts_at AS "startsAt", booking.held_until AS "heldUntil", booking.ended_at AS "endedAt", now() AS now,
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
  return rowsOf<BookingView>(Prisma.sql`
    ${view} WHERE booking.person_id = ANY (${personIds}::uuid[]) AND ${live} ORDER BY slot.starts_at, booking.id`);
}

/** One booking of these people, cancelled ones too; null for everybody else’s and for an id that nobody has, alike. */
export async function bookingAmong(people: Pick<BeneficiaryProof, 'personId'>[], bookingId: string): Promise<BookingView | null> {
  const ids = people.map((person) => person.personId);
  const [booking] = await rowsOf<BookingView>(Prisma.sql`
    ${view} WHERE booking.id = ${bookingId}::uuid AND booking.person_id = ANY (${ids}::uuid[]) AND booking.number IS NOT NULL`);
  return booking ?? null;
}

/** What was chosen last on the pass: held, run out or booked. Given up and cancelled ones are forgotten. */
export async function lastChoice(pass: PassProof): Promise<BookingView | null> {
  const party = pass.party.map(({ personId }) => personId);
  const [booking] = await rowsOf<BookingView>(Prisma.sql`
    ${view} WHERE booking.campaign_id = ${pass.campaignId} AND booking.person_id = ANY (${party}::uuid[])
       AND booking.dose = 1 AND booking.status <> 'cancelled'
     ORDER BY booking.status = 'held' AND booking.held_until > now() DESC, booking.status IN ('held', 'confirmed') DESC, booking.held_at DESC LIMIT 1`);
  return booking ?? null;
}

/** All that is held together with this one, itself too, by their times. */
export async function heldWith(booking: BookingView): Promise<BookingView[]> {
  return rowsOf<BookingView>(Prisma.sql`
    ${view} WHERE booking.id = ${booking.id}::uuid
        OR booking.status = 'held' AND booking.together_id = (SELECT asked.together_id FROM booking asked WHERE asked.id = ${booking.id}::uuid)
     ORDER BY slot.starts_at, booking.id`);
}

/** What of these people was booked together with this one and still stands, by their times. The caller has proven that it may ask. */
export async function bookedWith(booking: BookingView, people: Pick<BeneficiaryProof, 'personId'>[]): Promise<BookingView[]> {
  const ids = people.map((person) => person.personId).filter((id) => id !== booking.personId);
  if (ids.length === 0) return [];
  return rowsOf<BookingView>(Prisma.sql`
    ${view} WHERE booking.person_id = ANY (${ids}::uuid[]) AND booking.status = 'confirmed' AND booking.dose = ${booking.dose}
       AND booking.together_id = (SELECT asked.together_id FROM booking asked WHERE asked.id = ${booking.id}::uuid)
     ORDER BY slot.starts_at, booking.id`);
}

/** The other dose of the same course, while it is booked. */
export async function otherDose(booking: BookingView): Promise<BookingView | null> {
  const [other] = await rowsOf<BookingView>(Prisma.sql`
    ${view} WHERE booking.campaign_id = ${booking.campaign.id} AND booking.person_id = ${booking.personId}::uuid
     AND booking.dose <> ${booking.dose} AND booking.status = 'confirmed'`);
  return other ?? null;
}

/** The days (`YYYY-MM-DD`) on which a second dose may be, by the first and the rule of the day; null where there is no limit. */
export async function rangeOfSecond(booking: BookingView): Promise<{ from: string; to: string } | null> {
  const first = booking.dose === 2 ? await otherDose(booking) : null;
  if (!first) return null;
  const [rule] = await database().$queryRaw<{ interval_min: number | null; interval_max: number | null }[]>`
    SELECT interval_min, interval_max FROM product_rule
     WHERE product_code = ${booking.product} AND valid_from <= ${seoulDate(booking.startsAt)}::date ORDER BY valid_from DESC LIMIT 1`;
  if (!rule?.interval_min || !rule.interval_max) return null;
  const day = seoulDate(first.vaccinatedAt ?? first.startsAt);
  return { from: addDays(day, rule.interval_min), to: addDays(day, rule.interval_max) };
}

export const isHeld = (booking: BookingView): boolean => booking.status === 'held' && booking.heldUntil > booking.now;

/** One line of a clinic's list. */
export interface ListedBooking {
  id: string;
  personId: string;
  number: string;
  status: 'confirmed' | 'cancelled';
  startsAt: Date;
  name: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  /** The last four digits of the telephone number. */
  phoneEnd: string;
  dose: number;
  product: string;
  vaccinatedAt: Date | null;
}

type ListedRow = Omit<ListedBooking, 'name' | 'phoneEnd'> & { name: Uint8Array; phone: Uint8Array };

const listedOf = ({ name, phone, ...row }: ListedRow): ListedBooking => ({
  ...row,
  name: decrypt(name, 'person.name'),
  phoneEnd: decrypt(phone, 'person.phone').slice(-4),
});

/** The bookings of the proof's clinic in a stretch of time, cancelled ones too; what is only held is nobody's booking yet. */
const listed = (clinic: ClinicProof, from: Date, to: Date | null): Prisma.Sql => Prisma.sql`
  SELECT booking.id, person.id AS "personId", booking.number, booking.status::text AS status, slot.starts_at AS "startsAt", person.name,
         to_char(person.birth_date, 'YYYY-MM-DD') AS "birthDate", person.phone, booking.dose, booking.product,
         booking.vaccinated_at AS "vaccinatedAt"
    FROM booking
    JOIN slot ON slot.id = booking.slot_id
    JOIN person ON person.id = booking.person_id
   WHERE booking.clinic_id = ${clinic.clinicId} AND slot.clinic_id = booking.clinic_id
     AND booking.status IN ('confirmed', 'cancelled') AND booking.number IS NOT NULL
     AND slot.starts_at >= ${from} AND slot.starts_at < coalesce(${to}::timestamptz, 'infinity')
   ORDER BY slot.starts_at, booking.number`;

/** Into the record of accesses before anything is shown: who read, and whose data. */
const readBy = (clinic: ClinicProof, access: Access, people: Prisma.Sql): Prisma.Sql =>
  recordAccess({ role: 'clinic', ...clinic }, access, people);

const dayOf = (day: string) => ({ from: seoulInstant(day, '00:00'), to: seoulInstant(addDays(day, 1), '00:00') });

/** The list and the record of its reading, in one statement. */
const listRead = (clinic: ClinicProof, day: string, how: Pick<Access, 'action' | 'reason'>): Promise<ListedRow[]> => {
  const access = { ...how, objectKind: 'clinic-day', objectId: `${clinic.clinicId} ${day}` };
  const { from, to } = dayOf(day);
  return database().$queryRaw<ListedRow[]>`
    WITH shown AS (${listed(clinic, from, to)}), recorded AS (${readBy(clinic, access, Prisma.sql`SELECT "personId" FROM shown`)})
    SELECT * FROM shown ORDER BY "startsAt", number`;
};

/** The list of a day to be taken away, with the reason that stands in the record. */
export async function exportedDay(clinic: ClinicProof, day: string, reason: string): Promise<ListedBooking[]> {
  return (await listRead(clinic, day, { action: 'list.exported', reason })).map(listedOf);
}

/** Today in Seoul if the clinic has bookings today, else its next day with any; today when there is none ahead. */
export async function nextListedDay(clinic: ClinicProof): Promise<string> {
  const [row] = await database().$queryRaw<{ day: string }[]>`
    SELECT to_char(coalesce(min(slot.starts_at), now()) AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day
      FROM booking JOIN slot ON slot.id = booking.slot_id
     WHERE booking.clinic_id = ${clinic.clinicId} AND booking.status = 'confirmed'
       AND slot.starts_at >= date_trunc('day', now(), 'Asia/Seoul')`;
  if (!row) throw new Error('an aggregate always answers with one row');
  return row.day;
}

export interface ClinicDay {
  clinic: { nameKo: string; nameEn: string };
  /** The database's clock when the list was read. */
  now: Date;
  /** All of the day, with nobody in them too. */
  halfHours: { startsAt: Date; capacity: number }[];
  confirmed: ListedBooking[];
  cancelled: ListedBooking[];
}

/** The list of the proof's own clinic for a day (`YYYY-MM-DD`, Seoul). */
export async function clinicDay(clinic: ClinicProof, day: string): Promise<ClinicDay> {
  const { from, to } = dayOf(day);
  const [rows, places] = await Promise.all([
    listRead(clinic, day, { action: 'list.read' }),
    database().$queryRaw<{ nameKo: string; nameEn: string; now: Date; startsAt: Date | null; capacity: number }[]>`
      SELECT clinic.name_ko AS "nameKo", clinic.name_en AS "nameEn", now() AS now, slot.starts_at AS "startsAt", slot.capacity
        FROM clinic LEFT JOIN slot ON slot.clinic_id = clinic.id AND slot.starts_at >= ${from} AND slot.starts_at < ${to}
       WHERE clinic.id = ${clinic.clinicId} ORDER BY slot.starts_at`,
  ]);
  const [first] = places;
  if (!first) throw new Error('staff of a clinic that is gone');
  const bookings = rows.map(listedOf);
  return {
    clinic: { nameKo: first.nameKo, nameEn: first.nameEn },
    now: first.now,
    halfHours: places.flatMap(({ startsAt, capacity }) => (startsAt ? [{ startsAt, capacity }] : [])),
    confirmed: bookings.filter((booking) => booking.status === 'confirmed'),
    cancelled: bookings.filter((booking) => booking.status === 'cancelled'),
  };
}

/** Names are stored encrypted, so each that could match is opened: the search begins this long ago. */
const searchedDaysBack = 30;
const mostFound = 50;

/** Bookings of the proof's own clinic by name or number, whatever their day; `more` when there are too many to show. */
export async function searchClinic(clinic: ClinicProof, asked: string): Promise<{ now: Date; found: ListedBooking[]; more: boolean }> {
  const [clock] = await database().$queryRaw<{ now: Date }[]>`SELECT now()`;
  if (!clock) throw new Error('no clock');
  const since = seoulInstant(addDays(seoulDate(clock.now), -searchedDaysBack), '00:00');
  const rows = await database().$queryRaw<ListedRow[]>(listed(clinic, since, null));
  const matches = soughtIn(asked);
  const found = rows.map(listedOf).filter(matches);
  const shown = found.slice(0, mostFound);
  const people = Prisma.sql`SELECT unnest(${shown.map(({ personId }) => personId)}::uuid[])`;
  await database().$executeRaw(readBy(clinic, { action: 'list.searched', objectKind: 'clinic', objectId: clinic.clinicId }, people));
  return { now: clock.now, found: shown, more: found.length > mostFound };
}
