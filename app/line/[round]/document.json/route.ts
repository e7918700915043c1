import { documentOf } from '@/lib/line/queries';

export const dynamic = 'force-dynamic';

/** Read by everybody who waits, through the edge: one request a second reaches a server, whatever their number. */
const caching = 'public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=86400';

export async function GET(_request: Request, { params }: RouteContext<'/line/[round]/document.json'>): Promise<Response> {
  const document = await documentOf((await params).round);
  if (!document) return Response.json({ code: 'round-unknown' }, { status: 404, headers: { 'cache-control': 'public, s-maxage=5' } });
  return Response.json(document, { headers: { 'cache-control': caching } });
}
