import { database, Prisma } from '@/lib/platform/database';
import { noteConsent } from '@/lib/privacy/agreeing/sql';

/** They have read what booking needs of their data, and agreed. */
export async function agreed(...personIds: string[]): Promise<void> {
  await database().$executeRaw(
    noteConsent('booking', true, Prisma.sql`SELECT one.id, 'web', one.id FROM unnest(${personIds}::uuid[]) AS one (id)`),
  );
}
