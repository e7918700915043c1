import { database } from '@/lib/platform/database';

/** What was counted for a day, and askings that nobody answered: two days, and a month after their end. */
export async function forgetOldAskings(): Promise<void> {
  await database().$executeRaw`DELETE FROM attempt WHERE since < now() - interval '2 days'`;
  await database().$executeRaw`DELETE FROM asking WHERE expires_at < now() - interval '30 days'`;
}
