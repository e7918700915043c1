import { type NextRequest, NextResponse } from 'next/server';
import { isSameOrigin } from '@/lib/identity/origin';
import { env } from '@/lib/platform/env';
import { bodyProblem } from '@/lib/platform/form-body';
import { words } from '@/lib/platform/words';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses early what no page of ours can have sent. It admits nothing: every action and route asks again. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (!isDecodable(request.nextUrl.pathname)) return refusal(400, 'refusal.bad-request');
  // A scheduler is no browser and sends no origin: that route asks for a secret.
  if (safe.has(request.method) || request.nextUrl.pathname === '/api/tick') return NextResponse.next();
  if (!isSameOrigin(request.headers, env().CHARYE_URL)) return refusal(403, 'foreignOrigin');
  const type = request.headers.get('content-type') ?? '';
  const problem = await bodyProblem(await request.arrayBuffer(), type, request.headers.has('next-action'));
  return problem ? refusal(problem, 'refusal.bad-request') : NextResponse.next();
}

/** None of our addresses has a percent sign; one that stands for no letter is an error of the framework otherwise. */
function isDecodable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch (fault) {
    if (fault instanceof URIError) return false;
    throw fault;
  }
}

function refusal(status: 400 | 403 | 413, why: 'foreignOrigin' | 'refusal.bad-request'): NextResponse {
  const sentence = (['ko', 'en'] as const).map((locale) => `<p lang="${locale}">${words(locale, 'identity')(why)}</p>`).join('');
  const body = `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title><main>${sentence}</main></html>`;
  return new NextResponse(body, { status, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' } });
}

/**
 * Before every request it would cost a static page more than half of its own work again (measured: 1.0 instead of
 * 0.6 ms). What can carry a form has one of these headers; a request with none has no body, and routes refuse it.
 */
export const config = {
  matcher: [
    { source: '/:path*', has: [{ type: 'header', key: 'content-length' }] },
    { source: '/:path*', has: [{ type: 'header', key: 'transfer-encoding' }] },
    { source: '/:path*', has: [{ type: 'header', key: 'content-type' }] },
    { source: '/:path*', has: [{ type: 'header', key: 'origin' }] },
    '/(.*%.*)',
  ],
};
