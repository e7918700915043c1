import { database } from '@/lib/platform/database';
import { daysOf } from '@/lib/privacy/retention';

/** What was counted for a day, and askings that nobody answered: two days, and a month after their end. */
export async function forgetOldAskings(): Promise<void> {
  await database().$executeRaw`DELETE FROM attempt WHERE since < now() - make_interval(days => ${daysOf('attempt')})`;
  await database().$executeRaw`DELETE FROM asking WHERE expires_at < now() - make_interval(days => ${daysOf('asking')})`;
}
