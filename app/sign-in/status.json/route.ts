import { signInBusy } from '@/lib/platform/busy';
import { litProviders } from '@/lib/provider/queries';

export const dynamic = 'force-dynamic';

/** How busy sign-in is on this server, and how each provider fares: the same for everybody, from memory, asked of no database. */
export const GET = (): Response =>
  Response.json(
    { ...signInBusy(), providers: litProviders().map(({ id, light }) => ({ id, light })) },
    {
      headers: { 'cache-control': 'public, max-age=0, s-maxage=2, stale-while-revalidate=10, stale-if-error=86400' },
    },
  );
