import { typedNumber } from '@/lib/booking/number';
import { countAttempt } from '@/lib/identity/sql';
import { lookupHash } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { evenly } from '@/lib/platform/evenly';

/** A booking as whoever has its number and the birth date may see it: of nobody's name. */
export interface FoundBooking {
  startsAt: Date;
  status: 'confirmed' | 'cancelled';
  clinic: { nameKo: string; nameEn: string; addressKo: string; addressEn: string; phone: string };
  phone: string;
  now: Date;
}

/** Searches for one number in a day, right or wrong: of 29,000 birth dates of eighty years this is one in 1,400. */
export const searchesPerNumber = 20;
/** Of those, from one address: whoever has seen somebody's number must not use up what is theirs. */
export const searchesPerAddress = 8;

/**
 * The booking of this number, if the birth date is its person's. One statement and one answer for a number that nobody has, a
 * wrong birth date, and one that was looked for too often; the row of the counter serialises those who try at once. `from`: the address.
 */
export const findBooking = (typed: string, birthDate: string, from: string): Promise<FoundBooking | null> =>
  evenly(() => find(typed, birthDate, from));

async function find(typed: string, birthDate: string, from: string): Promise<FoundBooking | null> {
  const number = typedNumber(typed) ?? '';
  const here = lookupHash('find-from', number, from);
  const [booking] = await database().$queryRaw<FoundBooking[]>`
    WITH ${countAttempt(Prisma.sql`by_address`, 'find-from', Prisma.sql`SELECT ${here}::bytea`, searchesPerAddress, '1 day')},
    ${countAttempt(Prisma.sql`counted`, 'find', Prisma.sql`SELECT ${lookupHash('find', number)}::bytea FROM by_address WHERE ok`, searchesPerNumber, '1 day')}
    SELECT slot.starts_at AS "startsAt", booking.status::text AS status, campaign.phone, now() AS now,
      json_build_object('nameKo', clinic.name_ko, 'nameEn', clinic.name_en, 'addressKo', clinic.address_ko, 'addressEn', clinic.address_en,
        'phone', clinic.phone) AS clinic
    FROM booking
    JOIN counted ON counted.ok
    JOIN person ON person.id = booking.person_id AND person.birth_date = ${birthDate}::date
    JOIN slot ON slot.id = booking.slot_id
    JOIN clinic ON clinic.id = booking.clinic_id
    JOIN campaign ON campaign.id = booking.campaign_id
    WHERE booking.number = ${number} AND booking.status IN ('confirmed', 'cancelled')`;
  return booking ?? null;
}
