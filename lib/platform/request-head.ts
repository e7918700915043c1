/** The head of a request, and how many bytes the whole request has. */
export interface RequestHead {
  method: string;
  /** With the query. */
  target: string;
  /** By name in small letters; of one that stands twice, the last. */
  headers: ReadonlyMap<string, string>;
  bytes: number;
}

/** What makes the length of a request, or what comes after it, a matter for a whole HTTP server. */
const uncommon = ['transfer-encoding', 'expect', 'upgrade'];

/**
 * Reads what begins with a request, a character a byte. Null for anything that is not plain HTTP/1.1 of a known length on a
 * connection that stays open: that is for the server to read, and to refuse where it is wrong.
 */
export function headOf(text: string): RequestHead | null {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = end < 0 ? [] : text.slice(0, end).split('\r\n');
  const [, method, target] = /^([A-Z]+) (\/[!-~]*) HTTP\/1\.1$/.exec(first) ?? [];
  if (!method || !target) return null;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || (name === 'content-length' && headers.has(name))) return null;
    headers.set(name, line.slice(colon + 1).trim());
  }
  const length = headers.get('content-length') ?? '0';
  const stays = (headers.get('connection') ?? 'keep-alive').toLowerCase() === 'keep-alive';
  if (!stays || !/^\d{1,9}$/.test(length) || uncommon.some((name) => headers.has(name))) return null;
  return { method, target, headers, bytes: end + 4 + Number(length) };
}
