/** Crockford's base32: without I, L, O and U, which people confuse when they read a number over the telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/** The booking's number, in two groups, from ten random bytes: 50 bits, so that none can be guessed. */
export function bookingNumber(random: Uint8Array): string {
  if (random.length !== length) throw new Error(`a booking number takes ${length} random bytes`);
  const symbols = Array.from(random, (byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return `${symbols.slice(0, 5)}-${symbols.slice(5)}`;
}

/** The number that somebody typed or read out, as it is kept; null for what can't be one. */
export function typedNumber(text: string): string | null {
  const plain = text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(plain) ? `${plain.slice(0, 5)}-${plain.slice(5)}` : null;
}
