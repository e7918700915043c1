/** The public address decides the prefix: `__Host-` ties a cookie to this host, https and the path `/`. */
export function cookieSetting(origin: string, name: string) {
  const secure = origin.startsWith('https:');
  return {
    name: `${secure ? '__Host-' : ''}charye.${name}`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  };
}
