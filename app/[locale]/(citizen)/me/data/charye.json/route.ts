import { NextResponse } from 'next/server';
import { requireCitizen, sameOrigin } from '@/lib/identity/gate';
import { isFresh } from '@/lib/identity/queries';
import { env } from '@/lib/platform/env';
import { href, isLocale } from '@/lib/platform/words';
import { ownData } from '@/lib/privacy/queries';

/** A POST, so that no link and no other page can have it made. */
export async function POST(_request: Request, { params }: RouteContext<'/[locale]/me/data/charye.json'>): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new NextResponse(null, { status: 404 });
  if (!(await sameOrigin())) return new NextResponse(null, { status: 403 });
  const citizen = await requireCitizen(locale, '/me/data');
  if (!(await isFresh(citizen))) return NextResponse.redirect(env().CHARYE_URL + href(locale, '/me/data'), 303);
  return new Response(JSON.stringify(await ownData(citizen), null, 2), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="charye.json"',
      'Cache-Control': 'private, no-store',
    },
  });
}
