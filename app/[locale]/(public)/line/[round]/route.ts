import { createHash } from 'node:crypto';
import { createElement } from 'react';
import { roundById } from '@/lib/campaign/queries';
import { documentOf } from '@/lib/line/queries';
import { isLocale } from '@/lib/platform/words';
import { accuracyOfRound } from '@/lib/presence/queries';
import { script } from './browser.generated';
import { LineView } from './view';

/** The same page for everybody, remade at most every five seconds and served from the edge; it reads no cookie. */
export const dynamic = 'force-static';
export const revalidate = 5;
export const generateStaticParams = () => [];

const scriptHash = createHash('sha256').update(script).digest('base64');
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
// When every server is down the edge keeps showing the last page for a day: the place is kept, the gate is shut.
const caching = 'public, max-age=0, s-maxage=5, stale-while-revalidate=30, stale-if-error=86400';

export async function GET(_request: Request, { params }: RouteContext<'/[locale]/line/[round]'>): Promise<Response> {
  const { locale, round: id } = await params;
  const [found, document, accuracy] = await Promise.all([roundById(id), documentOf(id), accuracyOfRound(id)]);
  if (!isLocale(locale) || !found || !document)
    return new Response('404', { status: 404, headers: { 'cache-control': 'public, s-maxage=5' } });
  // Next refuses a static import of the renderer in a route.
  const { renderToStaticMarkup } = await import('react-dom/server');
  const html = renderToStaticMarkup(createElement(LineView, { locale, ...found, document, accuracy, script }));
  return new Response(`<!doctype html>${html}`, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': caching, 'content-security-policy': policy },
  });
}
