/** A figure that looks like a slip of the hand, and what it was compared with. */
export interface Slip {
  usual: number;
  /** The clinic's own figures, or those of everybody for want of them. */
  of: 'own' | 'all';
}

/** Own figures vary less than those of a village practice and a city's hospital. */
const ownFactor = 8;
const allFactor = 30;
const ownLeast = 3;
const allLeast = 10;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** 1,000 where 10 is usual, or 10 where 1,000 is. Where too little is known to say, nothing is said. */
export function slipOf(value: number, own: readonly number[], all: readonly number[]): Slip | null {
  const [of, known, factor] = own.length >= ownLeast ? (['own', own, ownFactor] as const) : (['all', all, allFactor] as const);
  if (of === 'all' && all.length < allLeast) return null;
  const usual = median(known);
  return value >= usual * factor || value * factor <= usual ? { usual, of } : null;
}
