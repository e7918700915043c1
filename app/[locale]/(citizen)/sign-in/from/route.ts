import { NextResponse } from 'next/server';
import { cookieSetting } from '@/lib/identity/cookie';
import { returnPath } from '@/lib/identity/return-path';
import { env } from '@/lib/platform/env';
import { href, isLocale } from '@/lib/platform/words';

/** Remembers where somebody wanted to go: a static page can't read its address, nor can a page set a cookie. */
export async function GET(request: Request, { params }: RouteContext<'/[locale]/sign-in/from'>) {
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
