import { parse } from 'csv-parse/sync';

/** A record is a line: a quote that nobody closed costs its own line and not the rest of the file. */
const cellsOf = (text: string): string[][] => parse(text, { relax_column_count: true, skip_empty_lines: false });

/** The cells of each line; null for a line that is no CSV, an empty list for an empty one. */
export function linesOf(text: string): (string[] | null)[] {
  const lines = text.replace(/\n$/, '').split('\n');
  if (!text.includes('"')) return lines.map(plainCells);
  return lines.map((line) => {
    if (!line.includes('"')) return plainCells(line);
    try {
      return cellsOf(line.replace(/\r$/, ''))[0] ?? [];
    } catch {
      // The parser throws for malformed lines alone, and there is nothing else to know of them.
      return null;
    }
  });
}

function plainCells(line: string): string[] {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text === '' ? [] : text.split(',');
}
