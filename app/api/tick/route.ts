import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from '@/lib/platform/env';
import { forecastOnce, handOnOnce, judgeOnce, leadOnce, rebookOnce, sendOnce, shareLights, tellOnce, wishOnce } from '@/lib/worker';

export const dynamic = 'force-dynamic';

const hash = (text: string) => createHash('sha256').update(text).digest();

/** Hashes have one length, so the comparison takes the same time whatever was sent. Without a secret nobody is let in. */
function mayTick(request: Request): boolean {
  const secret = env().CHARYE_TICK_SECRET;
  const sent = hash(request.headers.get('authorization') ?? '');
  return timingSafeEqual(sent, hash(`Bearer ${secret ?? ''}`)) && secret !== undefined;
}

/** The work of the leader for the time since the last tick, where no process may run on its own: called by a scheduler. */
export async function POST(request: Request): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  if (!mayTick(request)) return Response.json({ ok: false }, { status: 401, headers });
  const led = await leadOnce('schedule');
  await shareLights();
  if (led) await judgeOnce();
  await wishOnce();
  await rebookOnce();
  await handOnOnce();
  await tellOnce();
  await forecastOnce();
  await sendOnce();
  return Response.json({ ok: true, led }, { headers });
}
