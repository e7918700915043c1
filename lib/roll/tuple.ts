/** PostgreSQL's binary COPY format (its manual: COPY, File Formats): cheaper to write than text, and nothing needs escaping. */
const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
export const copyHeader: Buffer = Buffer.concat([signature, Buffer.alloc(8)]);
export const copyTrailer: Buffer = Buffer.from([0xff, 0xff]);

const dayMs = 86_400_000;
/** Days are counted from here in the format. */
const epoch = Date.UTC(2000, 0, 1);

export interface SealedRow {
  line: number;
  ciHash: Uint8Array | null;
  matchHash: Uint8Array;
  nearName: Uint8Array;
  nearPhone: Uint8Array;
  /** `YYYY-MM-DD` */
  birthDate: string;
  name: Uint8Array;
  phone: Uint8Array;
  region: string;
}

/** The columns of `roll_line`, in this order. */
export const tupleColumns = 'line, ci_hash, match_hash, near_name, near_phone, birth_date, name, phone, region_code';

export function tuple(row: SealedRow): Buffer {
  const line = Buffer.alloc(8);
  line.writeBigInt64BE(BigInt(row.line));
  const birthDate = Buffer.alloc(4);
  birthDate.writeInt32BE((Date.parse(`${row.birthDate}T00:00:00Z`) - epoch) / dayMs);
  const region = Buffer.from(row.region, 'utf8');
  const fields = [line, row.ciHash, row.matchHash, row.nearName, row.nearPhone, birthDate, row.name, row.phone, region];
  const size = fields.reduce((sum, field) => sum + 4 + (field?.length ?? 0), 2);
  const bytes = Buffer.alloc(size);
  let at = bytes.writeInt16BE(fields.length, 0);
  for (const field of fields) {
    at = bytes.writeInt32BE(field ? field.length : -1, at);
    if (field) at += Buffer.from(field.buffer, field.byteOffset, field.length).copy(bytes, at);
  }
  return bytes;
}
