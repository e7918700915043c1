import { cookies } from 'next/headers';
import { encode } from 'next-auth/jwt';
import { revokeSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { namedSession } from '@/lib/identity/gate';
import { env } from '@/lib/platform/env';

/** Seconds for which a sign-in lasts at most; the row says the same. */
export const sessionSeconds = 8 * 60 * 60;

/**
 * Puts a session's token into the cookie, as next-auth does at the end of its own way. Whoever was signed in on this device
 * before is signed out.
 */
export async function keepSession(token: string): Promise<void> {
  const { CHARYE_URL, CHARYE_SESSION_SECRET } = env();
  const former = await namedSession();
  const { name, options } = cookieSetting(CHARYE_URL, 'session');
  const value = await encode({ token: { sid: token }, secret: CHARYE_SESSION_SECRET, maxAge: sessionSeconds });
  (await cookies()).set(name, value, { ...options, maxAge: sessionSeconds });
  if (former) await revokeSession(former);
}
