interface HeaderReader {
  get(name: string): string | null;
}

/**
 * True only for a request that one of our own pages sent. A missing `Origin` is refused too: every browser
 * sends it with a form, and the framework lets a request without it through.
 */
export function isSameOrigin(headers: HeaderReader, ours: string): boolean {
  const site = headers.get('sec-fetch-site');
  return headers.get('origin') === ours && (site === null || site === 'same-origin');
}
