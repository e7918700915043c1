/*
 * The draw. WebCrypto alone, so that the server and everybody's browser run the same lines.
 */
const utf8 = new TextEncoder();

/** The seed of a round's draw: HKDF-SHA-256 of the secret, with the beacon as salt (none: commit–reveal alone) and the round's id as info. */
export async function drawSeed(secret: Uint8Array<ArrayBuffer>, beacon: string | null, roundId: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode(beacon ?? ''), info: utf8.encode(roundId) };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}

/** What is hashed: the seed and then the text. */
export function drawInput(seed: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const tail = utf8.encode(text);
  const input = new Uint8Array(seed.length + tail.length);
  input.set(seed);
  input.set(tail, seed.length);
  return input;
}

/** The first 48 bits of a digest as a fraction in [0, 1). */
export const fractionOf = (digest: DataView): number => (digest.getUint32(0) * 2 ** 16 + digest.getUint16(4)) / 2 ** 48;

/** SHA-256(seed ‖ text): the place is in its first 48 bits, the level in its last 32. */
export const digestOf = async (seed: Uint8Array, text: string): Promise<DataView> =>
  new DataView(await crypto.subtle.digest('SHA-256', drawInput(seed, text)));

const fraction = async (seed: Uint8Array, text: string): Promise<number> => fractionOf(await digestOf(seed, text));

/** The text that gives the order in the late line. */
export const lateText = (ticketNo: string): string => `late:${ticketNo}`;

/** Where a ticket stands on the drawn line, in [0, 1). */
export const placeOf = (seed: Uint8Array, ticketNo: string): Promise<number> => fraction(seed, ticketNo);

/** The order within one ten-second bucket of the late line, in [0, 1). */
export const lateOrderOf = (seed: Uint8Array, ticketNo: string): Promise<number> => fraction(seed, lateText(ticketNo));

/** The place as people read it: 1 to 10,000, of whatever many stand in the line. */
export const numberOfPlace = (place: number): number => Math.floor(place * 10_000) + 1;

/** The last number that a front has called; 0 before the first. */
export const lastNumberCalled = (front: number): number => Math.min(10_000, Math.floor(front * 10_000));

export const bytesOfHex = (hex: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  return bytes;
};
