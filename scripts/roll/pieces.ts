import type { FileHandle } from 'node:fs/promises';

export interface FilePiece {
  firstLine: number;
  lines: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** Where the next piece begins. */
  end: number;
}

const lineFeed = 0x0a;
const pieceBytes = 256 * 1024;
/** Nobody's line is longer: what is must be another kind of file. */
const longestLine = 64 * 1024;

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

/** The file from `offset` on, in pieces of whole lines. */
export async function* pieces(file: FileHandle, offset: number, firstLine: number): AsyncGenerator<FilePiece> {
  let at = offset;
  let line = firstLine;
  for (;;) {
    const buffer = new Uint8Array(pieceBytes);
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, at);
    if (bytesRead === 0) return;
    const last = buffer.lastIndexOf(lineFeed, bytesRead - 1);
    const ends = bytesRead < pieceBytes && last < bytesRead - 1;
    // The last line of a file may end without a line feed.
    const length = ends ? bytesRead : last + 1;
    if (length <= 0 || length < bytesRead - longestLine)
      throw new Error(`line ${line} or one soon after is longer than ${longestLine} bytes`);
    const bytes = buffer.slice(0, length);
    const lines = countLines(bytes) + (ends ? 1 : 0);
    yield { firstLine: line, lines, bytes, end: at + length };
    at += length;
    line += lines;
  }
}
