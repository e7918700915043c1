import { createHash } from 'node:crypto';

/** Who read or changed whose data. Its bytes, and those of the chain, are written down in docs/record.md. */
export interface AccessEntry {
  id: string;
  at: Date;
  /** Null: from the console of a server. */
  actorId: string | null;
  role: string;
  sessionId: string | null;
  /** Hex of the keyed hash of the address. */
  fromHash: string | null;
  network: string | null;
  subjects: string[];
  action: string;
  objectKind: string;
  objectId: string;
  reason: string | null;
}

export interface Head {
  seq: number;
  /** Hex of the newest link's hash. */
  hash: string;
  at: Date;
}

/** What the first entry is chained to. */
export const beginning = '0'.repeat(64);

/** Each field as UTF-8 with its length in bytes (four bytes, big-endian) before it; what is absent has the length 0xFFFFFFFF. */
export function fieldBytes(fields: (string | null)[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      if (field === null) return [length.fill(0xff)];
      const bytes = Buffer.from(field, 'utf8');
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** The hash (hex) of an entry as the `seq`-th of the chain, after the link whose hash is `previous`. */
export function linkHash(previous: string, seq: number, entry: AccessEntry): string {
  const { id, at, actorId, role, sessionId, fromHash, network, subjects, action, objectKind, objectId, reason } = entry;
  const fields = [String(seq), id, at.toISOString(), actorId, role, sessionId, fromHash, network, subjects.join(',')];
  return createHash('sha256')
    .update(Buffer.from(previous, 'hex'))
    .update(fieldBytes(['charye-record-1', ...fields, action, objectKind, objectId, reason]))
    .digest('hex');
}
