import { Prisma } from '@/lib/platform/database';

/** SELECT body: the half hour and the first of `products`, in the campaign's order, that its clinic has. */
export const offeredSlot = (slotId: number, products: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT slot.id, slot.clinic_id, slot.starts_at,
         (SELECT wanted.code FROM unnest(${products}) WITH ORDINALITY AS wanted(code, rank)
           WHERE wanted.code = ANY (clinic.vaccines) ORDER BY wanted.rank LIMIT 1) AS product
    FROM slot JOIN clinic ON clinic.id = slot.clinic_id
   WHERE slot.id = ${slotId}`;

/**
 * SELECT body: locks the wanted half hour and the person's own one, lower id first, as every statement does.
 * A full one is left out without waiting for its lock, so that refusals of a hot clinic stay cheap.
 */
export const lockPlaces = (slotId: number, own: Prisma.Sql, condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT slot.id FROM slot
   WHERE ${condition} AND slot.id = ANY (ARRAY[${slotId}::int, ${own}])
     AND (slot.id = ${own} OR slot.taken < slot.capacity)
   ORDER BY slot.id
     FOR NO KEY UPDATE`;

/**
 * Three CTEs: `changes` is a query of rows (slot_id, by); the half hours are locked by ascending id and then counted.
 * Two quirks of a half hour that has changed since the statement began decide the form. PostgreSQL checks constraints on what it
 * first computes from the old row, so a count is taken from the locked row, never from `slot.taken`. And it runs the rest of the
 * FROM anew, where a UNION over rows that this statement has locked or written comes out empty, so `changes` is MATERIALIZED.
 */
export const countPlaces = (changes: Prisma.Sql): Prisma.Sql => Prisma.sql`
  change AS MATERIALIZED (${changes}),
  place AS (
    SELECT slot.id, slot.taken + change.by AS taken FROM slot JOIN change ON change.slot_id = slot.id
     ORDER BY slot.id FOR NO KEY UPDATE OF slot
  ),
  counted AS (UPDATE slot SET taken = place.taken FROM place WHERE slot.id = place.id)`;
