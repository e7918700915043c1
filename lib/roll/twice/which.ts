/** One of two records of the roll that are one person. */
export interface Twin {
  id: string;
  /** Has a confirmed booking, or was vaccinated. */
  booked: boolean;
  /** When the first ticket was taken under it. */
  claimedAt: Date | null;
  /** Somebody has shown that it is them. */
  signedIn: boolean;
  createdAt: Date;
}

const earlier = (one: Date | null, other: Date | null) =>
  (one?.getTime() ?? Number.POSITIVE_INFINITY) - (other?.getTime() ?? Number.POSITIVE_INFINITY) || 0;

/**
 * Which of the two is left: the one with a booking, else the one whose place was claimed first, else the one that is known by an
 * identity check, else the older. Nobody chooses: of two draws of one person the better one would be a gain.
 */
export function remaining([one, other]: readonly [Twin, Twin]): { left: Twin; gone: Twin } {
  const before =
    Number(other.booked) - Number(one.booked) ||
    earlier(one.claimedAt, other.claimedAt) ||
    Number(other.signedIn) - Number(one.signedIn) ||
    earlier(one.createdAt, other.createdAt) ||
    (one.id < other.id ? -1 : 1);
  return before < 0 ? { left: one, gone: other } : { left: other, gone: one };
}
