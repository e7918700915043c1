/** From `at` on so many thousandths of a round's shares can be booked. */
export interface Tranche {
  at: Date;
  permille: number;
}

const releasedAt = (tranches: readonly Tranche[], now: Date): number =>
  tranches.length === 0 ? 1000 : (tranches.filter(({ at }) => at <= now).at(-1)?.permille ?? 0);

/** Whether the tranches of an open round, each list in its order, may be these from now on: what is released stays so. */
export function mayRelease(before: readonly Tranche[], after: readonly Tranche[], now: Date): boolean {
  const past = (tranches: readonly Tranche[]) => JSON.stringify(tranches.filter(({ at }) => at <= now));
  return past(before) === past(after) && releasedAt(after, now) >= releasedAt(before, now);
}
