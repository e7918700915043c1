import { recordOf } from '@/lib/draw/queries';

export const dynamic = 'force-dynamic';

/** Read anywhere: whoever checks a draw does so on their own page or machine. */
const open = { 'access-control-allow-origin': '*' };
const caching = 'public, max-age=0, s-maxage=10, stale-while-revalidate=60, stale-if-error=86400';

export async function GET(_request: Request, { params }: RouteContext<'/draw/[round]/record.json'>): Promise<Response> {
  const record = await recordOf((await params).round);
  if (!record)
    return Response.json({ code: 'round-unknown' }, { status: 404, headers: { ...open, 'cache-control': 'public, s-maxage=5' } });
  return Response.json(record, { headers: { ...open, 'cache-control': caching } });
}
