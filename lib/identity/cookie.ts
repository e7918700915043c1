/** The public address decides the prefix: `__Host-` ties a cookie to this host, https and the path `/`. */
export function cookieSetting(origin: string, name: string) {
  const secure = origin.startsWith('https:');
  return {
    name: `${secure ? '__Host-' : ''}charye.${name}`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  };
}

/**
 * next-auth says of a cookie when it ends, by the server's clock; a telephone whose clock is a year ahead may take it for over. How
 * many seconds it lasts is true by any clock, and goes before the date (RFC 6265, section 5.3).
 */
export function lastsByItsOwn(line: string, now: Date): string {
  const expires = /;\s*expires=([^;]+)/i.exec(line)?.[1];
  if (!expires || /;\s*max-age=/i.test(line)) return line;
  const seconds = Math.max(0, Math.round((Date.parse(expires) - now.getTime()) / 1_000));
  return `${line}; Max-Age=${seconds}`;
}
