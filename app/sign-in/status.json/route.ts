import { signInBusy } from '@/lib/platform/busy';

export const dynamic = 'force-dynamic';

/** How busy sign-in is on this server: the same for everybody, from its own measure, asked of no database. */
export const GET = (): Response =>
  Response.json(signInBusy(), {
    headers: { 'cache-control': 'public, max-age=0, s-maxage=2, stale-while-revalidate=10, stale-if-error=86400' },
  });
