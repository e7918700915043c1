import { cookies } from 'next/headers';
import { NextResponse } from 'next/server';
import { revokeSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { namedSession, sameOrigin } from '@/lib/identity/gate';
import { forgetPlaces } from '@/lib/line/gate';
import { env } from '@/lib/platform/env';
import { href, isLocale } from '@/lib/platform/words';

export async function POST(_request: Request, { params }: RouteContext<'/[locale]/sign-out'>) {
  const { locale } = await params;
  if (!isLocale(locale)) return new NextResponse(null, { status: 404 });
  if (!(await sameOrigin())) return new NextResponse(null, { status: 403 });
  const sessionId = await namedSession();
  if (sessionId) await revokeSession(sessionId);
  await forgetPlaces();
  const { CHARYE_URL } = env();
  const { name, options } = cookieSetting(CHARYE_URL, 'session');
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
  return NextResponse.redirect(CHARYE_URL + href(locale, '/'), 303);
}
