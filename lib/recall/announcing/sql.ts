import type { OperatorProof } from '@/lib/identity/proof';
import { Prisma } from '@/lib/platform/database';
import { nobody, recordAccess } from '@/lib/record/sql';
import { idOf } from '../opening/sql';

/** Half hours that a list shuts: of one clinic, or on a holiday of all of them. */
export interface Announced {
  /** Its line in the list. */
  line: number;
  clinic: string | null;
  fromAt: Date;
  toAt: Date;
}

const stretches = (all: readonly Announced[]): Prisma.Sql => Prisma.sql`
  unnest(${all.map(({ line }) => line)}::int[], ${all.map(({ clinic }) => clinic)}::text[], ${all.map(({ fromAt }) => fromAt)}::timestamptz[],
    ${all.map(({ toAt }) => toAt)}::timestamptz[]) AS stretch (line, clinic_id, from_at, to_at)
  JOIN clinic ON ${all.every(({ clinic }) => clinic !== null) ? Prisma.sql`clinic.id = stretch.clinic_id` : Prisma.sql`coalesce(clinic.id = stretch.clinic_id, true)`}`;

const halfHours = (all: readonly Announced[]): Prisma.Sql => Prisma.sql`
  ${stretches(all)}
  JOIN slot ON slot.clinic_id = clinic.id AND slot.starts_at >= stretch.from_at AND slot.starts_at < stretch.to_at AND slot.starts_at > now()`;

/** Statements that lock what is to be shut, by ascending id: the clinics, as whoever else shuts one does, then the half hours. */
export const lockClinics = (all: readonly Announced[]): Prisma.Sql => Prisma.sql`
  SELECT FROM clinic WHERE id IN (SELECT clinic.id FROM ${stretches(all)}) ORDER BY id FOR NO KEY UPDATE`;
export const lockHalfHours = (all: readonly Announced[]): Prisma.Sql => Prisma.sql`
  SELECT FROM slot WHERE id IN (SELECT slot.id FROM ${halfHours(all)}) ORDER BY id FOR NO KEY UPDATE`;

/**
 * Query: of half hours that are locked, the lines in which a place is taken, a hold or an offer being one, and for which no closure is open
 * yet. Where nobody has a place nobody will: what is shut is not booked.
 */
export const linesWithPeople = (all: readonly Announced[]): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT stretch.line FROM ${halfHours(all)}
   WHERE slot.taken > 0 AND NOT EXISTS (
     SELECT FROM disruption WHERE disruption.kind = 'closure' AND disruption.ended_at IS NULL AND disruption.move
        AND disruption.clinic_id IS NOT DISTINCT FROM stretch.clinic_id AND disruption.from_at <= stretch.from_at AND disruption.to_at >= stretch.to_at)
   ORDER BY stretch.line`;

/** Query: how many bookings are concerned (`bookings`). */
export const bookingsWithin = (all: readonly Announced[]): Prisma.Sql => Prisma.sql`
  SELECT count(DISTINCT booking.id)::int AS bookings FROM ${halfHours(all)}
    JOIN booking ON booking.slot_id = slot.id AND booking.status = 'confirmed' AND booking.vaccinated_at IS NULL`;

/** A holiday, for which the half hours of all clinics have been shut: whoever is booked then will be found, moved and told. */
export const holidayStatement = (
  by: OperatorProof,
  { id, fromAt, toAt, reasonKo, reasonEn }: { id: string; fromAt: Date; toAt: Date; reasonKo: string; reasonEn: string },
): Prisma.Sql => Prisma.sql`
  WITH opened AS (
    INSERT INTO disruption (id, kind, move, from_at, to_at, reason_ko, reason_en, opened_by)
    VALUES (${id}::uuid, 'closure', true, ${fromAt}, ${toAt}, ${reasonKo}, ${reasonEn}, ${idOf(by)})
    RETURNING id
  )
  ${recordAccess({ role: 'operator', ...by }, { action: 'clinic.closed', objectKind: 'disruption', objectId: id, reason: reasonKo }, nobody, Prisma.sql`EXISTS (SELECT FROM opened)`)}`;
