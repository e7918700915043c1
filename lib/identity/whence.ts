/** Where a request came from, as far as it is kept: the address itself is not. */
export interface Whence {
  /** Keyed hash of the address. */
  hash: Uint8Array<ArrayBuffer>;
  network: string | null;
}

const v4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i;

/** The address as the nearest proxy saw it: what stands before it in the list, anybody can have written. */
export const nearestAddress = (forwarded: string | null): string => (forwarded ?? '').split(',').at(-1)?.trim() ?? '';

/** A network of 256 addresses (IPv4), or the /48 that one customer gets (IPv6). Null for what is no address. */
export function networkOf(address: string): string | null {
  const four = v4.exec(address);
  if (four) return `${four.slice(1, 4).join('.')}.0/24`;
  if (!/^[0-9a-f:]{2,39}$/i.test(address) || !address.includes(':')) return null;
  const [front = '', back] = address.toLowerCase().split('::');
  const groups = front === '' ? [] : front.split(':');
  const behind = back ? back.split(':').length : 0;
  while (back !== undefined && groups.length + behind < 8) groups.push('0');
  return `${groups
    .slice(0, 3)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':')}::/48`;
}

const systems = [
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iPhone, iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
] as const;
const browsers = [
  [/KAKAOTALK/i, 'KakaoTalk'],
  [/NAVER\(/, 'Naver'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Whale/, 'Whale'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
] as const;

const named = (agent: string, names: readonly (readonly [RegExp, string])[]) => names.find(([pattern]) => pattern.test(agent))?.[1];

/** System and browser by name, without a version: enough to recognise one's own, too little to recognise a device by. */
export const deviceOf = (userAgent: string | null): string =>
  [named(userAgent ?? '', systems), named(userAgent ?? '', browsers)].filter((part) => part !== undefined).join(' · ');
