export interface Figure {
  /** snake_case, ending in its unit: `origin_documents_per_second_at_1000_people`. */
  key: string;
  value: number;
  unit: string;
  /** What it was measured against, in the same run. */
  against: string;
  /** What to reach, as a sentence, and whether it was. */
  reach?: string;
  reached?: boolean;
  /** What each repeat gave; `value` is their median. */
  repeats?: number[];
  /** What somebody must know who reads the figure. */
  note?: string;
}

export interface Context {
  /** For programs that are unpacked once. */
  tools: string;
  /** Progress, never on the standard output. */
  say(text: string): void;
}

/** A file in bench/: `npm run bench -- <name>`. */
export interface Bench {
  name: string;
  run(context: Context): Promise<Figure[]>;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('nothing was measured');
  return (low + high) / 2;
}

/** To three significant digits: more than that is noise. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
