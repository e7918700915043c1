import { createHash } from 'node:crypto';
import { keyedHash } from '@/lib/platform/keyed-hash';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32, upper case, of the first `length` × 5 bits. */
function base32(bytes: Uint8Array, length: number): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += alphabet.charAt((value >> bits) & 31);
      value &= (1 << bits) - 1;
    }
  }
  return text;
}

/**
 * The number of a beneficiary's ticket in a round: the same whatever the window, device, session or helper.
 * `base32(HMAC-SHA-256(ticketKey, beneficiaryId ‖ roundId))[0..16]`, each input with its length before it.
 */
export const ticketNumber = (ticketKey: Uint8Array, beneficiaryId: string, roundId: string): string =>
  base32(keyedHash(ticketKey, beneficiaryId, roundId), 16);

/** `placeOf` and `lateOrderOf` (place.ts) without waiting: WebCrypto, which browsers have too, hands every hash to a thread and back. */
export function standingAt(seed: Uint8Array, number: string): { place: number; lateOrder: number } {
  const fraction = (text: string) => createHash('sha256').update(seed).update(text).digest().readUIntBE(0, 6) / 2 ** 48;
  return { place: fraction(number), lateOrder: fraction(`late:${number}`) };
}
