import { cookies } from 'next/headers';
import { NextResponse } from 'next/server';
import { checkedAddress, problemAddress, startSignIn } from '@/app/api/auth/handler';
import { cookieSetting } from '@/lib/identity/cookie';
import { currentCheck, sameOrigin } from '@/lib/identity/gate';
import { returnPath } from '@/lib/identity/return-path';
import { env } from '@/lib/platform/env';
import { href, isLocale } from '@/lib/platform/words';
import { litProviders } from '@/lib/provider/queries';

/** The form of `/sign-in`, which works without script: leads to the provider. */
export async function POST(request: Request, { params }: RouteContext<'/[locale]/sign-in/start'>) {
  const { locale } = await params;
  if (!isLocale(locale)) return new NextResponse(null, { status: 404 });
  if (!(await sameOrigin())) return new NextResponse(null, { status: 403 });
  const jar = await cookies();
  const { name, options } = cookieSetting(env().CHARYE_URL, 'next');
  const form = await formOf(request);
  const asked = returnPath(form.get('next')) ?? returnPath(jar.get(name)?.value);
  const catalog = litProviders();
  // A form that names none means the first one.
  const provider = form.has('provider') ? catalog.find(({ id }) => id === form.get('provider')) : catalog[0];
  if (!provider) return NextResponse.redirect(problemAddress(locale, 'provider'), 303);
  // The page says so, too, and may be some seconds old.
  if (provider.light === 'red') return NextResponse.redirect(problemAddress(locale, 'red'), 303);
  const stands = provider.verifying ? await currentCheck() : null;
  const again = form.get('again') === 'yes';
  // Only a page that has said who is signed in asks again. Everybody else is told: it may be another than who presses.
  if (stands?.here && again && asked) return NextResponse.redirect(env().CHARYE_URL + asked, 303);
  if (stands) return NextResponse.redirect(checkedAddress(locale, stands.again), 303);
  // Its own form comes first, and reads there where to go on.
  if (provider.kind === 'portone') {
    if (asked) jar.set(name, asked, { ...options, maxAge: 15 * 60 });
    return NextResponse.redirect(env().CHARYE_URL + href(locale, '/sign-in/phone-check'), 303);
  }
  jar.set(name, '', { ...options, maxAge: 0 });
  return startSignIn(provider, locale, asked ?? href(locale, '/me'), again);
}

/** A body that is no form is an empty one. */
async function formOf(request: Request): Promise<FormData> {
  const type = request.headers.get('content-type') ?? '';
  return type.startsWith('application/x-www-form-urlencoded') ? request.formData() : new FormData();
}
