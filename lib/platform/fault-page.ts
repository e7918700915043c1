import { barePage, escaped } from './bare-page';
import type { RequestFault } from './request-fault';
import { href, type Locale, words } from './words';

/** After so many seconds whoever only looked is shown the page anew. */
const againAfter = 10;

interface Asked {
  method: string;
  /** Address and parameters. */
  url: string;
}

/** In place of a page that failed: whether all is safe, the next step, and the id, for browsers with and without script. */
export function faultPage({ method, url }: Asked, { id, overloaded }: RequestFault): { status: number; html: string; retryAfter?: number } {
  const locale: Locale = /^\/en(?:[/?]|$)/.test(url) ? 'en' : 'ko';
  const t = words(locale, 'errors');
  const busy = words(locale, 'common');
  const looked = method === 'GET' || method === 'HEAD';
  // The address of a form may be one that only takes forms. Those of the staff are their pages.
  const stays = looked || /^(?:\/en)?\/(?:staff|desk|operations)(?:[/?]|$)/.test(url);
  const [to, label] = stays ? [url, t('fault.retry')] : [href(locale, '/bookings'), t('fault.bookings')];
  const next = `<a class="button" href="${escaped(to)}">${label}</a>`;
  const safe = `<p class="good">${t('fault.safe')}</p>`;
  const call = `<p>${t('fault.phone')} <a href="tel:1339">1339</a></p>`;
  const number = id ? `<p>${t('fault.id')}: <code>${escaped(id)}</code></p>` : '';
  if (!overloaded) {
    return { status: 500, html: barePage(locale, t('fault.heading'), `${safe}<p>${t('fault.detail')}</p>${next}${call}${number}`) };
  }
  const again = `<p role="status">${busy('busy.again', { seconds: againAfter })}</p>`;
  const unsure = looked ? '' : `<p>${t('fault.done')}</p>`;
  const head = looked ? `<meta http-equiv="refresh" content="${againAfter}">` : '';
  const main = `${again}${safe}${unsure}${next}${call}${number}`;
  return { status: 503, html: barePage(locale, busy('busy.title'), main, head), retryAfter: againAfter };
}
