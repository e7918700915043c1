/** Below this many comparisons nothing is said. */
export const comparedLeast = 100;

export interface Compared {
  compared: number;
  inside: number;
  /** Median of |middle − truth| / truth, of the estimates that gave a middle. */
  medianError: number | null;
  middles: number;
}

/** The published record of a round's estimates. */
export type Accuracy =
  | { round: string; known: false }
  | {
      round: string;
      known: true;
      /** Estimates shown and compared with what came true. */
      compared: number;
      /** Share of the true waits that lay in the range shown, 0 to 1. */
      insideRange: number;
      /** Median relative error of the middle, which is shown after 30 minutes; null while there are too few. */
      medianError: number | null;
    };

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;

export function accuracyOf(round: string, { compared, inside, medianError, middles }: Compared): Accuracy {
  if (compared < comparedLeast) return { round, known: false };
  return {
    round,
    known: true,
    compared,
    insideRange: thousandths(inside / compared),
    medianError: medianError === null || middles < comparedLeast ? null : thousandths(medianError),
  };
}
