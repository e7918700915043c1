import { type FeedOptions, feedFile, location, manifest, ndjson, schedule, slot } from '@/lib/availability/feed';
import { feedClinics, feedDays, feedProducts, feedProvinces } from '@/lib/availability/queries';
import { currentCampaign } from '@/lib/campaign/queries';
import { env } from '@/lib/platform/env';
import { memo } from '@/lib/platform/memo';

export const dynamic = 'force-dynamic';

/** Who gathers the feeds of many asks at the edge; programs may keep it as long as the edge does. */
const seconds = 20;
const open = { 'access-control-allow-origin': '*' };
const headers = {
  ...open,
  'cache-control': `public, max-age=0, s-maxage=${seconds}, stale-while-revalidate=60, stale-if-error=86400`,
};

async function options(): Promise<FeedOptions> {
  return { url: env().CHARYE_URL, phone: (await currentCampaign())?.phone ?? '1339' };
}

const linesOf = memo(seconds * 500, 60, async (name) => {
  const file = feedFile(name);
  if (!file) return null;
  const told = await options();
  switch (file.kind) {
    case 'Location':
      return ndjson((await feedClinics(file.province)).map((clinic) => location(clinic, told)));
    case 'Schedule':
      return ndjson((await feedProducts(file.province)).map(schedule));
    case 'Slot':
      return ndjson((await feedDays(file.province)).map((day) => slot(day, told)));
  }
});

/** An address that is not well written names no file. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/** The open feed: `/feed/$bulk-publish` says which files there are. */
export async function GET(_request: Request, { params }: RouteContext<'/feed/[file]'>): Promise<Response> {
  const name = decoded((await params).file);
  if (name === '$bulk-publish') {
    const provinces = await feedProvinces();
    return Response.json(manifest(provinces, provinces[0]?.now ?? new Date(), await options()), { headers });
  }
  const lines = await linesOf(name);
  if (lines === null) {
    return Response.json({ code: 'file-unknown' }, { status: 404, headers: { ...open, 'cache-control': 'public, s-maxage=5' } });
  }
  return new Response(lines, { headers: { ...headers, 'content-type': 'application/fhir+ndjson' } });
}
