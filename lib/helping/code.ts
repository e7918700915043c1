/** Crockford's base32: without I, L, O and U, which people confuse when they read a code over the telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const phoneDigits = 6;
const letterLength = 12;

/** Six digits, from a number below a million: short enough to read out of a text message. */
export const phoneCode = (number: number): string => String(number).padStart(phoneDigits, '0');

/** Twelve signs in groups of four, from as many random bytes: it travels for days, so nobody may guess it (60 bits). */
export function letterCode(random: Uint8Array): string {
  if (random.length !== letterLength) throw new Error(`a letter's code takes ${letterLength} random bytes`);
  const signs = Array.from(random, (byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return (signs.match(/.{4}/g) ?? []).join('-');
}

/** As it was meant, however it was typed: full-width digits, small letters, O for nought, groups or none. */
export const plainCode = (typed: string): string =>
  typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
