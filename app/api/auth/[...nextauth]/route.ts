import { cookies } from 'next/headers';
import { type NextRequest, NextResponse } from 'next/server';
import { revokeSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { namedSession } from '@/lib/identity/gate';
import { pathLanguage } from '@/lib/identity/return-path';
import { env } from '@/lib/platform/env';
import { catalogOf } from '@/lib/provider/catalog';
import { finishSignIn, problemAddress } from '../handler';

/** The provider's answer. next-auth's other addresses (session, csrf, its own pages) are not offered. */
export async function GET(request: NextRequest, { params }: RouteContext<'/api/auth/[...nextauth]'>) {
  const { nextauth } = await params;
  const provider = catalogOf(env()).find(({ id }) => nextauth.join('/') === `callback/${id}`);
  if (!provider || provider.kind === 'portone') return new NextResponse(null, { status: 404 });
  const back = (await cookies()).get(cookieSetting(env().CHARYE_URL, 'return').name)?.value ?? '/';
  const locale = pathLanguage(back.slice(env().CHARYE_URL.length));
  if (request.nextUrl.searchParams.get('error') === 'access_denied') return NextResponse.redirect(problemAddress(locale, 'cancelled'));
  const former = await namedSession();
  const response = await finishSignIn(provider, request, locale);
  const signedIn = response.headers
    .getSetCookie()
    .some((cookie) => cookie.startsWith(`${cookieSetting(env().CHARYE_URL, 'session').name}=`));
  // Somebody else signs in on the same device: the cookie of the former session is gone, so end the session too.
  if (signedIn && former) await revokeSession(former);
  return response;
}
