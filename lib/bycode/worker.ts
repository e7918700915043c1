import { database } from '@/lib/platform/database';

/** A month after their end. */
export async function forgetOldCodes(): Promise<void> {
  await database().$executeRaw`DELETE FROM sign_in_code WHERE expires_at < now() - interval '30 days'`;
}
