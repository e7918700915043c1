import { sameOrigin } from '@/lib/identity/gate';
import { documentOf } from '@/lib/line/queries';
import { logFault } from '@/lib/platform/log';
import { hasRoom, report } from '@/lib/presence/commands';
import { reporter } from '@/lib/presence/gate';

/** The same answer whatever ticket came: nobody learns from it which there are, or which report. */
const heard = () => new Response(null, { status: 204, headers: { 'cache-control': 'private, no-store' } });

export async function POST(_request: Request, { params }: RouteContext<'/line/[round]/present'>): Promise<Response> {
  if (!(await sameOrigin())) return new Response(null, { status: 403 });
  if (!hasRoom()) return heard();
  const { round } = await params;
  try {
    if (!(await documentOf(round))) return new Response(null, { status: 404 });
    const who = await reporter(round);
    if (who) await report(round, who.number, who.first);
  } catch (fault) {
    logFault('presence', fault);
  }
  return heard();
}
