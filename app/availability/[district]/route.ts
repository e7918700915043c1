import { availabilityDocument } from '@/lib/availability/document';
import { districtRows } from '@/lib/availability/queries';
import { memo } from '@/lib/platform/memo';

export const dynamic = 'force-dynamic';

const open = { 'access-control-allow-origin': '*' };
const caching = 'public, max-age=0, s-maxage=5, stale-while-revalidate=15, stale-if-error=86400';

/** One look into the database for all who ask within these seconds, whatever stands before the server. */
const documentOf = memo(2_000, 300, async (code) => {
  const rows = await districtRows(code);
  return rows && JSON.stringify(availabilityDocument(code, rows.now, rows.clinics));
});

/** `/availability/11110.json` */
export async function GET(_request: Request, { params }: RouteContext<'/availability/[district]'>): Promise<Response> {
  const [, code] = /^(\d{5})\.json$/.exec((await params).district) ?? [];
  const document = code ? await documentOf(code) : null;
  if (!document) {
    return Response.json({ code: 'district-unknown' }, { status: 404, headers: { ...open, 'cache-control': 'public, s-maxage=5' } });
  }
  return new Response(document, { headers: { ...open, 'content-type': 'application/json', 'cache-control': caching } });
}
