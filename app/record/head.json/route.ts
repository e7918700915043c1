import { newestHead } from '@/lib/record/queries';

export const dynamic = 'force-dynamic';

const open = { 'access-control-allow-origin': '*' };
const caching = 'public, max-age=0, s-maxage=10, stale-while-revalidate=60, stale-if-error=86400';

/** The signed end of the record of accesses. Whoever keeps a copy can show later that the record was cut or written anew. */
export async function GET(): Promise<Response> {
  const head = await newestHead();
  return Response.json({ format: 'charye-record-head-1', head }, { headers: { ...open, 'cache-control': caching } });
}
