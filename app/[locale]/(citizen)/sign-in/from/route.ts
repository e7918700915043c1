import { NextResponse } from 'next/server';
import { cookieSetting } from '@/lib/identity/cookie';
import { sameOrigin } from '@/lib/identity/gate';
import { returnPath } from '@/lib/identity/return-path';
import { env } from '@/lib/platform/env';
import { href, isLocale } from '@/lib/platform/words';

type Context = RouteContext<'/[locale]/sign-in/from'>;

/** Remembers where somebody wanted to go: a static page can't read its address, nor can a page set a cookie. */
export async function GET(request: Request, { params }: Context) {
  const { locale } = await params;
  if (!isLocale(locale)) return new NextResponse(null, { status: 404 });
  const { CHARYE_URL } = env();
  const response = NextResponse.redirect(CHARYE_URL + href(locale, '/sign-in'), 303);
  const { name, options } = cookieSetting(CHARYE_URL, 'next');
  const path = returnPath(new URL(request.url).searchParams.get('next'));
  if (path) response.cookies.set(name, path, { ...options, maxAge: 15 * 60 });
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

/** A form sent without script after the session was over: the page's redirect keeps the method. */
export const POST = async (request: Request, context: Context) =>
  (await sameOrigin()) ? GET(request, context) : new NextResponse(null, { status: 403 });
