import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 over the parts (UTF-8), each with its length in bytes (four bytes, big-endian) before it, so that no two lists of parts collide. */
export function keyedHash(key: Uint8Array | string, ...parts: string[]): Uint8Array<ArrayBuffer> {
  const mac = createHmac('sha256', key);
  for (const part of parts) {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    mac.update(length).update(bytes);
  }
  return new Uint8Array(mac.digest());
}
