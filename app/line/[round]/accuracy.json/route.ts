import { accuracyOfRound } from '@/lib/presence/queries';
import { whenRecord } from '@/lib/when/queries';

export const dynamic = 'force-dynamic';

const caching = 'public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400';

/** What the waits that were shown have been worth, and the dates of vaccination: the share that lay in the range, and the median error. */
export async function GET(_request: Request, { params }: RouteContext<'/line/[round]/accuracy.json'>): Promise<Response> {
  const accuracy = await accuracyOfRound((await params).round);
  if (!accuracy) return Response.json({ code: 'round-unknown' }, { status: 404, headers: { 'cache-control': 'public, s-maxage=5' } });
  return Response.json({ ...accuracy, dates: await whenRecord(accuracy.round) }, { headers: { 'cache-control': caching } });
}
