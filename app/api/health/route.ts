import { database } from '@/lib/platform/database';
import { logFault } from '@/lib/platform/log';

export const dynamic = 'force-dynamic';

/** For load balancers and `npm start`: whether this server can do its work. */
export async function GET() {
  const headers = { 'Cache-Control': 'no-store' };
  try {
    await database().$queryRaw`select 1`;
    return Response.json({ ok: true, database: 'reachable' }, { headers });
  } catch (fault) {
    return Response.json({ ok: false, database: 'unreachable', fault: logFault('health', fault) }, { status: 503, headers });
  }
}
