/** Below this many comparisons nothing is said. */
const comparedLeast = 100;

/** How many people's day lay so many days from the middle of the range that they were given, within it or not. */
export interface Outcome {
  daysOff: number;
  inside: boolean;
  people: number;
}

/** The published record of a round's answers to "when?". */
export type WhenRecord =
  | { known: false }
  | {
      known: true;
      /** Answers with a first and a last day, of people whose day is past. */
      compared: number;
      /** 0 to 1 */
      insideRange: number;
      /** Days between the middle of the range and the day, either way. */
      medianErrorDays: number;
    };

export function recordOf(outcomes: readonly Outcome[]): WhenRecord {
  const count = (some: readonly Outcome[]): number => some.reduce((total, { people }) => total + people, 0);
  const compared = count(outcomes);
  if (compared < comparedLeast) return { known: false };
  const byError = outcomes.map((one) => ({ ...one, daysOff: Math.abs(one.daysOff) })).sort((a, b) => a.daysOff - b.daysOff);
  let passed = 0;
  const median = byError.find(({ people }) => {
    passed += people;
    return passed * 2 >= compared;
  });
  const insideRange = Math.round((1_000 * count(outcomes.filter(({ inside }) => inside))) / compared) / 1_000;
  return { known: true, compared, insideRange, medianErrorDays: median?.daysOff ?? 0 };
}
