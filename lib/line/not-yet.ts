/*
 * Who asks again and again before the call is told the same each time, and only the first time by the database. The rule says how
 * long that must be so; it never lets anybody in.
 */

/** What a server has read of a round's drawn front. All times are milliseconds of one clock that never goes back. */
export interface KnownFront {
  /** Up to where the front is promised to go. */
  promised: number;
  /** When the reading began: what was decided later is not in it. */
  readAt: number;
  minSweepSeconds: number;
  /** The round is open and goes by the draw. */
  calls: boolean;
}

/** A round that is paused or over says so to everybody after this time at the latest. */
const frontMs = 5_000;

/** The farthest that the front can stand by now. No stretch is steeper than the shortest sweep; a second more, for two clocks. */
const farthest = ({ promised, readAt, minSweepSeconds }: KnownFront, now: number): number =>
  promised + (now - readAt + 1_000) / 1_000 / minSweepSeconds;

/** True while whoever stands at `place` on the drawn line can't have been called, whatever the leader has done since. */
export const isNotYet = (front: KnownFront | undefined, place: number, now: number): boolean =>
  front?.calls === true && now - front.readAt <= frontMs && place >= farthest(front, now);
