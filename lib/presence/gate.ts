import { cookies } from 'next/headers';
import { ticketNamed } from '@/lib/line/gate';
import { env } from '@/lib/platform/env';

const heardCookie = (roundId: string) => `heard.${roundId}`;
const hourSeconds = 3_600;

/**
 * The ticket that this browser carries, by its signature alone: a report decides nothing, so it costs no look into the
 * database. That a browser has reported before stands in a cookie, since no server remembers it and the next one may answer.
 */
export async function reporter(roundId: string): Promise<{ number: string; first: boolean } | null> {
  const number = await ticketNamed(roundId);
  if (!number) return null;
  const jar = await cookies();
  const first = !jar.has(heardCookie(roundId));
  const secure = env().CHARYE_URL.startsWith('https:');
  jar.set(heardCookie(roundId), '1', { path: `/line/${roundId}`, sameSite: 'lax', httpOnly: true, maxAge: hourSeconds, secure });
  return { number, first };
}
