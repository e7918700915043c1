import { cookies } from 'next/headers';
import { type NextRequest, NextResponse } from 'next/server';
import { revokeSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { namedSession } from '@/lib/identity/gate';
import { refusedAs } from '@/lib/identity/problem';
import { pathLanguage } from '@/lib/identity/return-path';
import { env } from '@/lib/platform/env';
import { catalogOf } from '@/lib/provider/catalog';
import { dropBegun } from '../begun';
import { finishSignIn, problemAddress } from '../handler';

/** The provider's answer. next-auth's other addresses (session, csrf, its own pages) are not offered. */
export async function GET(request: NextRequest, { params }: RouteContext<'/api/auth/[...nextauth]'>) {
  const { nextauth } = await params;
  const provider = catalogOf(env()).find(({ id }) => nextauth.join('/') === `callback/${id}`);
  if (!provider || provider.kind === 'portone') return new NextResponse(null, { status: 404 });
  const back = (await cookies()).get(cookieSetting(env().CHARYE_URL, 'return').name)?.value ?? '/';
  const locale = pathLanguage(back.slice(env().CHARYE_URL.length));
  const refused = request.nextUrl.searchParams.get('error');
  // Anybody may have made this address: it says nothing of the provider's light, and its words go nowhere.
  if (refused !== null) {
    await dropBegun();
    return NextResponse.redirect(problemAddress(locale, refusedAs(refused)));
  }
  const former = await namedSession();
  const response = await finishSignIn(provider, request, locale);
  const signedIn = response.headers
    .getSetCookie()
    .some((cookie) => cookie.startsWith(`${cookieSetting(env().CHARYE_URL, 'session').name}=`));
  // Somebody else signs in on the same device: the cookie of the former session is gone, so end the session too.
  if (signedIn && former) await revokeSession(former);
  return response;
}
