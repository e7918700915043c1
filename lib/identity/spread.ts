/** A spread longer than this is none of ours. */
const longest = 600;

/** The public document that says over how many seconds people should spread their sign-ins; 0 when it is calm. */
export function isBusy(value: unknown): value is { seconds: number } {
  const seconds = (value as { seconds?: unknown } | null)?.seconds;
  return typeof seconds === 'number' && seconds >= 0 && seconds <= longest;
}

/** The whole second, of the published spread, at which this page goes on. `chance` is in [0, 1). */
export const chosenMoment = (spreadSeconds: number, chance: number): number =>
  spreadSeconds === 0 ? 0 : 1 + Math.floor(spreadSeconds * chance);
